/// A text that is in memory already, as a stream.
@safe final class TextStream: ByteStream {
    /// What is left of it.
    var text: Bytes?

    let bytesTaken: Int64 = 0
    let defect: StreamDefect? = nil

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        guard let left = text else { return 0 }
        let taken = min(left.count, capacity)
        unsafe left.slice(from: 0, to: taken).copy(to: target)
        text = taken < left.count ? left.slice(from: taken, to: left.count) : nil
        return taken
    }
}
