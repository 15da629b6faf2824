/// The lines of a file that is packed with gzip, one at a time, each of a bounded length.
@safe package final class PackedLines {
    package enum Failure: Error, CustomStringConvertible {
        case notPacked
        case tooLong(line: Int, most: Int)
        case defect(StreamDefect)

        package var description: String {
            switch self {
            case .notPacked: "it is not packed with gzip"
            case .tooLong(let line, let most): "line \(line) has more than \(most) bytes"
            case .defect(let defect): defect.text
            }
        }
    }

    private static let pieceBytes = 1 << 18
    private let stream: GzipStream
    private let mostBytes: Int
    private let piece: UnsafeMutablePointer<UInt8>
    private var filled = 0
    private var next = 0
    /// Lines given so far.
    package private(set) var count = 0

    /// - Parameter mostBytes: the longest line that is read.
    package init(path: String, mostBytes: Int) throws {
        let source = try PeekableStream(try FileStream(path: path))
        guard source.startsWithGzip else { throw Failure.notPacked }
        stream = try GzipStream(source)
        self.mostBytes = mostBytes
        unsafe piece = .allocate(capacity: PackedLines.pieceBytes)
    }

    deinit { unsafe piece.deallocate() }

    /// The next line without its line feed; nil at the end.
    ///
    /// - Throws: where the file is cut or damaged, also for a last line that no line feed ends.
    package func line() throws -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if next == filled {
                next = 0
                filled = unsafe try stream.read(into: piece, capacity: PackedLines.pieceBytes)
                if filled == 0 {
                    if let defect = stream.defect { throw Failure.defect(defect) }
                    guard line.isEmpty else { throw Failure.defect(.truncated) }
                    return nil
                }
            }
            let rest = unsafe UnsafeBufferPointer(start: piece + next, count: filled - next)
            let end = unsafe rest.firstIndex(of: 10)
            unsafe line.append(contentsOf: rest[..<(end ?? rest.count)])
            next += (end ?? rest.count) + (end == nil ? 0 : 1)
            guard line.count <= mostBytes else { throw Failure.tooLong(line: count + 1, most: mostBytes) }
            if end != nil {
                count += 1
                return line
            }
        }
    }
}
