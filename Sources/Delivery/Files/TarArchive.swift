package import Model

/// An archive of whole files in the form of POSIX.1-2001 "ustar", the same bytes for the same files: no owner, one mode,
/// one time.
package struct TarArchive: Sendable {
    private static let block = 512

    private let modified: Instant
    private var bytes: [UInt8] = []

    /// - Parameter modified: the time of every file.
    package init(modified: Instant) {
        self.modified = modified
    }

    /// Adds a file in a folder.
    ///
    /// Of a folder's name there is room for 155 bytes and of a file's for 100; more is cut.
    package mutating func add(_ name: String, in folder: String, _ content: [UInt8]) {
        var header = [UInt8](repeating: 0, count: TarArchive.block)
        func put(_ text: String, at offset: Int) {
            for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
        }
        put(String(decoding: name.utf8.prefix(100), as: UTF8.self), at: 0)
        put(String(decoding: folder.utf8.prefix(155), as: UTF8.self), at: 345)
        put("0000640\u{0}0000000\u{0}0000000\u{0}", at: 100)
        put(TarArchive.octal(content.count, digits: 11) + "\u{0}", at: 124)
        put(TarArchive.octal(Int(max(0, modified.seconds)), digits: 11) + "\u{0}", at: 136)
        put("        0", at: 148)
        put("ustar\u{0}00", at: 257)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(TarArchive.octal(sum, digits: 6) + "\u{0} ", at: 148)
        bytes += header + content
        bytes += [UInt8](repeating: 0, count: (TarArchive.block - content.count % TarArchive.block) % TarArchive.block)
    }

    /// The archive with its end; two empty blocks.
    package var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 2 * TarArchive.block) }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
