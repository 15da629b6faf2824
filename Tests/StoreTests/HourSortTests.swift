import Model
import Testing

@testable import Store

@Suite struct HourSortTests {
    private func event(_ seconds: Int64, _ client: ClientID = 1, _ eventType: EventTypeID = 1, fraction: Int64 = 0)
        -> Event
    {
        Event(time: Instant(ticks: seconds * Instant.ticksPerSecond + fraction), client: client, eventType: eventType)
    }

    @Test func exactDuplicatesCollapse() {
        #expect(
            HourSort.sorted([event(5), event(4), event(5), event(5, 2), event(5)], hour: 0)
                == [event(4), event(5), event(5, 2)])
    }

    @Test func eventTypesComeOneAfterAnother() {
        let events = [event(5, 1, 2), event(4, 1, 0), event(3, 1, 2), event(9, 1, 0)]
        #expect(HourSort.sorted(events, hour: 0) == [event(4, 1, 0), event(9, 1, 0), event(3, 1, 2), event(5, 1, 2)])
    }

    @Test func fractionsOfASecondKeepTheirOrder() {
        let sorted = HourSort.sorted([event(5, fraction: 9), event(5), event(5, fraction: 1)], hour: 0)
        #expect(sorted.map(\.time.ticks) == [50_000_000, 50_000_001, 50_000_009])
    }

    @Test func aSecondWithManyEventsIsSortedToo() {
        let clients = (0..<200).map { ClientID(($0 * 73) % 199) }
        let sorted = HourSort.sorted(clients.map { event(5, $0) }, hour: 0)
        #expect(sorted.map(\.client) == (0..<199).map { ClientID($0) })
    }

    /// 1,201 is prime to 3,600: every second of the hour comes once, far from its neighbours.
    @Test func anHourWithManyEventsIsSortedWithItsFirstAndLastSecond() {
        let seconds = (0..<3600).map { Int64($0 * 1201 % 3600) + 7200 }
        let sorted = HourSort.sorted(seconds.map { event($0) } + [event(7200)], hour: 2)
        #expect(sorted.map(\.time.seconds) == Array(7200..<10_800))
    }

    @Test func noEventsAreInOrder() {
        #expect(HourSort.sorted([], hour: 0).isEmpty)
    }
}
