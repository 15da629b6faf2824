package import Model

/// A named sequence of bytes that can be read from the start or from an offset.
package struct LogSource: Sendable, Hashable {
    /// The path as it was given, or joined from it; `-` for standard input.
    package let name: String
    /// Bytes, where they are known beforehand.
    package let size: Int64?
    /// When the file was last written.
    package let modified: Instant?
    let origin: Origin

    enum Origin: Sendable, Hashable {
        case file
        case standardInput
        case memory([UInt8])
    }

    /// A file at a path.
    package init(path: String, size: Int64?, modified: Instant?) {
        name = path
        self.size = size
        self.modified = modified
        origin = .file
    }

    /// Bytes in memory, such as a blob that was fetched.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        size = Int64(bytes.count)
        modified = nil
        origin = .memory(bytes)
    }

    /// Standard input.
    package static let standardInput = LogSource(name: "-", origin: .standardInput)

    private init(name: String, origin: Origin) {
        self.name = name
        size = nil
        modified = nil
        self.origin = origin
    }

    /// Whether the source can be read a second time, and from an offset.
    package var isRepeatable: Bool { origin != .standardInput }

    func open(at offset: Int64) throws(LogReadingError) -> any ByteStream {
        switch origin {
        case .file: try FileStream(path: name, offset: offset)
        case .standardInput: FileStream()
        case .memory(let bytes): MemoryStream(bytes, offset: offset)
        }
    }
}
