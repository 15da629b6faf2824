import Foundation
package import Settings

/// The most memory that this process has had in use.
package enum PeakMemory {
    /// In bytes, as Linux counts it (proc(5), `VmHWM`); nil where the system does not say.
    static var bytes: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        return bytes(in: status)
    }

    static func bytes(in status: String) -> Int? {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, words[2] == "kB", let kibibytes = Int(words[1]) else { return nil }
        return kibibytes.multipliedReportingOverflow(by: 1024).overflow ? nil : kibibytes * 1024
    }

    /// Says so where a run took more than it was to stay within: what a day takes is known for sure only afterwards.
    package static func compare(with settings: Configuration) {
        guard let bound = settings.memory, let bytes, let words = words(bytes, bound: bound) else { return }
        Console.problem(words, isWarning: true)
    }

    static func words(_ bytes: Int, bound: Int) -> String? {
        let mebibytes = (bytes + (1 << 20) - 1) >> 20
        guard mebibytes > bound else { return nil }
        return
            "this run used \(mebibytes) MiB, more than the \(bound) MiB allowed (memory): what devices and an import "
            + "need does not depend on slices; allow more"
    }
}
