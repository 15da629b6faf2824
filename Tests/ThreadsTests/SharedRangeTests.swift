import Testing

@testable import Threads

@Suite struct SharedRangeTests {
    @Test func everyNumberIsTakenOnceInOrder() {
        let range = SharedRange(3..<10, atOnce: 3)
        #expect([range.take(), range.take(), range.take(), range.take()] == [3..<6, 6..<9, 9..<10, nil])
        #expect(SharedRange(0..<0, atOnce: 3).take() == nil)
    }

    @Test func twoThreadsShareThem() throws {
        let range = SharedRange(0..<10_000, atOnce: 7)
        @Sendable func all() -> [Int] {
            var taken: [Int] = []
            while let next = range.take() { taken += next }
            return taken
        }
        let (there, here) = inParallel("hubdrops test", there: all, here: all)
        #expect((there + here).sorted() == Array(0..<10_000))
    }
}
