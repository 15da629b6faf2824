/// Makes a stream of bytes out of another one, piece by piece.
package protocol ByteMaker {
    /// Appends the next piece, which may be empty; false at the end.
    mutating func make(into output: inout [UInt8]) throws(LogReadingError) -> Bool
    /// As of a stream.
    var bytesTaken: Int64 { get }
    /// As of a stream.
    var defect: StreamDefect? { get }
}

/// The bytes that a maker makes.
@safe package final class MadeStream<Maker: ByteMaker>: ByteStream {
    private(set) var maker: Maker
    private var output: [UInt8] = []
    private var given = 0

    package init(_ maker: Maker) { self.maker = maker }

    package var bytesTaken: Int64 { maker.bytesTaken }
    package var defect: StreamDefect? { maker.defect }

    package func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        while given == output.count {
            output.removeAll(keepingCapacity: true)
            given = 0
            guard try maker.make(into: &output) else { break }
        }
        let taken = unsafe output.copy(from: given, to: target, capacity: capacity)
        given += taken
        return taken
    }
}

/// The next bytes of a stream, in memory.
@safe final class ByteFeed {
    private let stream: any ByteStream
    private var buffer: [UInt8]
    private var at = 0
    private var end = 0

    init(_ stream: any ByteStream, pieceBytes: Int = 1 << 16) {
        self.stream = stream
        buffer = [UInt8](repeating: 0, count: pieceBytes)
    }

    var bytesTaken: Int64 { stream.bytesTaken }
    var defect: StreamDefect? { stream.defect }

    /// The next byte; nil at the end.
    @inline(__always)
    func next() throws(LogReadingError) -> UInt8? {
        if at == end, try !refill() { return nil }
        let byte = buffer[at]
        at &+= 1
        return byte
    }

    /// Hands over at least one and at most so many of the next bytes; 0 at the end.
    func take(_ most: Int, _ body: (ArraySlice<UInt8>) -> Void) throws(LogReadingError) -> Int {
        if at == end, try !refill() { return 0 }
        let count = min(most, end - at)
        body(buffer[at..<at + count])
        at += count
        return count
    }

    private func refill() throws(LogReadingError) -> Bool {
        at = 0
        end = 0
        var failure: LogReadingError?
        unsafe buffer.withUnsafeMutableBufferPointer { target in
            guard let start = target.baseAddress else { return }
            do throws(LogReadingError) { end = unsafe try stream.read(into: start, capacity: target.count) } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return end > 0
    }
}
