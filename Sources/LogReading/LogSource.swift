import Glibc
package import Model

/// A named sequence of bytes that can be read from the start or from an offset.
package struct LogSource: Sendable, Hashable {
    /// The path as it was given, or joined from it; `-` for standard input.
    package let name: String
    /// Bytes, where they are known beforehand.
    package let size: Int64?
    /// When the file was last written.
    package let modified: Instant?
    /// When the file or anything said of it was last changed: a time that no program sets.
    package let changed: Instant?
    /// What its keeper calls this content, such as an ETag: another one says that something of it was changed.
    package var version: String? {
        if case .remote(let remote) = origin, !remote.version.isEmpty { remote.version } else { nil }
    }
    /// How many records it has at least, where somebody counted them.
    package var leastRecords: Int64? { if case .remote(let remote) = origin { remote.leastRecords } else { nil } }
    /// Its absolute path without links, where that is known beforehand.
    private let resolved: String?
    let origin: Origin

    enum Origin: Sendable, Hashable {
        case file
        case standardInput
        case memory([UInt8])
        case remote(RemoteLog)
        case unusable(LogReadingError)
        /// Files of a folder that are not read, in a clause.
        case leftOut(String)
    }

    /// A file at a path.
    package init(path: String, size: Int64?, modified: Instant?, changed: Instant? = nil) {
        self.init(path: path, size: size, modified: modified, changed: changed, resolved: nil)
    }

    /// A file of which the absolute path without links is known.
    init(path: String, size: Int64?, modified: Instant?, changed: Instant?, resolved: String?) {
        name = path
        self.size = size
        self.modified = modified
        self.changed = changed
        self.resolved = resolved
        origin = .file
    }

    /// Bytes in memory, such as a blob that was fetched.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        size = Int64(bytes.count)
        modified = nil
        changed = nil
        resolved = nil
        origin = .memory(bytes)
    }

    /// What another machine keeps, by its address, which is its identity too.
    ///
    /// - Parameters:
    ///   - size: bytes that are to be read of it, however much it may have grown since; nil where it is made anew each time.
    ///   - modified: when its keeper says that it was last written.
    package init(address: String, size: Int64?, modified: Instant?, remote: RemoteLog) {
        name = address
        self.size = size
        self.modified = modified
        changed = nil
        resolved = nil
        origin = .remote(remote)
    }

    /// A path or an address that something is wrong with: opening it throws that.
    package init(path: String, problem: LogReadingError) {
        self.init(name: path, origin: .unusable(problem))
    }

    /// A folder that holds files which are not read: a stranger that this clause names.
    init(folder: String, leavesOut: String) {
        self.init(name: folder, origin: .leftOut(leavesOut))
    }

    /// What of a folder is not read; nil for every other source.
    var leftOut: String? { if case .leftOut(let what) = origin { what } else { nil } }

    /// Says that this will be read from its start before long, so that the first bytes of a remote one are fetched meanwhile.
    package func expect() {
        if case .remote(let remote) = origin { remote.expect() }
    }

    /// Whether another machine keeps it.
    package var isRemote: Bool { if case .remote = origin { true } else { false } }

    /// Why this cannot be opened, where that is known beforehand.
    package var problem: LogReadingError? {
        if case .unusable(let problem) = origin { problem } else { nil }
    }

    /// A file of which only the path is known.
    package static func file(_ path: String) -> LogSource { LogSource(path: path, size: nil, modified: nil) }

    /// Standard input.
    package static let standardInput = LogSource(name: "-", origin: .standardInput)

    private init(name: String, origin: Origin) {
        self.name = name
        size = nil
        modified = nil
        changed = nil
        resolved = nil
        self.origin = origin
    }

    /// What tells this file from every other: its absolute path without links.
    ///
    /// So it is one file however it is named and from whichever folder. Where the system cannot follow it, the folder
    /// it was named from and the name.
    package var identity: String {
        if let resolved { return resolved }
        guard origin == .file || problem != nil else { return name }
        if let path = absolute(name) { return path }
        let slash = name.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == name.startIndex ? "/" : String(name[..<$0]) } ?? "."
        let last = slash.map { String(name[name.index(after: $0)...]) } ?? name
        guard let parent = absolute(folder) else { return name }
        return (parent == "/" ? "" : parent) + "/" + last
    }

    /// Whether the source can be read a second time, and from an offset.
    package var isRepeatable: Bool { origin != .standardInput }

    /// Whether its bytes are the same each time, so that they can be read on from an offset: an answer has others.
    package var hasFixedBytes: Bool { isRepeatable && !(isRemote && size == nil) }

    /// Whether a pipe, a socket or a device stands at the path: it may be waited for without end, and gives its bytes once.
    package var isPipe: Bool {
        var status = stat()
        guard origin == .file, unsafe stat(name, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    /// The text from the beginning: unpacked where it is gzip or an Avro container, as UTF-8 where it is UTF-16.
    ///
    /// - Parameters:
    ///   - ahead: whether what is compressed is unpacked on a thread of its own.
    ///   - decodesLines: whether lines of base64 are the JSON that they stand for.
    func openText(ahead: Bool = true, decodesLines: Bool = false) throws(LogReadingError) -> OpenedText {
        var stream = try PeekableStream(try open(at: 0))
        var opened = OpenedText(stream: stream)
        if stream.startsWithGzip {
            opened.isCompressed = true
            let unpacked = try GzipStream(stream)
            // For a small file a thread costs more than it gives.
            let isSmall = size.map { $0 < 1 << 17 } ?? false
            stream = try PeekableStream(isSmall || !ahead ? unpacked : AheadStream.of(unpacked))
            opened.stream = stream
        }
        if let isBigEndian = UTF16Text.isBigEndian(stream.head) {
            opened.isPlain = false
            opened.stream = MadeStream(UTF16Text(stream, isBigEndian: isBigEndian))
        } else if stream.head == AvroContainer.magic {
            opened.isPlain = false
            opened.isAvro = true
            opened.stream = MadeStream(AvroContainer(stream))
        } else if decodesLines, Base64Lines.mayBegin(stream.head) {
            opened.isPlain = false
            opened.stream = MadeStream(Base64Lines(stream))
        }
        return opened
    }

    /// - Parameter end: no byte from there on is wanted; more may be given.
    func open(at offset: Int64, upTo end: Int64? = nil) throws(LogReadingError) -> any ByteStream {
        switch origin {
        case .file: try FileStream(path: name, offset: offset)
        case .standardInput: FileStream()
        case .memory(let bytes): MemoryStream(bytes, offset: offset)
        case .remote(let remote):
            try remote.open(offset..<max(offset, min(end ?? .max, size ?? .max)))
        case .unusable(let problem): throw problem
        case .leftOut: MemoryStream([], offset: 0)
        }
    }
}

/// The text of a source.
struct OpenedText {
    var stream: any ByteStream
    var isCompressed = false
    /// Whether the text has the bytes of the file, compression aside.
    var isPlain = true
    var isAvro = false
}

/// A path without links and dots; nil where it leads nowhere or where nobody may look.
func absolute(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
}
