import Loopback
import Model
import Store
import Testing

@testable import ClickHouse

/// One event at the first hour of 1970, on one server without a cluster.
@Suite struct EventCopyTests {
    /// What a server says before any event is read.
    private func beginning(keeper: String = "k") -> EventServerAnswers {
        var answers = EventServerAnswers()
        answers.add { rows in for table in ClickHouseSchema.tables { rows.put(table.name) } }
        answers.add()
        answers.add { $0.put(keeper) }
        // Pruned moment, ledger, files that could not be read.
        for _ in 0..<3 { answers.add() }
        answers.add {
            $0.put(Int64(0))
            $0.put(UInt64(7))
        }
        return answers
    }

    private func addCount(_ events: UInt64, to answers: inout EventServerAnswers, highest: UInt64? = nil) {
        answers.add {
            $0.put("hub")
            $0.put(Int64(0))
            $0.put(events)
            $0.put(UInt64(5))
        }
        answers.add { rows in
            guard let highest else { return }
            rows.put("hub")
            rows.put(Int64(0))
            rows.put(highest)
        }
    }

    private func addEvent(to answers: inout EventServerAnswers) {
        answers.add {
            $0.put(UInt64(11))
            for text in ["d1", "", "sdk", "Mqtt", "", "203.0.113.XXX"] { $0.put(text) }
        }
        answers.add {
            $0.put(UInt64(12))
            $0.put("hub")
            $0.put(ConnectionOperation.disconnect.rawValue)
            $0.put(Level.error.rawValue)
            for text in ["404104", "Timeout"] { $0.put(text) }
        }
        answers.add {
            $0.put(Int64(258))
            $0.put(UInt64(11))
            $0.put(UInt64(12))
        }
    }

    private func bringUpToDate(_ copy: TemporaryCopy, from answers: EventServerAnswers) throws -> LoopbackServer {
        let loopback = try answers.server()
        try EventCopy(
            of: EventServerAnswers.servers(loopback), in: copy.store, clock: { Instant(seconds: 100) }
        ).bringUpToDate { _ in }
        return loopback
    }

    @Test func whatTheServersHaveIsReadOnce() throws {
        let copy = try TemporaryCopy()
        var answers = beginning()
        addCount(1, to: &answers)
        addEvent(to: &answers)
        answers.add()
        let loopback = try bringUpToDate(copy, from: answers)
        let words = try copy.store.vocabulary()
        #expect(words.devices.values == [Device(name: "d1")])
        #expect(try copy.store.eventCounts(hours: 0..<1) == [HubAndHour(hub: "hub", hour: 0): 1])
        // The last request keeps the number of events for whoever counts next.
        #expect(try loopback.requests.last?.path.contains("INSERT%20INTO%20db%2Ehour%5Fcount") == true)
        let again = try bringUpToDate(copy, from: beginning())
        #expect(try again.requests.count == 7, "nothing has changed, so no event is asked for")
    }

    @Test(arguments: [
        ("Code: 164, Cannot execute query in readonly mode", true), ("Code: 243, Not enough space", true),
        ("Code: 44, Cannot insert column", false),
    ])
    func aServerThatCannotKeepTheCountEndsTheReadingUnlessItMayNotOrHasNoRoom(answer: String, isRead: Bool) throws {
        let copy = try TemporaryCopy()
        var answers = beginning()
        addCount(1, to: &answers)
        addEvent(to: &answers)
        // Resources of hubs.
        answers.add()
        answers.addRefusal(answer)
        let isUpToDate = (try? bringUpToDate(copy, from: answers)) != nil
        #expect(isUpToDate == isRead)
    }

    @Test func anAnswerWithFewerEventsThanAreCountedLeavesTheCopyAsItWas() throws {
        let copy = try TemporaryCopy()
        var answers = beginning()
        addCount(2, to: &answers)
        for _ in 0..<2 {
            addEvent(to: &answers)
            addCount(2, to: &answers)
        }
        addEvent(to: &answers)
        let error = #expect(throws: ClickHouseError.self) { try bringUpToDate(copy, from: answers) }
        #expect(error?.kind == .behind && error?.description.contains("has 2 events") == true)
        #expect(try copy.store.latestImport() == 0 && copy.store.eventCounts(hours: 0..<1).isEmpty)
    }

    @Test func aCountBelowTheHighestThatWasKnownEndsTheReading() throws {
        let copy = try TemporaryCopy()
        var answers = beginning()
        addCount(1, to: &answers, highest: 2)
        let error = #expect(throws: ClickHouseError.self) { try bringUpToDate(copy, from: answers) }
        #expect(error?.kind == .behind && error?.description.contains("had 2") == true)
    }

    @Test func aCopyOfAnotherDatabaseIsRefused() throws {
        let copy = try TemporaryCopy()
        try copy.store.prepareCopy(of: "other", named: "db")
        #expect(throws: StoreError.self) { try bringUpToDate(copy, from: beginning()) }
    }

    @Test func aDatabaseWithEventsOfItsOwnDoesNotBecomeACopy() throws {
        let copy = try TemporaryCopy()
        try copy.store.beginImport(startedAt: Instant(seconds: 1)).commit(finishedAt: Instant(seconds: 2))
        #expect(throws: StoreError.self) { try bringUpToDate(copy, from: beginning()) }
    }

    @Test func twoDescriptionsWithOneHashAreRefusedByName() throws {
        let copy = try TemporaryCopy()
        var answers = beginning()
        addCount(1, to: &answers)
        answers.add { rows in
            for device in ["d1", "d2"] {
                rows.put(UInt64(11))
                for text in [device, "", "sdk", "Mqtt", "", ""] { rows.put(text) }
            }
        }
        let error = #expect(throws: ClickHouseError.self) { try bringUpToDate(copy, from: answers) }
        #expect(error?.kind == .inconsistent && error?.description.contains("device 'd2'") == true)
    }
}
