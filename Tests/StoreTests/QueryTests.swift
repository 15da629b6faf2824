import Foundation
import Model
import SQLite
@testable import Store
import Testing

@Suite struct QueryTests {
    private let midnight = Fixture.midnight

    @Test func eventsOfASpanComeInOrderWithoutItsEnd() throws {
        let store = try Fixture().open()
        try Fixture.add(
            [Fixture.event(20, 0, 2), Fixture.event(10, 1, 2), Fixture.event(10, 0, 3), Fixture.event(30, 0, 0)],
            to: store)
        var seen: [Event] = []
        try store.forEachBatch(in: TimeWindow(from: midnight, to: midnight.advanced(bySeconds: 30))) { seen += $0 }
        #expect(seen == [Fixture.event(10, 0, 3), Fixture.event(10, 1, 2), Fixture.event(20, 0, 2)])
    }

    @Test func eventsOfADeviceComeFromAllItsClients() throws {
        let store = try Fixture().open()
        var additions = Fixture.vocabulary(devices: 2)
        additions.clients.append(ClientDescription(device: 0, sdk: 0, transport: 0, authentication: 0, address: 1))
        let session = try store.beginImport(startedAt: midnight)
        try session.add(additions)
        let events = [Fixture.event(1, 0, 0), Fixture.event(2, 1, 0), Fixture.event(3, 2, 1)]
        try session.merge(events, hour: Fixture.firstHour)
        try session.commit(finishedAt: midnight)
        #expect(
            try store.events(ofClients: store.vocabulary().clients(of: [0]), in: Fixture.day)
                == [Fixture.event(1, 0, 0), Fixture.event(3, 2, 1)])
        #expect(try store.devices(named: "device-1") == [1])
    }

    @Test func totalsAndBoundsAreThoseOfTheEvents() throws {
        let store = try Fixture().open()
        try Fixture.add(
            [Fixture.event(10, 0, 2), Fixture.event(20, 0, 2), Fixture.event(7200, 0, 0), Fixture.event(86_400, 1, 1)],
            to: store)
        #expect(
            try store.hourTotals(in: Fixture.day) == [
                StoredHourTotal(hour: 492_528, eventType: 2, records: 2),
                StoredHourTotal(hour: 492_530, eventType: 0, records: 1),
            ])
        let bounds = try #require(try store.firstAndLastEvent(in: Fixture.day))
        #expect(bounds.first == Fixture.event(10, 0, 2).time && bounds.last == Fixture.event(7200, 0, 0).time)
    }

    @Test func aRevisionChangesWithTheEventsOfItsSpanAlone() throws {
        let store = try Fixture().open()
        #expect(try store.revision(of: Fixture.day) == 0)
        try Fixture.add([Fixture.event(10, 0, 2)], to: store)
        #expect(try store.revision(of: Fixture.day) == 1)
        try Fixture.add([Fixture.event(90_000, 0, 2)], to: store)
        try Fixture.add([Fixture.event(10, 0, 2)], to: store)
        #expect(try store.revision(of: Fixture.day) == 1)
        try Fixture.add([Fixture.event(11, 0, 2)], to: store)
        #expect(try store.revision(of: Fixture.day) == 4)
    }

    @Test func theFactsOfADayCountItsFilesDuplicatesAndRejects() throws {
        let store = try Fixture().open()
        let session = try store.beginImport(startedAt: midnight)
        try session.add(Fixture.vocabulary(devices: 2))
        try Fixture.merge([Fixture.event(10, 0, 2), Fixture.event(20, 0, 2)], into: session)
        var summary = ReadingSummary()
        (summary.lines, summary.records, summary.events, summary.otherCategories) = (6, 5, 3, 2)
        try session.recordFile(Fixture.file("a", summary: summary, hours: [492_528: 3]))
        var broken = ReadingSummary()
        (broken.lines, broken.rejected) = (2, 2)
        let reject = Rejection(line: 1, reason: "no JSON", text: "x")
        try session.recordFile(Fixture.file("b", summary: broken, rejections: [reject]))
        try session.recordFile(Fixture.file("other day", summary: summary, hours: [492_900: 3]))
        try session.commit(finishedAt: midnight)

        let facts = try store.inputFacts(in: Fixture.day)
        #expect(facts.files == FileTotals(files: 1, lines: 6, records: 5, events: 3, otherCategories: 2, rejected: 0))
        #expect(facts.filesWithoutEvents == FileTotals(files: 1, lines: 2, rejected: 2))
        #expect(facts.eventsRead == 3 && facts.eventsStored == 2)
        #expect(facts.rejects == [StoredReject(path: "b", rejection: reject)])
    }

    @Test func derivedRowsOfADayAreReplaced() throws {
        let store = try Fixture().open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        let date = try #require(CivilDate("2026-03-10"))
        func row(_ device: DeviceID, _ drops: Int64) -> StoredDeviceDay {
            StoredDeviceDay(
                hub: 1, device: device, drops: drops, renewals: 1, downtimeSeconds: 60, isOpen: true, failedConnects: 3)
        }
        func summary(_ revision: Int64) -> StoredDaySummary {
            StoredDaySummary(revision: revision, fingerprint: "f\(revision)", created: midnight, summary: [0, 255])
        }
        try store.replaceDerived(
            of: date, timeZone: "UTC", DerivedDay(summary: summary(1), devices: [row(1, 5), row(0, 4)]))
        try store.replaceDerived(
            of: date, timeZone: "Europe/Berlin", DerivedDay(summary: summary(1), devices: [row(3, 9)]))
        try store.replaceDerived(of: date, timeZone: "UTC", DerivedDay(summary: summary(2), devices: [row(2, 7)]))
        var rows: [StoredDeviceDay] = []
        try store.forEachDeviceDay(on: [date, date.advanced(byDays: 1)], timeZone: "UTC") { _, row in rows.append(row) }
        #expect(rows == [row(2, 7)])
        #expect(try store.daySummary(of: date, timeZone: "UTC") == summary(2))
        #expect(try store.daySummary(of: date, timeZone: "Asia/Tokyo") == nil)
        #expect(try store.summaryFingerprints(timeZone: "Europe/Berlin").map(\.date) == [date])
    }

    private func store(_ drops: [(day: String, hub: TextID, device: DeviceID, start: Int64)]) throws -> Store {
        let store = try Fixture().open()
        for (day, drops) in Dictionary(grouping: drops, by: \.day) {
            let summary = StoredDaySummary(revision: 1, fingerprint: "", created: midnight, summary: [])
            try store.replaceDerived(
                of: try #require(CivilDate(day)), timeZone: "UTC",
                DerivedDay(
                    summary: summary, devices: [],
                    dropTimes: drops.map { DropTime(hub: $0.hub, device: $0.device, start: $0.start) }))
        }
        return store
    }

    @Test func timesOfDropsComeOnlyOfDevicesThatDroppedOnEnoughOfTheDays() throws {
        let store = try store([
            ("2026-03-10", 1, 7, 100), ("2026-03-10", 1, 7, 200), ("2026-03-11", 1, 7, 300), ("2026-03-12", 1, 7, 400),
            ("2026-03-10", 1, 8, 500), ("2026-03-10", 1, 8, 600), ("2026-03-11", 2, 8, 700),
        ])
        let days = try ["2026-03-10", "2026-03-11"].map { try #require(CivilDate($0)) }
        var found: [DropTime] = []
        try store.forEachRecurringDrop(on: days, timeZone: "UTC", days: 2) { found += $0 }
        #expect(found == [100, 200, 300].map { DropTime(hub: 1, device: 7, start: $0) })
        try store.forEachRecurringDrop(on: days, timeZone: "Asia/Tokyo", days: 1) { _ in Issue.record("another zone") }
    }

    @Test func theFirstTimeThatADeviceWasSeenIsKeptWhateverTheOrderOfDays() throws {
        let store = try Fixture().open()
        for (day, time) in [("2026-03-11", 2000), ("2026-03-10", 1000), ("2026-03-12", 3000)] as [(String, Int64)] {
            let summary = StoredDaySummary(revision: 1, fingerprint: "", created: midnight, summary: [])
            try store.replaceDerived(
                of: try #require(CivilDate(day)), timeZone: "UTC",
                DerivedDay(
                    summary: summary, devices: [], firstSeen: [FirstSeen(hub: 1, device: 7, time: time)]))
        }
        var found: [FirstSeen] = []
        try store.forEachKnownDevice(before: Instant(seconds: 1001)) { found.append($0) }
        #expect(found == [FirstSeen(hub: 1, device: 7, time: 1000)])
        try store.forEachKnownDevice(before: Instant(seconds: 1000)) { _ in Issue.record("not met before that") }
    }

    @Test func countsThatDisagreeWithTheEventsAreFound() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        #expect(try store.integrityProblems() == [])
        // Device 0, two records.
        try Connection(fixture.path, access: .write).execute("UPDATE rollup SET records = 2, counts = x'0002'")
        #expect(
            try store.integrityProblems() == ["hour 2026-03-10T00:00:00Z: 1 records, but 2 in stored counts"])
    }

    @Test func countsWhoseBytesDoNotSayWhatTheirRowSaysAreFound() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        try Connection(fixture.path, access: .write).execute("UPDATE rollup SET records = 2")
        let sums = "they do not add up to what their row says"
        #expect(
            try store.integrityProblems() == ["the counts of 2026-03-10T00:00:00Z, head 2, are damaged: \(sums)"])
        try Connection(fixture.path, access: .write).execute("UPDATE rollup SET window_start = 9223372036854775807")
        #expect(
            try store.integrityProblems()
                == ["the counts of second 9223372036854775807, head 2, are damaged: \(sums)"])
    }

    @Test(arguments: [
        ("events = '[1'", "are damaged: they are not a list of whole numbers"),
        ("records = 2", "are damaged: they are not as many as their row says"),
        ("events = '[1024,0]', records = 2", "are damaged: they name an event twice"),
        ("events = '[9223372036854775807]'", "are damaged: they hold a number out of range"),
        ("shift = 3, events = '[12]'", "name an unknown client or head"),
        ("head = 5", "name an unknown client or head"),
    ])
    func packedEventsThatContradictThemselvesAreFound(change: String, problem: String) throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        try Connection(fixture.path, access: .write).execute("UPDATE hour_event SET " + change)
        #expect(try store.integrityProblems().first?.hasSuffix(problem) == true)
        #expect(try store.integrityProblems().first?.hasPrefix("the events of ") == true)
    }

    @Test func damagedEventsAreNeverAnAnswer() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        try Connection(fixture.path, access: .write).execute("UPDATE hour_event SET events = '[1,-1]'")
        let error = StoreError.inconsistent(
            path: fixture.path,
            detail: "the events of 2026-03-10T00:00:00Z are damaged: they are not a list of whole numbers")
        #expect(throws: error) { try store.forEachBatch(in: Fixture.day) { _ in } }
        #expect(throws: error) { try store.events(ofClients: store.vocabulary().clients(of: [0]), in: Fixture.day) }
        #expect(throws: error) { try Fixture.add([Fixture.event(2, 0, 2)], to: store) }
    }

    @Test func countsOfAnUnknownDeviceAreFound() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        // Device 4 of the devices 0 to 3, one record.
        try Connection(fixture.path, access: .write).execute("UPDATE rollup SET counts = x'0401'")
        #expect(
            try store.integrityProblems() == ["the counts of 2026-03-10T00:00:00Z name an unknown device or head"])
    }

    @Test func damagedCountsAreNeverAnAnswer() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(1, 0, 2)], to: store)
        try Connection(fixture.path, access: .write).execute("UPDATE rollup SET counts = x'0080'")
        let error = StoreError.inconsistent(
            path: fixture.path,
            detail: "the counts of 2026-03-10T00:00:00Z, head 2, are damaged: they end inside a number")
        #expect(throws: error) { try store.forEachCount(in: [Fixture.day], by: .hour) { _ in } }
        #expect(throws: error) { try store.devicesByHub(in: Fixture.day) }
        #expect(throws: error) { try Fixture.add([Fixture.event(2, 0, 2)], to: store) }
    }

    @Test func theDevicesOfAHubAreThoseWithRecordsInTheSpan() throws {
        let store = try Fixture().open()
        try Fixture.add(
            [
                Fixture.event(10, 0, 2), Fixture.event(20, 0, 0), Fixture.event(5000, 2, 1), Fixture.event(30, 1, 3),
                Fixture.event(86_400, 3, 2),
            ], to: store)
        #expect(try store.devicesByHub(in: Fixture.day) == [1: [0, 2], 2: [1]])
    }

    @Test func theViewOfCountsJoinsTheClientsOfADeviceInAQuarterHour() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        var additions = Fixture.vocabulary(devices: 2)
        additions.clients.append(ClientDescription(device: 0, sdk: 0, transport: 0, authentication: 0, address: 1))
        let session = try store.beginImport(startedAt: midnight)
        try session.add(additions)
        let events = [
            Fixture.event(899, 0, 2), Fixture.event(899, 2, 2), Fixture.event(900, 0, 2), Fixture.event(901, 1, 2),
        ]
        try session.merge(events, hour: Fixture.firstHour)
        try session.commit(finishedAt: midnight)
        #expect(
            try fixture.rows("SELECT seconds - 1773100800, device, records FROM counts ORDER BY seconds, device") == [
                "0|device-0|2", "900|device-0|1", "900|device-1|1",
            ])
        #expect(
            try fixture.rows("SELECT device, records FROM counts WHERE seconds >= 1773101700 ORDER BY device")
                == ["device-0|1", "device-1|1"])
        #expect(try fixture.rows("SELECT count(*) FROM counts WHERE hour = 492528") == ["3"])
        #expect(try fixture.rows("SELECT count(*) FROM counts WHERE hour <> 492528") == ["0"])
    }

    /// What `docs/database.md` promises of a condition on `hour`: the other hours are not unpacked.
    @Test(arguments: ["event", "events", "counts"])
    func aConditionOnTheHourOfAViewReadsThatHourAlone(view: String) throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(10, 0, 2), Fixture.event(7210, 1, 2)], to: store)
        try Connection(fixture.path, access: .write).execute("UPDATE hour_event SET events = 'x' WHERE hour = 492528")
        #expect(throws: SQLiteError.self) { try fixture.rows("SELECT count(*) FROM \(view)") }
        let condition = "hour >= unixepoch('2026-03-10 02:00') / 3600 AND hour < unixepoch('2026-03-11') / 3600"
        #expect(try fixture.rows("SELECT count(*) FROM \(view) WHERE \(condition)") == ["1"])
    }

    @Test func theViewsCanBeReadByTheShell() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(10, 1, 2)], to: store)
        let early = Event(time: Instant(ticks: -5), client: 0, eventType: 0)
        try Fixture.add([early], to: store)
        store.close()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        shell.arguments = [
            "sqlite3", "-readonly", fixture.path,
            """
            SELECT time, hub, device, operation, level, code, protocol FROM events ORDER BY ticks;
            SELECT window_start, device, records FROM counts ORDER BY seconds;
            SELECT count(*) FROM files; SELECT count(*) FROM rejects; SELECT added FROM imports ORDER BY id;
            SELECT count(*) FROM device_days;
            """,
        ]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        shell.waitUntilExit()
        #expect(
            text == """
                1969-12-31T23:59:59.9999995Z|pumps|device-0|deviceConnect|Information||Mqtt
                2026-03-10T00:00:10Z|pumps|device-1|deviceDisconnect|Error|404104|Mqtt
                1969-12-31T23:45:00Z|device-0|1
                2026-03-10T00:00:00Z|device-1|1
                0
                0
                1
                1
                0

                """)
    }
}
