import Model
import Store
import Testing

@Suite struct LedgerTests {
    private func summary(lines: Int64, events: Int64, rejected: Int64, resumeAt: Int64?, line: Int64) -> ReadingSummary
    {
        var summary = ReadingSummary()
        summary.format = .jsonLines
        summary.lines = lines
        summary.records = events
        summary.events = events
        summary.rejected = rejected
        summary.resumeOffset = resumeAt
        summary.resumeLine = line
        return summary
    }

    private func record(_ file: FileRecord, in store: Store) throws {
        let session = try store.beginImport(startedAt: Fixture.midnight)
        try session.recordFile(file)
        try session.commit(finishedAt: Fixture.midnight)
    }

    private let rejects = [
        Rejection(line: 2, reason: "no time", text: "{}"), Rejection(line: 5, reason: "cut", text: "{\"a"),
    ]

    @Test func aResumedFileAddsToItsRowAndForgetsRejectsThatAreReadAgain() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try record(
            Fixture.file(
                "a.json", summary: summary(lines: 5, events: 3, rejected: 2, resumeAt: 70, line: 4),
                hours: [492_528: 3], rejections: rejects), in: store)
        try record(
            Fixture.file(
                "a.json", summary: summary(lines: 3, events: 2, rejected: 1, resumeAt: 140, line: 8),
                hours: [492_528: 1, 492_529: 1], rejections: [Rejection(line: 7, reason: "late", text: "x")],
                resumed: true), in: store)
        #expect(
            try fixture.rows("SELECT lines, events, rejected, resume_offset, resume_line FROM file") == ["8|5|2|140|8"])
        #expect(try fixture.rows("SELECT line, reason FROM reject ORDER BY number") == ["2|no time", "7|late"])
        #expect(try fixture.rows("SELECT hour, events FROM file_hour ORDER BY hour") == ["492528|4", "492529|1"])
    }

    @Test func aRejectOfTheLastLineThatWasReadStays() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try record(
            Fixture.file(
                "a.json", summary: summary(lines: 2, events: 1, rejected: 1, resumeAt: 70, line: 2),
                rejections: [Rejection(line: 2, reason: "no time", text: "{}")]), in: store)
        try record(
            Fixture.file(
                "a.json", summary: summary(lines: 1, events: 1, rejected: 0, resumeAt: 90, line: 3), resumed: true),
            in: store)
        #expect(try fixture.rows("SELECT line FROM reject") == ["2"])
        #expect(try fixture.rows("SELECT rejected FROM file") == ["1"])
    }

    @Test func aFileReadFromItsStartReplacesItsRow() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let first = Fixture.file(
            "a.json", summary: summary(lines: 5, events: 3, rejected: 2, resumeAt: nil, line: 0), hours: [1: 3],
            rejections: rejects)
        try record(first, in: store)
        try record(
            Fixture.file(
                "a.json", summary: summary(lines: 1, events: 1, rejected: 0, resumeAt: 9, line: 1), hours: [2: 1]),
            in: store)
        #expect(try fixture.rows("SELECT lines, events, rejected FROM file") == ["1|1|0"])
        #expect(try fixture.rows("SELECT line, reason FROM reject") == [])
        #expect(try fixture.rows("SELECT hour, events FROM file_hour") == ["2|1"])
    }

    @Test func resumingAFileThatIsUnknownIsRefused() throws {
        let session = try Fixture().open().beginImport(startedAt: Fixture.midnight)
        #expect(throws: StoreError.invalidImport(detail: "resumed a file that is not in the ledger")) {
            try session.recordFile(Fixture.file("a.json", resumed: true))
        }
    }

    @Test func aThousandRejectsOfAFileAreKeptAndAllAreCounted() throws {
        let fixture = try Fixture()
        let many = (1...1500).map { Rejection(line: $0, reason: "no time", text: "{}") }
        try record(
            Fixture.file(
                "a.json", summary: summary(lines: 1500, events: 0, rejected: 1500, resumeAt: nil, line: 0),
                rejections: many), in: try fixture.open())
        #expect(try fixture.rows("SELECT count(*), max(line) FROM reject") == ["1000|1000"])
        #expect(try fixture.rows("SELECT rejected FROM file") == ["1500"])
    }

    @Test func theLedgerTellsPathsApartByTheirBytes() throws {
        let store = try Fixture().open()
        let session = try store.beginImport(startedAt: Fixture.midnight)
        try session.recordFile(
            Fixture.file("é", summary: summary(lines: 1, events: 1, rejected: 0, resumeAt: 5, line: 1)))
        try session.recordFile(
            Fixture.file("e\u{301}", summary: summary(lines: 2, events: 2, rejected: 0, resumeAt: nil, line: 0)))
        try session.commit(finishedAt: Fixture.midnight)
        let ledger = try store.ledger()
        #expect(ledger.count == 2)
        #expect(ledger["é"]?.resumeOffset == 5)
        #expect(ledger["e\u{301}"]?.resumeOffset == nil)
        #expect(ledger["é"]?.headHash == [1, 2])
        #expect(ledger["other"] == nil)
    }

    @Test func theHistoryTellsWhatAnImportDid() throws {
        let store = try Fixture().open()
        let session = try store.beginImport(startedAt: Fixture.midnight)
        try session.add(Fixture.vocabulary(devices: 2))
        try Fixture.merge([Fixture.event(1, 0, 2), Fixture.event(1, 0, 2), Fixture.event(1, 0, 2)], into: session)
        try session.recordFile(
            Fixture.file("a", summary: summary(lines: 4, events: 3, rejected: 1, resumeAt: nil, line: 0)))
        session.unchangedFiles = 7
        try session.commit(finishedAt: Fixture.midnight.advanced(bySeconds: 2))
        let last = try #require(try store.status().lastImport)
        #expect(last.id == 1 && last.files == 1 && last.unchanged == 7)
        #expect(last.events == 3 && last.added == 1 && last.duplicates == 2 && last.rejected == 1)
        #expect(last.finished.seconds(since: last.started) == 2)
    }
}
