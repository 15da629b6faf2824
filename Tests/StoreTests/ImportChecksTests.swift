import Model
import Testing

@testable import Store

/// An import that contradicts itself is refused and leaves nothing.
@Suite struct ImportChecksTests {
    private func session(_ body: (ImportSession) throws -> Void) throws {
        let fixture = try Fixture()
        let session = try fixture.open().beginImport(startedAt: Fixture.midnight)
        try session.add(Fixture.vocabulary(devices: 2))
        try body(session)
        session.rollback()
    }

    private func refused(_ detail: String, _ body: (ImportSession) throws -> Void) throws {
        try session { session in #expect(throws: StoreError.invalidImport(detail: detail)) { try body(session) } }
    }

    private let event = Fixture.event(10, 0, 2)

    private func batch(_ events: [Event], counts: [WindowCount]) -> HourBatch {
        HourBatch(hour: Fixture.firstHour, events: events, counts: counts)
    }

    private func count(_ records: Int64, device: DeviceID = 0) -> WindowCount {
        WindowCount(window: Fixture.midnight.seconds, device: device, eventType: 2, records: records)
    }

    /// Two devices and seven texts are known: the highest numbers are 1 and 6.
    @Test(arguments: [(2, 0, 0), (0, 7, 0), (0, 0, 7)])
    func aClientOfAnUnknownDeviceOrTextIsRefused(device: DeviceID, sdk: TextID, address: TextID) throws {
        var additions = VocabularyAdditions()
        additions.clients = [
            ClientDescription(device: device, sdk: sdk, transport: 0, authentication: 0, address: address)
        ]
        try refused("a client refers to an unknown device or text") { try $0.add(additions) }
    }

    @Test(arguments: [(7, 0, 0), (0, 7, 0), (0, 0, 7)])
    func aHeadOfAnUnknownTextIsRefused(hub: TextID, code: TextID, description: TextID) throws {
        var additions = VocabularyAdditions()
        additions.eventTypes = [
            EventType(hub: hub, operation: .connect, level: .error, code: code, description: description)
        ]
        try refused("a head refers to an unknown text") { try $0.add(additions) }
    }

    @Test(arguments: [Int64(-1), 3600])
    func anEventOutsideItsHourIsRefused(second: Int64) throws {
        try refused("an event outside its hour") {
            try $0.merge(batch([Fixture.event(second, 0, 2)], counts: [count(1)]))
        }
    }

    @Test(arguments: [Int64(9), 10])
    func eventsOutOfOrderOrTwiceAreRefused(second: Int64) throws {
        try refused("events out of order") {
            try $0.merge(batch([event, Fixture.event(second, 0, 2)], counts: [count(2)]))
        }
    }

    @Test(arguments: [(ClientID(2), EventTypeID(2)), (0, 5)])
    func anEventOfAnUnknownClientOrHeadIsRefused(client: ClientID, eventType: EventTypeID) throws {
        try refused("an event refers to an unknown client or head") {
            try $0.merge(batch([Fixture.event(10, client, eventType)], counts: [count(1)]))
        }
    }

    @Test func countsOfNoEventsAreRefused() throws {
        try refused("counts of no events") { try $0.merge(batch([], counts: [count(1)])) }
        try session { session in
            let result = try session.merge(batch([], counts: []))
            #expect(result == MergeResult())
        }
    }

    @Test func countsThatDoNotAddUpAreRefused() throws {
        let two = [event, Fixture.event(11, 0, 2)]
        try refused("counts of 1 for 2 events") { try $0.merge(batch(two, counts: [count(1)])) }
        try refused("a count of 0") { try $0.merge(batch(two, counts: [count(0)])) }
        try refused("a count of 3") { try $0.merge(batch(two, counts: [count(3)])) }
        try session { session in
            let result = try session.merge(batch(two, counts: [count(2)]))
            #expect(result.added == 2)
        }
    }

    @Test func countsOutOfOrderAreRefused() throws {
        let two = [event, Fixture.event(10, 1, 2)]
        try refused("counts out of order") { try $0.merge(batch(two, counts: [count(1, device: 1), count(1)])) }
        try refused("counts out of order") { try $0.merge(batch(two, counts: [count(1), count(1)])) }
    }

    @Test func nothingIsTakenAfterTheEnd() throws {
        let session = try Fixture().open().beginImport(startedAt: Fixture.midnight)
        try session.commit(finishedAt: Fixture.midnight)
        #expect(throws: StoreError.invalidImport(detail: "the session has ended")) {
            try session.add(VocabularyAdditions())
        }
    }
}
