import Foundation
import Model
import SQLite
import Testing

@testable import Store

/// A deterministic spread of events: no two runs differ.
private func spread(_ count: Int, devices: UInt32, seed: UInt64) -> [Event] {
    var state = seed
    func next(_ bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }
    return (0..<count).map { _ in
        Fixture.event(Int64(next(4 * 3600)), ClientID(next(UInt64(devices))), EventTypeID(next(5)))
    }
}

@Suite struct EventMergeTests {
    @Test func addsEachEventOnceAndCountsTheRest() throws {
        let store = try Fixture()
        let opened = try store.open()
        let first = [Fixture.event(10, 0, 2), Fixture.event(20, 1, 2)]
        #expect(try Fixture.add(first, to: opened) == MergeResult(added: 2))
        let overlap = [Fixture.event(20, 1, 2), Fixture.event(20, 2, 2), Fixture.event(5, 0, 0)]
        #expect(try Fixture.add(overlap, to: opened) == MergeResult(added: 2, duplicates: 1))
        #expect(
            try store.rows("SELECT time - 17731008000000000, client, head FROM event ORDER BY 1, 2, 3")
                == ["50000000|0|0", "100000000|0|2", "200000000|1|2", "200000000|2|2"])
    }

    @Test func countsEqualAPlainDictionaryAfterOverlappingImports() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let all = spread(3000, devices: 40, seed: 1)
        try Fixture.add(Array(all[0..<2000]), to: store, devices: 40)
        try Fixture.add(Array(all[1000..<3000]), to: store, devices: 40)

        var expected: [String: Int] = [:]
        for event in Set(all) {
            let seconds = event.time.ticks / 10_000_000
            expected["\(seconds - seconds % 900)|\(event.client)|\(event.eventType)", default: 0] += 1
        }
        let stored = try fixture.counts()
        #expect(Set(stored) == Set(expected.map { "\($0.key)|\($0.value)" }))
        #expect(stored.count == expected.count)
    }

    @Test func importingAgainChangesNothing() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let events = spread(500, devices: 4, seed: 2)
        try Fixture.add(events, to: store)
        let once = try fixture.content()
        let again = try Fixture.add(events, to: store)
        #expect(again.added == 0)
        #expect(try fixture.content() == once)
    }

    @Test func theOrderOfImportsDoesNotMatter() throws {
        let events = spread(900, devices: 4, seed: 3)
        let forward = try Fixture()
        let backward = try Fixture()
        let first = try forward.open()
        let second = try backward.open()
        for part in [0..<300, 200..<700, 600..<900] { try Fixture.add(Array(events[part]), to: first) }
        for part in [600..<900, 200..<700, 0..<300] { try Fixture.add(Array(events[part]), to: second) }
        #expect(try forward.content() == backward.content())
        #expect(try !forward.content().isEmpty)
    }

    @Test func aSessionThatIsNotCommittedLeavesTheDatabaseAsItWas() throws {
        let fixture = try Fixture()
        let before: [String]
        do {
            let store = try fixture.open()
            try Fixture.add([Fixture.event(10, 0, 2)], to: store)
            before = try fixture.content()
            let session = try store.beginImport(startedAt: Fixture.midnight)
            try Fixture.merge([Fixture.event(20, 0, 2)], into: session)
            store.close()
        }
        #expect(try fixture.content() == before)
        #expect(try fixture.open().vocabulary().devices.count == 4)
    }

    @Test func theFilesOfADeadImportOpenAsBefore() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(10, 0, 2)], to: store)
        let before = try fixture.content()
        let session = try store.beginImport(startedAt: Fixture.midnight)
        try Fixture.merge([Fixture.event(20, 0, 2)], into: session)
        let dead = try Fixture()
        for suffix in ["", "-journal"] {
            try FileManager.default.copyItem(atPath: fixture.path + suffix, toPath: dead.path + suffix)
        }
        #expect(try dead.content() == before)
        #expect(try dead.open().integrityProblems() == [])
        session.rollback()
    }

    @Test func aReaderDuringAnImportIsToldThatTheDatabaseIsBusy() throws {
        let fixture = try Fixture()
        let session = try fixture.open().beginImport(startedAt: Fixture.midnight)
        let error = #expect(throws: SQLiteError.self) { try fixture.open(.readOnly) }
        #expect(error?.kind == .busy)
        session.rollback()
        _ = try fixture.open(.readOnly)
    }

    @Test func aSecondImportAtTheSameTimeIsBusy() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        let session = try store.beginImport(startedAt: Fixture.midnight)
        #expect(throws: (any Error).self) { try fixture.open().beginImport(startedAt: Fixture.midnight) }
        session.rollback()
        #expect(try fixture.open().beginImport(startedAt: Fixture.midnight).run == 1)
    }

    @Test func anHourWithNewEventsGetsAHigherRevision() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(10, 0, 2), Fixture.event(4000, 0, 2)], to: store)
        try Fixture.add([Fixture.event(10, 0, 2), Fixture.event(4001, 0, 2)], to: store)
        #expect(
            try fixture.rows("SELECT hour, revision FROM hour_revision ORDER BY 1") == ["492528|1", "492529|2"])
    }

    @Test func eventsMayBeInAnyOrderAndThereTwice() throws {
        let fixture = try Fixture()
        let events = [
            Fixture.event(20, 1, 2), Fixture.event(10, 0, 2), Fixture.event(20, 1, 2), Fixture.event(20, 0, 0),
        ]
        #expect(try Fixture.add(events, to: try fixture.open()) == MergeResult(added: 3, duplicates: 1))
        #expect(
            try fixture.rows("SELECT time - 17731008000000000, client, head FROM event ORDER BY 1, 2, 3")
                == ["100000000|0|2", "200000000|0|0", "200000000|1|2"])
    }

    @Test func aLateEventWithAFractionOfASecondJoinsAnHourOfWholeSeconds() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(10, 0, 2), Fixture.event(20, 0, 2)], to: store)
        let late = Event(time: Instant(ticks: Fixture.event(10, 0, 2).time.ticks + 1), client: 3, eventType: 2)
        #expect(try Fixture.add([late, Fixture.event(20, 0, 2)], to: store) == MergeResult(added: 1, duplicates: 1))
        #expect(
            try fixture.rows("SELECT time - 17731008000000000, client, head FROM event ORDER BY 1, 2, 3")
                == ["100000000|0|2", "100000001|3|2", "200000000|0|2"])
        #expect(try store.integrityProblems() == [])
    }

    @Test func anHourThatOnlyHadDuplicatesKeepsItsRevision() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        for _ in 0..<2 { try Fixture.add([Fixture.event(10, 0, 2)], to: store) }
        #expect(try fixture.rows("SELECT hour, revision FROM hour_revision") == ["492528|1"])
    }
}
