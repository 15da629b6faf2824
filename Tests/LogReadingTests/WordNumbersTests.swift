import Model
import Testing

@testable import LogReading

/// Words that come from another store of events.
@Suite struct WordNumbersTests {
    private let known = Vocabulary(
        texts: ["", "sdk", "hub"], devices: [Device(name: "d1", module: "m")],
        clients: [ClientDescription(device: 0, sdk: 1, transport: 0, authentication: 0, address: 0)],
        eventTypes: [EventType(hub: 2, operation: .connect, level: .information, code: 0, description: 0)])

    @Test func whatTheVocabularyKnowsKeepsItsNumber() {
        let words = WordNumbers(knowing: known)
        let device = Device(name: "d1", module: "m")
        #expect(words.client(device, sdk: "sdk", transport: "", authentication: "", address: "") == 0)
        #expect(words.eventType(hub: "hub", .connect, .information, code: "", description: "") == 0)
        #expect(words.takeAdditions().isEmpty)
    }

    @Test func whatIsNewIsAddedInOrder() {
        let words = WordNumbers(knowing: known)
        #expect(words.client(Device(name: "d1"), sdk: "sdk", transport: "Mqtt", authentication: "", address: "") == 1)
        let additions = words.takeAdditions()
        #expect(additions.devices == [Device(name: "d1")] && additions.texts == ["Mqtt"])
        #expect(
            additions.clients == [ClientDescription(device: 1, sdk: 1, transport: 3, authentication: 0, address: 0)])
    }

    @Test func aNameThatNoRecordCanBringHasNone() {
        let words = WordNumbers(knowing: known)
        let long = String(repeating: "x", count: 5000)
        #expect(words.client(Device(name: long), sdk: "", transport: "", authentication: "", address: "") == nil)
        #expect(words.text(long) == nil && words.text("") == 0)
        #expect(words.takeAdditions().isEmpty)
    }
}
