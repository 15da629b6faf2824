import Testing

@testable import Model

@Suite struct ASCIISetTests {
    /// Of both halves, of their ends, and of those that share their lower six bits.
    @Test func aSetHoldsItsCharactersAndNoOtherByte() {
        let set = ASCIISet("\0 ?@A\u{7F}é")
        let held = (UInt8.min...UInt8.max).filter(set.contains)
        #expect(held == [0, 32, 63, 64, 65, 127])
    }
}
