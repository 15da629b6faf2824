/// Why a container cannot be read on.
enum AvroFault: Error {
    case source(LogReadingError)
    /// The bytes mean nothing.
    case damaged
    /// The bytes end inside something.
    case ended
}

/// The bytes of a container's blocks, unpacked where they are compressed (Apache Avro specification 1.11, "Object
/// Container Files").
final class AvroBlocks {
    private static let pieceBytes = 1 << 16

    private let feed: ByteFeed
    private let isDeflated: Bool
    private let sync: [UInt8]
    /// Bytes of the block that have not been taken from the file.
    private var left: Int64 = 0
    private let inflater: Inflater
    private var output: [UInt8] = []
    private var at = 0
    /// Bytes that the block has given so far.
    private(set) var given: Int64 = 0

    init(_ feed: ByteFeed, isDeflated: Bool, sync: [UInt8]) throws(LogReadingError) {
        self.feed = feed
        self.isDeflated = isDeflated
        self.sync = sync
        inflater = try Inflater(isGzip: false, inputBytes: AvroBlocks.pieceBytes)
    }

    // MARK: Blocks

    /// Begins the next block, and gives the number of its records; nil at the end of the file.
    func begin() throws(AvroFault) -> Int64? {
        guard let first = try raw() else { return nil }
        let count = try AvroBlocks.integer(first) { () throws(AvroFault) in try rawByte() }
        left = try AvroBlocks.integer(try rawByte()) { () throws(AvroFault) in try rawByte() }
        guard count >= 0, left >= 0 else { throw .damaged }
        output.removeAll(keepingCapacity: true)
        (at, given) = (0, 0)
        inflater.reset(keepingInput: false)
        return count
    }

    /// Goes behind the mark that ends a block whose records were read.
    func end() throws(AvroFault) {
        try skipRaw()
        for byte in sync where try rawByte() != byte { throw .damaged }
    }

    /// Goes behind the next mark, wherever it is; false where none comes.
    func findMark() throws(LogReadingError) -> Bool {
        var last: [UInt8] = []
        while let byte = try feed.next() {
            last.append(byte)
            guard last.count >= sync.count, byte == sync[sync.count - 1] else {
                if last.count > 4096 { last.removeFirst(last.count - sync.count) }
                continue
            }
            if last.suffix(sync.count).elementsEqual(sync) { return true }
        }
        return false
    }

    // MARK: Values

    func byte() throws(AvroFault) -> UInt8 {
        if at == output.count { try refill() }
        let byte = output[at]
        at += 1
        given += 1
        return byte
    }

    /// A number in zigzag, seven bits a byte.
    func integer() throws(AvroFault) -> Int64 {
        try AvroBlocks.integer(try byte()) { () throws(AvroFault) in try byte() }
    }

    /// Appends so many bytes to others, or drops them.
    func take(_ count: Int, into target: inout [UInt8]) throws(AvroFault) {
        var count = count
        while count > 0 {
            if at == output.count { try refill() }
            let part = min(count, output.count - at)
            target.append(contentsOf: output[at..<at + part])
            (at, given, count) = (at + part, given + Int64(part), count - part)
        }
    }

    func skip(_ count: Int64) throws(AvroFault) {
        var count = count
        while count > 0 {
            if at == output.count { try refill() }
            let part = min(count, Int64(output.count - at))
            (at, given, count) = (at + Int(part), given + part, count - part)
        }
    }

    static func integer(_ first: UInt8, _ next: () throws(AvroFault) -> UInt8) throws(AvroFault) -> Int64 {
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        var byte = first
        while byte & 0x80 != 0 {
            guard shift < 64 else { throw .damaged }
            byte = try next()
            value |= UInt64(byte & 0x7f) << shift
            shift += 7
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    // MARK: Bytes

    private func refill() throws(AvroFault) {
        output.removeAll(keepingCapacity: true)
        at = 0
        while output.isEmpty {
            if isDeflated { try inflatePiece() } else { try copyPiece() }
        }
    }

    private func copyPiece() throws(AvroFault) {
        guard left > 0 else { throw .damaged }
        let taken = try inFeed { () throws(LogReadingError) in
            try feed.take(Int(min(left, Int64(AvroBlocks.pieceBytes)))) { output.append(contentsOf: $0) }
        }
        guard taken > 0 else { throw .ended }
        left -= Int64(taken)
    }

    private func inflatePiece() throws(AvroFault) {
        if inflater.needsInput {
            guard left > 0 else { throw .damaged }
            let most = Int(min(left, Int64(AvroBlocks.pieceBytes)))
            let taken = try inFeed { () throws(LogReadingError) in
                unsafe try inflater.feed { (target, _) throws(LogReadingError) in
                    try feed.take(most) { slice in
                        unsafe slice.withUnsafeBufferPointer { source in
                            if let start = source.baseAddress { unsafe target.update(from: start, count: source.count) }
                        }
                    }
                }
            }
            guard taken > 0 else { throw .ended }
            left -= Int64(taken)
        }
        var outcome = Inflater.Outcome.goesOn
        output = unsafe [UInt8](unsafeUninitializedCapacity: AvroBlocks.pieceBytes) { target, count in
            guard let start = target.baseAddress else { return }
            (count, outcome) = unsafe inflater.unpack(into: start, capacity: target.count)
        }
        guard outcome == .goesOn || outcome == .ended && !output.isEmpty else { throw .damaged }
    }

    private func skipRaw() throws(AvroFault) {
        while left > 0 {
            let taken = try inFeed { () throws(LogReadingError) in
                try feed.take(Int(min(left, Int64(AvroBlocks.pieceBytes)))) { _ in }
            }
            guard taken > 0 else { throw .ended }
            left -= Int64(taken)
        }
    }

    private func raw() throws(AvroFault) -> UInt8? {
        try inFeed { () throws(LogReadingError) in try feed.next() }
    }

    private func rawByte() throws(AvroFault) -> UInt8 {
        guard let byte = try raw() else { throw .ended }
        return byte
    }

    private func inFeed<Result>(_ body: () throws(LogReadingError) -> Result) throws(AvroFault) -> Result {
        do throws(LogReadingError) { return try body() } catch { throw .source(error) }
    }
}
