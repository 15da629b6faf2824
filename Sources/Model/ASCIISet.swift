/// A set of ASCII characters with a bit for each: every byte of a text is looked for in several such sets.
struct ASCIISet {
    private var bits: (low: UInt64, high: UInt64) = (0, 0)

    /// - Parameter characters: those that are not ASCII are left out.
    init(_ characters: StaticString) {
        for character in characters.description.utf8 where character < 128 {
            let bit = 1 << UInt64(character & 63) as UInt64
            if character < 64 { bits.low |= bit } else { bits.high |= bit }
        }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? bits.low : bits.high) >> UInt64(byte & 63) & 1 == 1
    }
}
