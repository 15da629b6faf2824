import Model
import SQLite
@testable import Store
import Testing

/// Which states hold, and which are kept.
@Suite struct HubStateTests {
    private func state(_ day: Int64, hub: TextID = 1, run: Int64 = 1, rules: String = "a", byte: UInt8 = 7)
        -> StoredState
    {
        StoredState(
            moment: Fixture.midnight.advanced(bySeconds: day * 86_400), hub: hub, run: run, rules: rules, identities: 1,
            bytes: [byte, 1, 2, 3])
    }

    private func found(_ store: Store, _ day: Int64, rules: String = "a") throws -> [StoredState] {
        try store.states(upTo: Fixture.midnight.advanced(bySeconds: day * 86_400), rules: rules)
    }

    @Test func theLatestStateOfEachHubUpToAMomentIsFound() throws {
        let store = try Fixture().open()
        try store.keep([state(0), state(1), state(2), state(0, hub: 2)], days: 10)
        #expect(try found(store, 1) == [state(1), state(0, hub: 2)])
        #expect(try found(store, -1) == [])
    }

    @Test func aStateOfOtherRulesOrDamagedBytesIsPassedOver() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try store.keep([state(0), state(1, rules: "b")], days: 10)
        #expect(try found(store, 1) == [state(0)])
        try store.connection.execute("UPDATE hub_state SET state = x'07010204' WHERE rules = 'a'")
        #expect(try found(store, 1) == [])
    }

    @Test func aLateRecordBeforeAStateEndsItAndLeavesEarlierOnes() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(60, 0, 2)], to: store, devices: 2)
        try store.keep([state(0), state(1), state(2)], days: 10)
        #expect(try found(store, 2) == [state(2)])
        try Fixture.add([Fixture.event(86_400 + 60, 1, 2)], to: store, devices: 2)
        #expect(try found(store, 2) == [state(1)])
        #expect(try store.stateDigests(at: state(2).moment, rules: "a") == [:])
        #expect(try store.stateDigests(at: state(1).moment, rules: "a") == [1: state(1).digest])
    }

    @Test func whatIsPrunedLeavesTheStateAtItsEnd() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(60, 0, 2)], to: store, devices: 2)
        try store.keep([state(0), state(1), state(2)], days: 10)
        _ = try store.prune(eventsBefore: state(1).moment, countsBefore: nil)
        #expect(try found(store, 0) == [])
        #expect(try found(store, 1, rules: "b") == [state(1)])
        #expect(try found(store, 2, rules: "b") == [state(1)])
    }

    @Test func olderStatesAreThinnedToOneAWeek() throws {
        let fixture = try Fixture()
        let store = try fixture.open()
        for day in 0...40 { try store.keep([state(Int64(day))], days: 10) }
        let kept = try fixture.rows(
            "SELECT (moment / 10000000 - 1773100800) / 86400 FROM hub_state WHERE length(state) > 0 ORDER BY moment")
        // Weeks begin on Thursdays as 1970 does; 10 March 2026 is a Tuesday.
        #expect(kept == ["1", "8", "15", "22", "29"] + (30...40).map(String.init))
        #expect(try found(store, 7) == [state(1)], "one without its bytes is no state to go on from")
        #expect(
            try store.stateDigests(at: state(7).moment, rules: "a") == [1: state(7).digest],
            "but is known by its digest")
    }
}
