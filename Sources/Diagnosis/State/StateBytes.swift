/// Which parts of an identity its bytes have; the first seven are in the first byte, and most identities need no other.
struct StateParts: OptionSet {
    let rawValue: UInt32
    static let online = StateParts(rawValue: 1)
    static let wasConnected = StateParts(rawValue: 1 << 1)
    static let connect = StateParts(rawValue: 1 << 2)
    static let ages = StateParts(rawValue: 1 << 3)
    static let sas = StateParts(rawValue: 1 << 4)
    static let x509 = StateParts(rawValue: 1 << 5)
    /// A drop that is open, or that a takeover may still join.
    static let drop = StateParts(rawValue: 1 << 6)
    static let dropIsOver = StateParts(rawValue: 1 << 7)
    static let refusals = StateParts(rawValue: 1 << 8)
    static let refusedAsDisabled = StateParts(rawValue: 1 << 9)
    static let olderLink = StateParts(rawValue: 1 << 10)
    static let olderConnect = StateParts(rawValue: 1 << 11)
    static let lastDisconnect = StateParts(rawValue: 1 << 12)
    /// The SDK of an earlier connect, since the latest named none.
    static let sdk = StateParts(rawValue: 1 << 13)
    /// Times are in milliseconds; else all are whole seconds.
    static let milliseconds = StateParts(rawValue: 1 << 14)
    /// A second older link.
    static let secondOlderLink = StateParts(rawValue: 1 << 15)
    /// The latest drop has taken in a takeover record that the next connect may claim.
    static let lateTakeover = StateParts(rawValue: 1 << 16)
    static let addedTakeover = StateParts(rawValue: 1 << 17)
}

/// Numbers as LEB128: seven bits a byte, lowest first, the high bit set on all bytes but the last.
struct NumberWriter {
    private(set) var bytes: [UInt8] = []

    @inline(__always)
    mutating func add(_ value: UInt64) {
        var rest = value
        while rest >= 128 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func append(_ other: NumberWriter) { bytes += other.bytes }
}

/// Reads back what `NumberWriter` wrote; beyond the end everything is 0.
struct NumberReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    @inline(__always)
    mutating func next() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 127) << shift
            if byte < 128 { return value }
            shift += 7
        }
        return value
    }

    /// A number that fits into 32 bits; the largest of them for one that does not.
    @inline(__always)
    mutating func small() -> UInt32 { UInt32(clamping: next()) }
}
