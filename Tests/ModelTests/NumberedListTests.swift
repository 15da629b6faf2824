import Testing

@testable import Model

/// Values by number, of which some may be left out.
@Suite struct NumberedListTests {
    /// The values 10 times their numbers of 3, 64 and 130, of 200.
    private static let some: NumberedList<Int> = {
        var numbers = NumberSet()
        for number: UInt32 in [130, 3, 64] { numbers.insert(number) }
        return NumberedList([30, 640, 1300], of: numbers, count: 200, absent: -1)
    }()

    @Test(arguments: [(3, 30), (64, 640), (130, 1300), (0, -1), (63, -1), (65, -1), (199, -1)])
    func aValueIsFoundByItsNumber(number: Int, value: Int) {
        #expect(Self.some.value(of: number) == value)
    }

    @Test func aListOfSomeCountsAllNumbers() {
        #expect(Self.some.count == 200)
        #expect(Self.some.values == [30, 640, 1300])
        #expect(!Self.some.isWhole)
    }

    @Test func whatIsThereComesWithItsNumber() {
        var found: [Int] = []
        Self.some.forEachValue { found += [$0, $1] }
        #expect(found == [3, 30, 64, 640, 130, 1300])
    }

    @Test func otherValuesKeepTheirNumbers() {
        let words = Self.some.map { "\($0)" }
        #expect(words.value(of: 64) == "640" && words.value(of: 65) == "-1" && words.count == 200)
    }

    @Test func aWholeListGrowsAtItsEnd() {
        var list = NumberedList([1, 2])
        list.append(contentsOf: [3])
        #expect(list.isWhole && list.count == 3 && list.value(of: 2) == 3)
    }

    @Test func aSetKnowsItsNumbers() {
        var set = NumberSet()
        for number: UInt32 in [0, 64, 64, 1000] { set.insert(number) }
        #expect(set.count == 3)
        #expect(set.contains(64) && !set.contains(63) && !set.contains(100_000))
        var other = NumberSet()
        other.insert(2000)
        other.formUnion(set)
        #expect(other.count == 4 && other.contains(2000) && other.contains(0))
    }
}
