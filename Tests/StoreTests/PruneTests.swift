import Model
import SQLite
@testable import Store
import Testing

@Suite struct PruneTests {
    private let events = [
        Fixture.event(10, 0, 2), Fixture.event(3600, 1, 2), Fixture.event(86_400, 2, 2), Fixture.event(86_410, 2, 0),
    ]
    private let tomorrow = Fixture.midnight.advanced(bySeconds: 86_400)

    private func filled(_ fixture: Fixture) throws -> Store {
        let store = try fixture.open()
        try Fixture.add(events, to: store)
        let session = try store.beginImport(startedAt: Fixture.midnight)
        var summary = ReadingSummary()
        summary.rejected = 1
        let reject = [Rejection(line: 1, reason: "no time", text: "{}")]
        try session.recordFile(
            Fixture.file("old", summary: summary, hours: [492_528: 1, 492_529: 1], rejections: reject))
        try session.recordFile(
            Fixture.file("both", summary: summary, hours: [492_529: 1, 492_552: 2], rejections: reject))
        try session.commit(finishedAt: Fixture.midnight)
        return store
    }

    @Test func eventsGoAndTheirCountsStay() throws {
        let fixture = try Fixture()
        let store = try filled(fixture)
        #expect(try store.prune(eventsBefore: tomorrow, countsBefore: nil).events == 2)
        #expect(try fixture.rows("SELECT client, head FROM event ORDER BY time") == ["2|2", "2|0"])
        #expect(try fixture.counts().count == 4)
        #expect(try store.retention().eventsFrom == tomorrow)
        #expect(try store.integrityProblems() == [])
    }

    @Test func prunedEventsThatAreReadAgainAreNotCountedTwice() throws {
        let fixture = try Fixture()
        let store = try filled(fixture)
        let counts = try fixture.counts()
        _ = try store.prune(eventsBefore: tomorrow, countsBefore: nil)
        #expect(try Fixture.add(events, to: store) == MergeResult(added: 0, duplicates: 2, expired: 2))
        #expect(try fixture.counts() == counts)
    }

    @Test func anHourThatIsPrunedInPartTakesInItsRestOnly() throws {
        let fixture = try Fixture()
        let store = try filled(fixture)
        _ = try store.prune(eventsBefore: Fixture.midnight.advanced(bySeconds: 1800), countsBefore: nil)
        let late = [Fixture.event(10, 3, 2), Fixture.event(1800, 3, 2)]
        #expect(try Fixture.add(late, to: store) == MergeResult(added: 1, expired: 1))
        #expect(
            try fixture.counts().filter { $0.split(separator: "|")[1] == "3" } == ["1773102600|3|2|1"])
    }

    @Test func countsGoWithTheirEventsAndTheFilesThatHaveNothingLater() throws {
        let fixture = try Fixture()
        let store = try filled(fixture)
        let result = try store.prune(eventsBefore: nil, countsBefore: tomorrow)
        #expect(result == PruneResult(events: 2, counts: 2, files: 1, days: 0))
        #expect(try fixture.rows("SELECT path FROM file") == ["both"])
        #expect(try fixture.rows("SELECT count(*) FROM reject") == ["1"])
        #expect(try fixture.rows("SELECT hour FROM hour_revision") == ["492552"])
        #expect(try store.integrityProblems() == [])
    }

    /// A day is 25 hours at most and no zone is further than 14 from UTC: two days before the cut some hour may remain.
    @Test func whatADayCameToIsKeptUntilTwoDaysBeforeTheCut() throws {
        let fixture = try Fixture()
        let store = try filled(fixture)
        let today = try #require(CivilDate("2026-03-10"))
        for back in 1...4 {
            let summary = StoredDaySummary(revision: 1, fingerprint: "", created: Fixture.midnight, summary: [])
            try store.replaceDerived(
                of: today.advanced(byDays: -back), timeZone: "UTC", DerivedDay(summary: summary, devices: []))
        }
        let result = try store.prune(eventsBefore: nil, countsBefore: Fixture.midnight)
        #expect(result.days == 2)
        #expect(
            try store.summaryFingerprints(timeZone: "UTC").map(\.date)
                == [today.advanced(byDays: -2), today.advanced(byDays: -1)])
    }

    @Test func countsOfPrunedTimesAreRefusedNotZero() throws {
        let store = try filled(try Fixture())
        _ = try store.prune(eventsBefore: nil, countsBefore: tomorrow)
        #expect(
            throws: StoreError.pruned(before: "2026-03-11T00:00:00Z", asked: "2026-03-10T00:00:00Z")
        ) { try store.forEachCount(in: [Fixture.day], by: .hour) { _ in } }
    }

    @Test func pruningLessThanBeforeBringsNothingBack() throws {
        let store = try filled(try Fixture())
        _ = try store.prune(eventsBefore: tomorrow, countsBefore: nil)
        _ = try store.prune(eventsBefore: Fixture.midnight, countsBefore: nil, givingBackSpace: true)
        #expect(try store.retention().eventsFrom == tomorrow)
    }
}
