import Model
import Testing

@testable import Importing

@Suite struct HourBucketsTests {
    private func event(_ seconds: Int64) -> Event {
        Event(time: Instant(seconds: seconds), client: 1, eventType: 1)
    }

    private func add(_ events: [Event], to buckets: inout HourBuckets) {
        buckets.add(events.span)
    }

    private func drain(_ buckets: inout HourBuckets) -> [HourOfEvents] {
        var hours: [HourOfEvents] = []
        while let hour = buckets.takeNext() { hours.append(hour) }
        return hours
    }

    @Test func eventsLandInTheirOwnHourWhateverTheirOrder() {
        var buckets = HourBuckets()
        add([event(7200), event(3600), event(7199), event(3599)], to: &buckets)
        let hours = drain(&buckets)
        #expect(hours.map(\.hour) == [0, 1, 2])
        #expect(hours.map { $0.events.map(\.time.seconds) } == [[3599], [3600, 7199], [7200]])
    }

    @Test func aMomentBefore1970IsOfTheHourBefore() {
        var buckets = HourBuckets()
        add([event(-1), event(0)], to: &buckets)
        #expect(drain(&buckets).map(\.hour) == [-1, 0])
    }

    @Test func anHourIsFinishedOnceTheStreamHasMovedAway() {
        var buckets = HourBuckets(idleEvents: 3, mostEvents: 100)
        add([event(0), event(3600), event(3601)], to: &buckets)
        #expect(buckets.takeFinished().isEmpty)
        add([event(3602)], to: &buckets)
        #expect(buckets.takeFinished().map(\.hour) == [0])
    }

    @Test func neverHoldsMoreThanItsBound() {
        var buckets = HourBuckets(idleEvents: 1000, mostEvents: 10)
        add((0..<24).map { event(Int64($0) * 3600) }, to: &buckets)
        #expect(buckets.takeFinished().count == 14)
        #expect(drain(&buckets).count == 10)
    }
}
