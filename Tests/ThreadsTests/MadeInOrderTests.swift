import Testing
import Threads

@Suite struct MadeInOrderTests {
    private func taken(
        _ range: Range<Int>, atOnce: Int, after work: @escaping @Sendable (Range<Int>) -> Void = { _ in }
    ) -> [Range<Int>] {
        var taken: [Range<Int>] = []
        madeInOrder("hubdrops test", of: range, atOnce: atOnce, waiting: 2) { next in
            work(next)
            return next
        } take: { made in
            taken.append(made)
        }
        return taken
    }

    @Test func everyNumberComesOnceInOrder() {
        #expect(taken(3..<10, atOnce: 3) == [3..<6, 6..<9, 9..<10])
        #expect(taken(0..<0, atOnce: 3) == [])
    }

    /// Some take a thousand times as long as others, so that they are made out of turn.
    @Test func theyComeInOrderHoweverLongEachTakes() {
        let taken = taken(0..<10_000, atOnce: 7) { next in
            var sum = 0
            for number in 0..<(next.lowerBound % 5 == 0 ? 20_000 : 20) { sum &+= number }
            #expect(sum > 0)
        }
        #expect(taken.flatMap { $0 } == Array(0..<10_000))
    }
}
