import Testing

@testable import Diagnosis

@Suite struct BucketsTests {
    private func buckets(of numbers: [UInt32], count: Int) -> Buckets { Buckets(numbers, count: count) }

    @Test func partsHoldAboutAsManyDropsEach() {
        let buckets = buckets(of: [0, 0, 1, 1, 2, 2, 3, 3], count: 4)
        #expect((1..<4).map { buckets.number(behind: $0, of: 4) } == [1, 2, 3])
    }

    /// The second quarter is inside the drops of one identity, which no part divides.
    @Test func anIdentityWithMostDropsIsAPartOfItsOwn() {
        let buckets = buckets(of: [0, 1, 1, 1, 1, 1, 1, 2], count: 3)
        #expect((1..<4).map { buckets.number(behind: $0, of: 4) } == [2, 2, 2])
    }

    @Test func withoutDropsAllIdentitiesAreInTheLastPart() {
        #expect(buckets(of: [], count: 3).number(behind: 1, of: 4) == 0)
    }
}
