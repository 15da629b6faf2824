import Foundation
import Loopback
import LogReading
import Model
import Store
import Testing

@testable import ClickHouse

/// The tenth day of 1970, with a drop of one device, on one server without a cluster.
@Suite struct DaySharingTests {
    private let date = CivilDate(daysSince1970: 9)
    /// What would end a literal of SQL or a line.
    private let device = Device(name: "d'\u{1}\\\n;--", module: "é")

    private func copy(of fingerprint: String = "1:a b c") throws -> TemporaryCopy {
        let copy = try TemporaryCopy()
        try copy.store.prepareCopy(of: "k", named: "db")
        let session = try copy.store.beginImport(startedAt: Instant(seconds: 1))
        var words = VocabularyAdditions()
        words.texts = ["hub"]
        words.devices = [device]
        try session.add(words)
        try session.commit(finishedAt: Instant(seconds: 2))
        try keep(fingerprint, in: copy)
        return copy
    }

    private func keep(_ fingerprint: String, drops: Int64 = 1, in copy: TemporaryCopy) throws {
        let summary = """
            {"hubs":["hub","calm"],"verdict":"trouble","isComplete":true,"records":8,"activeDevices":7,\
            "devicesThatDropped":6,"drops":\(drops),"renewals":5,"downtimeSeconds":4,"availability":0.5,"incidents":3,\
            "alerts":2,"causes":[{"cause":"network-loss","drops":1,"downtimeSeconds":4}]}
            """
        try copy.store.replaceDerived(
            of: date, timeZone: "UTC",
            DerivedDay(
                summary: StoredDaySummary(
                    revision: 1, fingerprint: fingerprint, created: Instant(seconds: 3), summary: Array(summary.utf8)),
                devices: [
                    StoredDeviceDay(
                        hub: 1, device: 0, drops: drops, renewals: 5, downtimeSeconds: 4, isOpen: true,
                        failedConnects: 2)
                ], dropTimes: [DropTime(hub: 1, device: 0, start: 777_600)]))
    }

    /// What a server says that has the tables, and these editions of the day.
    private func answers(_ editions: DayEdition...) -> EventServerAnswers {
        var answers = EventServerAnswers()
        answers.add { rows in
            for name in ClickHouseSchema(database: "db", cluster: nil).dayNames { rows.put(name) }
        }
        answers.add { rows in
            for edition in editions {
                rows.put(UInt64(9))
                rows.put(edition.number)
                rows.put(edition.digest)
                for texts in [edition.only, edition.hubs] { rows.put(texts) { $0.put($1) } }
            }
        }
        return answers
    }

    private func share(
        _ copy: TemporaryCopy, with answers: EventServerAnswers, reported: Bool = true, only: [String] = []
    ) throws -> LoopbackServer {
        var answers = answers
        // Whatever is sent is taken.
        answers.add()
        let loopback = try answers.server()
        try share(copy, with: loopback, reported: reported, only: only)
        return loopback
    }

    private func share(
        _ copy: TemporaryCopy, with loopback: LoopbackServer, reported: Bool = true, only: [String] = []
    ) throws {
        let sharing = DaySharing(
            of: copy.store, with: try EventServerAnswers.servers(loopback), timeZone: "UTC", only: only)
        try sharing.share(reported: reported ? [date] : [], now: Instant(seconds: 5)) { _, take in
            for hub in ["hub", "calm"] {
                var drop = SharedDrop()
                drop.hub = hub
                var rows = SharedDropRows()
                rows.add(drop)
                rows.add(drop)
                try take(rows)
            }
        }
    }

    /// The row of the edition that was sent.
    private func edition(_ loopback: LoopbackServer) throws -> DayEdition {
        let request = try #require(try loopback.requests.last)
        var reader = RowBinaryReader()
        var edition: DayEdition?
        // Two bytes of the day and the zone come first, and the numbers of the day last.
        try reader.add(request.body.prefix(200)) { row in
            guard edition == nil else { return _ = try row.byte() }
            for _ in 0..<2 { _ = try row.byte() }
            _ = try row.text()
            let number = try row.unsigned()
            let (only, hubs) = (try row.texts(), try row.texts())
            edition = DayEdition(number: number, digest: try row.unsigned(), only: only, hubs: hubs)
        }
        return try #require(edition)
    }

    @Test func theRowByWhichADayIsSeenComesAfterAllItsOthers() throws {
        let loopback = try share(try copy(), with: answers())
        #expect(try loopback.inserts == ["device_day", "drop_start", "day_drop", "day_edition"])
    }

    @Test func namesAreSentByteForByte() throws {
        let loopback = try share(try copy(), with: answers())
        let request = try #require(try loopback.requests.first { $0.path.contains("device%5Fday") })
        let number = try edition(loopback).number
        let bytes: [[UInt8]] = [
            [9, 0, 3], Array("UTC".utf8), (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) },
            [3], Array("hub".utf8), [8], Array("d'\u{1}\\\n;--".utf8), [2], Array("é".utf8),
            [1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0],
        ]
        #expect(request.body == Array(bytes.joined()))
    }

    @Test func dropsOfAnEditionAreNumberedHoweverManyComeAtOnce() throws {
        let loopback = try share(try copy(), with: answers())
        let request = try #require(try loopback.requests.first { $0.path.contains("day%5Fdrop") })
        var reader = RowBinaryReader()
        var drops: [String] = []
        try reader.add(request.body) { row in
            for _ in 0..<2 { _ = try row.byte() }
            _ = (try row.text(), try row.unsigned())
            drops.append("\(try row.unsigned()) \(try row.text())")
            for _ in 0..<2 { _ = try row.text() }
            _ = try row.signed()
            for _ in 0..<3 { #expect(try row.byte() == 1) }
            for _ in 0..<6 { _ = try row.text() }
            #expect(try row.byte() == 1)
            _ = try row.text()
        }
        #expect(drops == ["0 hub", "1 hub", "2 calm", "3 calm"] && reader.isAtEnd)
    }

    @Test func aDayThatWasSharedIsNotSentAgain() throws {
        let copy = try copy()
        _ = try share(copy, with: answers())
        #expect(try share(copy, with: answers()).requests.isEmpty)
    }

    @Test(arguments: 0..<4)
    func aDayOfWhichARowWasNotTakenIsNotSeenAndGoesWithTheNextRun(taken: Int) throws {
        let copy = try copy()
        var refusing = answers()
        for _ in 0..<taken { refusing.add() }
        refusing.addRefusal("Code: 243, Not enough space")
        let loopback = try refusing.server()
        #expect(throws: ClickHouseError.self) { try share(copy, with: loopback) }
        #expect(
            try loopback.inserts == Array(["device_day", "drop_start", "day_drop", "day_edition"].prefix(taken + 1)))
        #expect(try share(copy, with: answers()).inserts.count == 4)
    }

    @Test func whatTheServersHaveAlreadyIsNotSentByAnotherMachine() throws {
        let first = try edition(try share(try copy(), with: answers()))
        // Another machine's fingerprint is its own: numbers of imports differ.
        let loopback = try share(try copy(of: "7:z b c"), with: answers(first))
        #expect(try loopback.inserts.isEmpty)
    }

    @Test func aDayWithOtherNumbersIsAnEditionAboveAllThatAreKnown() throws {
        // A clock that runs fifty years ahead.
        let known = DayEdition(number: 1_600_000_000_000 << 20, digest: 1, only: [], hubs: ["gone"])
        let edition = try edition(try share(try copy(), with: answers(known)))
        #expect(edition.number > known.number)
        #expect(edition.hubs == ["calm", "gone", "hub"], "a hub that has no rows any more shows none")
    }

    @Test func aReportOfSomeHubsIsAnEditionOfItsOwn() throws {
        let first = try edition(try share(try copy(), with: answers()))
        let loopback = try share(try copy(), with: answers(first), only: ["hub"])
        #expect(try edition(loopback).only == ["hub"] && loopback.inserts.count == 4)
    }

    @Test func whatWasWorkedOutOnlyToCompareWithReplacesNoReport() throws {
        let reported = DayEdition(number: 7, digest: 1, only: [], hubs: ["hub"])
        #expect(try share(try copy(), with: answers(reported), reported: false).inserts.isEmpty)
        #expect(try share(try copy(), with: answers(), reported: false).inserts.count == 4)
    }

    @Test func aDayThatWasSharedAndHasChangedIsSharedAgain() throws {
        let copy = try copy()
        let first = try edition(try share(copy, with: answers()))
        try keep("2:a b c", drops: 2, in: copy)
        let second = try edition(try share(copy, with: answers(first), reported: false))
        #expect(second.number > first.number && second.digest != first.digest)
    }

    @Test func tablesAndViewsAreMadeWhereTheyAreMissing() throws {
        var answers = EventServerAnswers()
        answers.add()
        let loopback = try share(try copy(), with: answers)
        let made = try loopback.requests.map(\.text).filter { $0.hasPrefix("CREATE") }
        #expect(
            made == ["CREATE DATABASE IF NOT EXISTS db"] + ClickHouseSchema(database: "db", cluster: nil).creatingAll)
    }
}
