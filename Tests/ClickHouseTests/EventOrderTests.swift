import Loopback
import Model
import Store
import Testing

@testable import ClickHouse

@Suite struct EventOrderTests {
    /// Words in an order that is none of the table's.
    private var words: VocabularyAdditions {
        var additions = VocabularyAdditions()
        additions.texts = ["pumps", "404104", "Mqtt", "anchors"]
        additions.devices = [
            Device(name: "b"), Device(name: "a", module: "m"), Device(name: "ä"), Device(name: "a"),
            Device(name: "a b"),
            Device(name: "a\u{0}"), Device(name: "a\u{1}"),
        ]
        additions.clients = additions.devices.indices.map {
            ClientDescription(device: DeviceID($0), sdk: 0, transport: 3, authentication: 0, address: 0)
        }
        additions.eventTypes = [
            EventType(hub: 1, operation: .disconnect, level: .error, code: 2, description: 0),
            EventType(hub: 1, operation: .connect, level: .information, code: 0, description: 0),
            EventType(hub: 4, operation: .connect, level: .information, code: 0, description: 0),
        ]
        return additions
    }

    private func event(_ ticks: Int64, _ client: ClientID, _ type: EventTypeID) -> Event {
        Event(time: Instant(ticks: ticks), client: client, eventType: type)
    }

    @Test func eventsStandInTheOrderOfTheTable() {
        var rows = EventRows()
        rows.add(words)
        let wanted = [
            event(9, 0, 2), event(2, 3, 1), event(2, 3, 0), event(5, 3, 0), event(1, 1, 0), event(3, 5, 0),
            event(3, 6, 0),
            event(3, 4, 0), event(1, 0, 0), event(0, 2, 1), event(4, 2, 0),
        ]
        #expect(rows.sorted(wanted) == wanted)
        #expect(rows.sorted(wanted.reversed()) == wanted)
        #expect(rows.sorted([]).isEmpty)
    }

    @Test func devicesThatComeLaterStandBetweenTheOthers() {
        var rows = EventRows()
        rows.add(words)
        _ = rows.sorted([event(1, 0, 0)])
        var more = VocabularyAdditions()
        more.devices = [Device(name: "aa"), Device(name: "c"), Device(name: "A")]
        more.clients = (7..<10).map {
            ClientDescription(device: $0, sdk: 0, transport: 0, authentication: 0, address: 0)
        }
        rows.add(more)
        let wanted = [9, 3, 4, 7, 0, 8, 2].map { event(1, $0, 0) }
        #expect(rows.sorted(wanted.reversed()) == wanted)
    }

    /// More events than are put in order by insertion.
    @Test func aDeviceWithManyEventsIsInOrderToo() {
        var rows = EventRows()
        rows.add(words)
        let wanted = (0..<200).map { event(Int64($0 / 2), 0, EventTypeID(1 - $0 % 2)) }
        #expect(rows.sorted(wanted.reversed()) == wanted)
    }

    @Test func whatIsSentIsInTheOrderOfTheTable() throws {
        let loopback = try LoopbackServer("[{}]")
        let target = try EventImport(EventServerAnswers.servers(loopback), startedAt: Instant(seconds: 50))
        try target.add(words)
        _ = try target.merge([event(1, 0, 0), event(2, 3, 1)], hour: 0)
        _ = try target.merge([event(ClickHouseSchema.ticksPerHour, 3, 0)], hour: 1)
        try target.commit(finishedAt: Instant(seconds: 60))
        let sent = try #require(try loopback.requests.first { $0.path.contains("%2Eevent%20") })
        var rows = EventRows()
        rows.add(words)
        var writer = RowBinaryWriter()
        rows.put([event(2, 3, 1), event(ClickHouseSchema.ticksPerHour, 3, 0), event(1, 0, 0)], into: &writer)
        #expect(sent.body == writer.bytes)
    }

    @Test func whatIsTooMuchAtOnceIsSentInParts() throws {
        let loopback = try LoopbackServer("[{}]")
        let target = try EventImport(
            EventServerAnswers.servers(loopback), startedAt: Instant(seconds: 50), mostEvents: 3)
        try target.add(words)
        _ = try target.merge((1...4).map { event($0, 3, 0) }, hour: 0)
        _ = try target.merge([5, 6, 7].map { event(ClickHouseSchema.ticksPerHour + $0, 3, 0) }, hour: 1)
        try target.commit(finishedAt: Instant(seconds: 60))
        let sent = try loopback.requests.filter { $0.path.contains("%2Eevent%20") }
        var rows = EventRows()
        rows.add(words)
        let parts = [
            [1, 2, 3], [4, ClickHouseSchema.ticksPerHour + 5, ClickHouseSchema.ticksPerHour + 6],
            [ClickHouseSchema.ticksPerHour + 7],
        ]
        #expect(
            sent.map(\.body)
                == parts.map { part in
                    var writer = RowBinaryWriter()
                    rows.put(part.map { event($0, 3, 0) }[...], into: &writer)
                    return writer.bytes
                })
    }
}
