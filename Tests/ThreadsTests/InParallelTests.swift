import Testing

@testable import Threads

@Suite struct InParallelTests {
    private struct Refusal: Error, Equatable {
        let place: String
    }

    @Test func bothResultsComeBack() {
        let (there, here) = inParallel("test") {
            6 * 7
        } here: {
            "here"
        }
        #expect(there == 42)
        #expect(here == "here")
    }

    @Test func anErrorOfTheOtherThreadIsThrownOnceThisOneIsDone() {
        var isDone = false
        #expect(throws: Refusal(place: "there")) {
            try inParallel("test") {
                throw Refusal(place: "there")
            } here: {
                isDone = true
            }
        }
        #expect(isDone)
    }

    @Test func ofTwoErrorsThatOfTheCallersThreadIsThrown() {
        #expect(throws: Refusal(place: "here")) {
            try inParallel("test") {
                throw Refusal(place: "there")
            } here: {
                throw Refusal(place: "here")
            }
        }
    }

    @Test func twoThreadsCanMeetWhileBothAreAtWork() throws {
        let handover = BoundedQueue<Int>(capacity: 1)
        let (sum, _) = try inParallelMeeting("test") {
            var sum = 0
            while let value = handover.receive() { sum += value }
            return sum
        } here: {
            for value in 1...1000 { _ = handover.send(value) }
            handover.close()
        }
        #expect(sum == 500_500)
    }

    /// More than any address space holds, so that the system gives no thread.
    private let tooMuch = 1 << 50

    @Test func withoutAThreadBothAreDoneByTheCallers() {
        let (there, here) = inParallel("test", stack: tooMuch) {
            6 * 7
        } here: {
            "here"
        }
        #expect(there == 42)
        #expect(here == "here")
    }

    @Test func withoutAThreadThoseThatMeetAreNotBegun() {
        var isBegun = false
        #expect(throws: NoThread.self) {
            try inParallelMeeting("test", stack: tooMuch) {
            } here: {
                isBegun = true
            }
        }
        #expect(!isBegun)
    }
}
