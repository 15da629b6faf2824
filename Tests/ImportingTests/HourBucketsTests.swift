import Model
import Testing

@testable import Importing

@Suite struct HourBucketsTests {
    private func event(_ seconds: Int64, _ client: ClientID = 1, _ eventType: EventTypeID = 1, fraction: Int64 = 0)
        -> Event
    {
        Event(time: Instant(ticks: seconds * Instant.ticksPerSecond + fraction), client: client, eventType: eventType)
    }

    private func add(_ events: [Event], to buckets: inout HourBuckets) {
        var tally = HourTally(digests: false)
        buckets.add(events.span, tally: &tally)
    }

    private func drain(_ buckets: inout HourBuckets) -> [SortedHour] {
        var hours: [SortedHour] = []
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

    @Test func exactDuplicatesCollapseAndAreCounted() {
        let hour = HourBuckets.sorted([event(5), event(4), event(5), event(5, 2), event(5)], hour: 0)
        #expect(hour.events == [event(4), event(5), event(5, 2)])
        #expect(hour.duplicates == 2)
    }

    @Test func fractionsOfASecondKeepTheirOrder() {
        let hour = HourBuckets.sorted([event(5, fraction: 9), event(5), event(5, fraction: 1)], hour: 0)
        #expect(hour.events.map(\.time.ticks) == [50_000_000, 50_000_001, 50_000_009])
    }

    @Test func aSecondWithManyEventsIsSortedToo() {
        let clients = (0..<200).map { ClientID(($0 * 73) % 199) }
        let hour = HourBuckets.sorted(clients.map { event(5, $0) }, hour: 0)
        #expect(hour.events.map(\.client) == (0..<199).map { ClientID($0) })
        #expect(hour.duplicates == 1)
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
