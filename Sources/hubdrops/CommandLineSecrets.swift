import Foundation

/// What a command line may hold that nobody else should read.
enum CommandLineSecrets {
    /// Takes what signs an address out of what the system shows of this process (`ps`, `/proc/PID/cmdline`).
    ///
    /// The program has read its arguments by then. A moment passes before, so that the environment is the better place.
    static func hide() {
        _ = CommandLine.arguments
        for position in 0..<Int(CommandLine.argc) {
            guard let argument = unsafe CommandLine.unsafeArgv[position] else { continue }
            let text = unsafe String(cString: argument)
            guard text.contains("://"), text.contains("sig="), let mark = text.utf8.firstIndex(of: UInt8(ascii: "?"))
            else { continue }
            let start = text.utf8.distance(from: text.startIndex, to: mark) + 1
            unsafe memset(argument + start, Int32(UInt8(ascii: "x")), strlen(argument) - start)
        }
    }
}
