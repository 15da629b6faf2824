import Foundation
import Testing
import Threads

@Suite struct OrderedQueueTests {
    private func rest(_ queue: OrderedQueue<Int>) -> [Int] {
        var values: [Int] = []
        while let value = queue.receive() { values.append(value) }
        return values
    }

    @Test func valuesComeInTheOrderOfTheWorkWhoeverIsDoneFirst() {
        let queue = OrderedQueue<Int>(count: 2, senders: 1, capacity: 4)
        #expect([queue.take(), queue.take(), queue.take()] == [0, 1, nil])
        for (value, work) in [(20, 1), (21, 1), (10, 0)] { #expect(queue.send(value, of: work)) }
        queue.end(1)
        queue.end(0)
        queue.leave()
        #expect(rest(queue) == [10, 20, 21])
    }

    @Test func whatBelongsToNoWorkComesLast() {
        let queue = OrderedQueue<Int>(count: 1, senders: 2, capacity: 4)
        #expect(queue.take() == 0)
        #expect(queue.send(9, of: 1) && queue.send(1, of: 0))
        queue.leave()
        queue.end(0)
        queue.leave()
        #expect(rest(queue) == [1, 9])
    }

    @Test func workWithoutValuesIsPassedOver() {
        let queue = OrderedQueue<Int>(count: 3, senders: 1, capacity: 4)
        for work in 0..<3 {
            #expect(queue.take() == work)
            if work == 2 { #expect(queue.send(7, of: work)) }
            queue.end(work)
        }
        queue.leave()
        #expect(rest(queue) == [7])
    }

    @Test func theWorkThatIsDueGetsThroughWhereOthersHaveTakenAllTheRoom() {
        let queue = OrderedQueue<Int>(count: 2, senders: 1, capacity: 1)
        #expect(queue.take() == 0 && queue.take() == 1)
        #expect(queue.send(2, of: 1) && queue.send(1, of: 0))
        #expect(queue.receive() == 1)
    }

    @Test func aReceiverThatGivesUpStopsTheSenders() {
        let queue = OrderedQueue<Int>(count: 2, senders: 1, capacity: 1)
        #expect(queue.take() == 0)
        queue.close()
        #expect(!queue.send(1, of: 0))
        #expect(queue.take() == nil && queue.receive() == nil)
    }

    /// As little room as there can be, so that senders and receiver wait for one another all the time.
    @Test(arguments: 1...4) func nothingIsLostOrOutOfPlaceWithSeveralThreads(senders: Int) throws {
        let queue = OrderedQueue<Int>(count: 200, senders: senders, capacity: 1)
        for _ in 0..<senders {
            try OwnThread.start("sender", stack: 512 << 10) {
                while let work = queue.take() {
                    for part in 0..<work % 7 { _ = queue.send(work * 10 + part, of: work) }
                    queue.end(work)
                }
                _ = queue.send(-1, of: 200)
                queue.leave()
            }
        }
        let expected = (0..<200).flatMap { work in (0..<work % 7).map { work * 10 + $0 } }
        #expect(rest(queue) == expected + [Int](repeating: -1, count: senders))
    }
}
