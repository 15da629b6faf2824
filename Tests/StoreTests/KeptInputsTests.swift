import Model
import SQLite
@testable import Store
import Testing

/// What side inputs said of days, each content once.
@Suite struct KeptInputsTests {
    private let dates = [CivilDate(daysSince1970: 20_000), CivilDate(daysSince1970: 20_001)]

    private func keep(_ inputs: [KeptInput], of date: CivilDate, in store: Store) throws {
        let summary = StoredDaySummary(revision: 1, fingerprint: "f", created: Fixture.midnight, summary: [])
        var day = DerivedDay(summary: summary, devices: [])
        day.inputs = inputs
        try store.replaceDerived(of: date, timeZone: "UTC", day)
    }

    private func contents(_ store: Store) throws -> Int64? {
        try store.connection.integer("SELECT count(*) FROM side_input")
    }

    @Test func aContentThatDaysShareIsKeptOnceAndGoesWithTheLastOfThem() throws {
        let store = try Fixture().open()
        let registry = KeptInput(kind: .registry, source: "a", digest: "1f", data: [1, 2, 3])
        for date in dates { try keep([registry, KeptInput(kind: .health)], of: date, in: store) }
        #expect(try contents(store) == 1)
        #expect(try store.input(.registry, of: dates[1], timeZone: "UTC") == registry)
        try keep([], of: dates[0], in: store)
        #expect(try contents(store) == 1)
        try keep([], of: dates[1], in: store)
        #expect(try contents(store) == 0)
    }

    @Test func aDayThatHadNoneIsToldFromOneThatDoesNotTell() throws {
        let store = try Fixture().open()
        try keep([KeptInput(kind: .health)], of: dates[0], in: store)
        #expect(try store.inputSources(of: dates[0], timeZone: "UTC") == [.health: ""])
        #expect(try store.input(.health, of: dates[0], timeZone: "UTC") == KeptInput(kind: .health))
        #expect(try store.input(.registry, of: dates[0], timeZone: "UTC") == nil)
        #expect(try store.input(.health, of: dates[0], timeZone: "Europe/Berlin") == nil)
    }
}
