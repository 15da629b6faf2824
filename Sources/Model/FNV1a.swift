/// The hash FNV-1a of 64 bits (Fowler, Noll, Vo): the same in every process and on every machine.
///
/// It guards against mistakes, not against forgery.
package struct FNV1a: Sendable {
    package static let prime: UInt64 = 0x0000_0100_0000_01b3

    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    /// Adds a byte, or a word as if it were one.
    package mutating func add(_ word: UInt64) { value = (value ^ word) &* FNV1a.prime }

    package mutating func add(_ text: String) {
        for byte in text.utf8 { add(UInt64(byte)) }
    }
}
