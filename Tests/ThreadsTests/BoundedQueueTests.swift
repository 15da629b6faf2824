import Testing
import Threads

@Suite struct BoundedQueueTests {
    @Test func whatIsSentBeforeTheEndArrivesInOrder() {
        let handover = BoundedQueue<Int>(capacity: 3)
        for value in 1...3 { #expect(handover.send(value)) }
        handover.close()
        #expect([handover.receive(), handover.receive(), handover.receive(), handover.receive()] == [1, 2, 3, nil])
    }

    @Test func aReceiverThatGivesUpStopsTheSender() {
        let handover = BoundedQueue<Int>(capacity: 1)
        handover.close()
        #expect(!handover.send(1))
    }

    @Test func whoCannotWaitTakesWhatIsThere() {
        let handover = BoundedQueue<Int>(capacity: 3)
        #expect(handover.receiveNow() == nil)
        for value in 1...2 { #expect(handover.send(value)) }
        #expect([handover.receiveNow(), handover.receiveNow(), handover.receiveNow()] == [1, 2, nil])
    }
}
