import Model
import Store
import Testing

@testable import ClickHouse

@Suite struct EventCountTests {
    private let first = HubAndHour(hub: "a", hour: 10)
    private let second = HubAndHour(hub: "b", hour: 11)

    @Test func anHourWithFewerEventsThanWereKnownIsShort() {
        let error = EventCopy.shortage([first: 5], highest: [first: 5, second: 1], "db")
        #expect(error?.kind == .behind)
        #expect(error?.description.contains("hub b has 0 events in the hour of 1970-01-01T11:00:00Z and had 1") == true)
    }

    @Test func moreEventsThanWereKnownAreFine() {
        #expect(EventCopy.shortage([first: 6, second: 1], highest: [first: 5, second: 1], "db") == nil)
    }

    @Test func anHourOfWhichFewerEventsCameThanAreCountedIsShort() {
        let error = EventCopy.difference([first: 5], copied: [first: 4], changed: [10], from: nil, "db")
        #expect(error?.kind == .behind)
        #expect(
            error?.description.contains("hub a has 5 events in the hour of 1970-01-01T10:00:00Z and 4 came") == true)
    }

    @Test func anHourOfWhichTheServersHaveLostEventsIsShort() {
        #expect(EventCopy.difference([:], copied: [first: 4], changed: [10], from: nil, "db") != nil)
    }

    @Test func hoursThatWereNotReadOrWerePrunedAreNotCompared() {
        #expect(EventCopy.difference([first: 5], copied: [:], changed: [11], from: nil, "db") == nil)
        #expect(EventCopy.difference([first: 5], copied: [:], changed: [10], from: Instant(hour: 11), "db") == nil)
    }
}
