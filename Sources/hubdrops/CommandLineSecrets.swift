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
            guard let signature = text.firstRange(of: "sig=") else { continue }
            // The rest of what signs is before it as well, whether the address has its scheme or not.
            let query = text[..<signature.lowerBound].firstIndex(of: "?").map { text.index(after: $0) }
            let start = text.utf8.distance(from: text.startIndex, to: query ?? signature.lowerBound)
            unsafe memset(argument + start, Int32(UInt8(ascii: "x")), strlen(argument) - start)
        }
    }
}
