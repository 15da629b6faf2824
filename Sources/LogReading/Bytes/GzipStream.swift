/// The decompressed bytes of a gzip stream of one or several members (RFC 1952).
final class GzipStream: ByteStream {
    private let source: any ByteStream
    private let inflater: Inflater
    private var isInsideMember = false
    private var hasEnded = false
    private(set) var defect: StreamDefect?
    var bytesTaken: Int64 { source.bytesTaken }

    init(_ source: any ByteStream) throws(LogReadingError) {
        self.source = source
        inflater = try Inflater(isGzip: true, inputBytes: 1 << 18)
    }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        while !hasEnded {
            if inflater.needsInput, try feed() == 0 {
                hasEnded = true
                if isInsideMember { defect = .truncated }
                return 0
            }
            guard isInsideMember || beginsMember() else { continue }
            let (written, outcome) = unsafe inflater.unpack(into: target, capacity: capacity)
            switch outcome {
            case .goesOn: break
            case .ended:
                isInsideMember = false
                inflater.reset(keepingInput: true)
            case .damaged:
                hasEnded = true
                defect = .damaged
            }
            if written > 0 { return written }
        }
        return 0
    }

    private func feed() throws(LogReadingError) -> Int {
        unsafe try inflater.feed { (target, capacity) throws(LogReadingError) in
            unsafe try source.read(into: target, capacity: capacity)
        }
    }

    /// Looks whether a member begins here; zeros that pad the file to a block are no defect.
    private func beginsMember() -> Bool {
        while inflater.nextByte == 0 { inflater.skipByte() }
        guard let next = inflater.nextByte else { return false }
        guard next == 0x1f else {
            hasEnded = true
            defect = .trailingBytes
            return false
        }
        isInsideMember = true
        return true
    }
}
