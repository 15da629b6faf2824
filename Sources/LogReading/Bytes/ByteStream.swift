import Glibc

/// A sequence of bytes that is read once, from front to back.
///
/// Decompression and what comes over a network are streams like a file; the readers see no difference.
package protocol ByteStream: AnyObject {
    /// Reads at most `capacity` bytes; 0 means the end.
    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int
    /// Gives the next bytes in the memory that they are in, to be read there; nil where `read` has to copy them.
    ///
    /// They stay as they are until this is called once more and what is left of them was put before the next ones.
    ///
    /// - Parameters:
    ///   - most: how many at most.
    ///   - room: how many bytes must fit in before them.
    func lend(_ most: Int, behind room: Int) throws(LogReadingError) -> LentBytes?
    /// Bytes taken from the source itself so far.
    var bytesTaken: Int64 { get }
    /// What is wrong with the source itself, known when the end was reached.
    var defect: StreamDefect? { get }
}

extension ByteStream {
    package func lend(_ most: Int, behind room: Int) throws(LogReadingError) -> LentBytes? { nil }
}

/// A fault of the container around the text.
package enum StreamDefect: Equatable, Sendable {
    /// The compressed data end early.
    case truncated
    /// The compressed data are damaged.
    case damaged
    /// Something that is not compressed data follows them.
    case trailingBytes
    /// The beginning of an Avro container means nothing.
    case avroHeader
    /// So many blocks of an Avro container are damaged.
    case damagedBlocks(Int)
    /// An Avro container is compressed in a way that is not read here.
    case codec(String)

    package var text: String {
        switch self {
        case .truncated: "the compressed data end early"
        case .damaged: "the compressed data are damaged"
        case .avroHeader: "an Avro container whose beginning is damaged"
        case .damagedBlocks(1): "a block of the Avro container is damaged"
        case .damagedBlocks(let count): "\(count) blocks of the Avro container are damaged"
        case .codec(let name):
            "an Avro container with the codec \(name.prefix(32)), which is not read here; write it with null or deflate"
        case .trailingBytes: "bytes that are not compressed data follow the compressed data"
        }
    }
}

/// The bytes of a file or of standard input.
@safe final class FileStream: ByteStream {
    /// How long the next bytes of a pipe are waited for: the run that waits keeps all others out.
    static let mostMilliseconds: Int32 = 600_000

    /// How far ahead of what is read the system is asked to read, so that the disk does not wait for the reader.
    private static let bytesAhead: Int64 = 8 << 20

    /// RUSAGE_THREAD of Linux, which the library shows to no Swift.
    private static let thisThread: __rusage_who_t = 1

    /// From memory a read takes a tenth of it.
    private static let longRead = Duration.milliseconds(2)

    /// What a pipe holds at most without rights (pipe(7)); with the usual 64 KiB its two ends wait for one another twenty
    /// thousand times a day of logs.
    private static let pipeBytes: Int32 = 1 << 20
    /// F_SETPIPE_SZ of Linux, which the library shows to no Swift.
    private static let setPipeBytes: Int32 = 1031

    private let descriptor: Int32
    private let name: String
    private let offset: Int64
    private(set) var bytesTaken: Int64
    /// Behind the offset, how far the system has been asked to read ahead.
    private var asked: Int64 = 0
    /// The blocks that had been fetched when the system was last asked, and whether a read took long since: what comes over
    /// a network counts as no block.
    private var fetched = FileStream.blocksFetched()
    private var hasWaited = false
    var defect: StreamDefect? { nil }

    /// Opens a file, and goes to an offset.
    init(path: String, offset: Int64 = 0) throws(LogReadingError) {
        name = path
        self.offset = offset
        bytesTaken = 0
        // To open a pipe waits for its writer; to read from it waits as well, but not for ever.
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw .system(path: path, action: "open", code: errno) }
        descriptor = opened
        if offset > 0, lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
            throw .system(path: path, action: "seek", code: errno)
        }
        posix_fadvise(descriptor, off_t(offset), 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Standard input.
    init() {
        name = "-"
        offset = 0
        bytesTaken = 0
        descriptor = dup(STDIN_FILENO)
        // What is no pipe, or may not grow, stays as it is.
        _ = fcntl(descriptor, FileStream.setPipeBytes, FileStream.pipeBytes)
    }

    deinit { close(descriptor) }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        while true {
            try waitForBytes()
            let began = ContinuousClock.now
            let taken = unsafe Glibc.read(descriptor, target, capacity)
            if taken >= 0 {
                bytesTaken += Int64(taken)
                if ContinuousClock.now - began > FileStream.longRead { hasWaited = true }
                askAhead()
                return taken
            }
            if errno != EINTR, errno != EAGAIN { throw .system(path: name, action: "read", code: errno) }
        }
    }

    /// A pipe takes no such advice, and needs none; nor does what is in memory already, where the system would look for each
    /// page of it.
    private func askAhead() {
        guard bytesTaken + FileStream.bytesAhead / 2 > asked else { return }
        let now = FileStream.blocksFetched()
        guard now != fetched || hasWaited else { return }
        (fetched, hasWaited) = (now, false)
        let from = max(asked, bytesTaken)
        asked = bytesTaken + FileStream.bytesAhead
        posix_fadvise(descriptor, off_t(offset + from), off_t(asked - from), POSIX_FADV_WILLNEED)
    }

    /// How much this thread has had disks read (getrusage(2), `ru_inblock`), by what it asked ahead for as well.
    private static func blocksFetched() -> Int {
        var usage = rusage()
        return unsafe getrusage(FileStream.thisThread, &usage) == 0 ? usage.ru_inblock : 0
    }

    /// Returns at once for a file: one is always ready.
    private func waitForBytes() throws(LogReadingError) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if unsafe poll(&waiting, 1, FileStream.mostMilliseconds) == 0 {
            throw .system(path: name, action: "wait any longer for bytes", code: ETIMEDOUT)
        }
    }
}

/// Bytes that are in memory already.
@safe package final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private var position: Int
    package private(set) var bytesTaken: Int64 = 0
    package var defect: StreamDefect? { nil }

    /// - Parameter offset: where reading begins; what lies outside of the bytes counts as their nearer end.
    package init(_ bytes: [UInt8], offset: Int64 = 0) {
        self.bytes = bytes
        position = min(bytes.count, max(0, Int(offset)))
    }

    package func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        let taken = unsafe bytes.copy(from: position, to: target, capacity: capacity)
        position += taken
        bytesTaken += Int64(taken)
        return taken
    }
}

extension [UInt8] {
    /// Copies what lies from a position on, as far as it fits; returns how many bytes that were.
    package func copy(from position: Int, to target: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
        let taken = Swift.min(capacity, count - position)
        unsafe withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe target.update(from: start + position, count: taken) }
        }
        return taken
    }
}

/// The system's words for an errno.
package func systemMessage(_ code: Int32) -> String {
    guard let message = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: message)
}
