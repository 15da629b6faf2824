import Foundation
import Model
import SQLite
import Testing

@testable import Store

@Suite struct HubResourceTests {
    static func path(_ group: String, hub: String = "pumps") -> String {
        "/subscriptions/00000000-1111-2222-3333-444444444444/resourcegroups/\(group)/providers/microsoft.devices/iothubs/"
            + hub
    }

    private func resources(_ imports: [[String]]) throws -> [String: String] {
        let fixture = try Fixture()
        let store = try fixture.open()
        for groups in imports {
            let session = try store.beginImport(startedAt: Fixture.midnight)
            var additions = VocabularyAdditions()
            if try store.vocabulary().devices.isEmpty { additions = Fixture.vocabulary(devices: 1) }
            additions.resources = try groups.map { (1, try #require(HubResource(Self.path($0)))) }
            try session.add(additions)
            try session.commit(finishedAt: Fixture.midnight)
        }
        return try store.hubResources(store.vocabulary()).mapValues(\.path)
    }

    @Test func theResourceOfAHubIsKept() throws {
        #expect(try resources([["rg"]]) == ["pumps": Self.path("rg")])
        #expect(try resources([[]]) == [:])
    }

    @Test(arguments: [[["a"], ["b"]], [["b"], ["a"]], [["b", "a"]]])
    func ofTwoTheSameOneIsKeptInWhateverOrderTheyCome(imports: [[String]]) throws {
        #expect(try resources(imports) == ["pumps": Self.path("a")])
    }

    @Test func aDatabaseOfSchema7GetsThemWithItsNextRecords() throws {
        let fixture = try Fixture()
        try Store.open(fixture.path, mode: .readWrite, migrations: Array(Schema.migrations.prefix(7))).close()
        let store = try fixture.open()
        #expect(try store.hubResources(store.vocabulary()).isEmpty)
        #expect(FileManager.default.fileExists(atPath: fixture.path + ".schema-7.backup"))
    }

    /// Whoever can write to the file cannot put a link of his own onto a page.
    @Test func anOddFormInTheDatabaseIsNotTaken() throws {
        let fixture = try Fixture()
        try Fixture.add([Fixture.event(60, 0, 2)], to: try fixture.open(), devices: 1)
        try Connection(fixture.path, access: .write).execute("INSERT INTO hub_resource VALUES (1, '/x')")
        let store = try fixture.open()
        #expect(try store.hubResources(store.vocabulary()).isEmpty)
    }
}
