import Foundation
import Model
import Testing

@testable import Store

/// Reading the part of a database that is of some hubs: hub 1 is `pumps`, hub 2 `gates`.
@Suite struct PartOfHubsTests {
    private func store() throws -> Store {
        let store = try Fixture().open()
        try Fixture.add(
            [Fixture.event(20, 0, 2), Fixture.event(10, 1, 3), Fixture.event(10, 2, 0), Fixture.event(4000, 3, 3)],
            to: store)
        return store
    }

    @Test func eventsAreThoseOfTheHubs() throws {
        let store = try store()
        var seen: [Event] = []
        try store.forEachBatch(in: Fixture.day, of: [2]) { seen += $0 }
        #expect(seen == [Fixture.event(10, 1, 3), Fixture.event(4000, 3, 3)])
        seen = []
        try store.forEachBatch(in: Fixture.day, of: [1, 2]) { seen += $0 }
        #expect(seen.count == 4)
        var asked = NumberSet()
        for client: ClientID in 0..<4 { asked.insert(client) }
        #expect(try store.events(ofClients: asked, in: Fixture.day, of: [1]).map(\.client) == [2, 0])
    }

    @Test func clientsAreThoseWithEventsOfTheHubs() throws {
        let clients = try store().clients(of: [2], in: Fixture.day)
        #expect((0..<4).filter { clients.contains($0) } == [1, 3])
    }

    @Test func wordsAreThoseOfSomeClientsAndDevices() throws {
        let store = try store()
        var clients = NumberSet()
        clients.insert(1)
        var devices = NumberSet()
        devices.insert(2)
        let words = try store.vocabulary(clients: clients, devices: devices)
        #expect(words.clients.count == 4 && words.devices.count == 4, "all have numbers")
        #expect(words.clients.values.map(\.device) == [1])
        #expect(words.devices.values.map(\.name) == ["device-1", "device-2"])
        #expect(words.devices[1].name == "device-1" && words.devices[0].name.isEmpty)
        #expect(try words.texts == store.vocabulary().texts)
        #expect(try words.eventTypes == store.vocabulary().eventTypes)
    }

    @Test func aDeviceComesWithItsModules() throws {
        let store = try Fixture().open()
        var additions = Fixture.vocabulary(devices: 2)
        additions.devices += [Device(name: "device-1", module: "m"), Device(name: "device-9", module: "m")]
        let session = try store.beginImport(startedAt: Fixture.midnight)
        try session.add(additions)
        try session.commit(finishedAt: Fixture.midnight)
        var devices = NumberSet()
        devices.insert(1)
        let words = try store.vocabulary(clients: NumberSet(), devices: devices)
        #expect(words.devices.values == [Device(name: "device-1"), Device(name: "device-1", module: "m")])
    }

    @Test func aNumberWithoutARowIsDamage() throws {
        var clients = NumberSet()
        clients.insert(99)
        let store = try store()
        #expect(throws: StoreError.self) { try store.vocabulary(clients: clients, devices: NumberSet()) }
    }
}
