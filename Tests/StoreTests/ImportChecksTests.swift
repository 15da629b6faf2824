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

    @Test func aResourceOfAnUnknownTextIsRefused() throws {
        var additions = VocabularyAdditions()
        additions.resources = [(7, try #require(HubResource(HubResourceTests.path("rg"))))]
        try refused("a resource refers to an unknown text") { try $0.add(additions) }
    }

    @Test(arguments: [Int64(-1), 3600])
    func anEventOutsideItsHourIsRefused(second: Int64) throws {
        try refused("an event outside its hour") {
            try $0.merge([Fixture.event(second, 0, 2)], hour: Fixture.firstHour)
        }
    }

    @Test(arguments: [(ClientID(2), EventTypeID(2)), (0, 5)])
    func anEventOfAnUnknownClientOrHeadIsRefused(client: ClientID, eventType: EventTypeID) throws {
        try refused("an event refers to an unknown client or head") {
            try $0.merge([Fixture.event(10, client, eventType)], hour: Fixture.firstHour)
        }
    }

    @Test func anHourWithoutEventsIsNothing() throws {
        try session { session in
            let result = try session.merge([], hour: Fixture.firstHour)
            #expect(result == MergeResult())
        }
    }

    @Test func nothingIsTakenAfterTheEnd() throws {
        let session = try Fixture().open().beginImport(startedAt: Fixture.midnight)
        try session.commit(finishedAt: Fixture.midnight)
        #expect(throws: StoreError.invalidImport(detail: "the session has ended")) {
            try session.add(VocabularyAdditions())
        }
    }
}
