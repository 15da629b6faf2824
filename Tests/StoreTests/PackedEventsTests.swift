import Model
import Testing

@testable import Store

@Suite struct PackedEventsTests {
    private func event(ticks: Int64, _ client: ClientID) -> Event {
        Event(time: Instant(ticks: ticks), client: client, eventType: 3)
    }

    private func packed(_ events: [Event], hour: Int = 0) throws -> (text: String, unit: Int64, shift: Int64) {
        let packed = try PackedEvents(events[...], hour: hour)
        #expect(packed.records == events.count)
        var cursor = try EventCursor(hour: Int64(hour), head: 3, packed)
        #expect(try cursor.rest() == events)
        return (String(decoding: packed.text, as: UTF8.self), packed.unit, packed.shift)
    }

    /// Clients up to 5 take three bits: 10 << 3 | 5 is 85, 11 << 3 | 2 is 90, 11 << 3 | 3 is 91.
    @Test func anEventIsItsSecondAndItsClientAndTheDistanceFromTheOneBefore() throws {
        let events = [event(ticks: 100_000_000, 5), event(ticks: 110_000_000, 2), event(ticks: 110_000_000, 3)]
        #expect(try packed(events) == ("[85,5,1]", 10_000_000, 3))
    }

    @Test func theHourBeginsAtNoughtAlsoBefore1970() throws {
        #expect(try packed([event(ticks: 36_000_000_000, 0)], hour: 1) == ("[0]", 10_000_000, 0))
        #expect(try packed([event(ticks: -5, 0)], hour: -1) == ("[35999999995]", 1, 0))
    }

    @Test(arguments: [
        (Int64(20_000_000), Int64(10_000_000), "2"), (20_010_000, 10_000, "2001"), (20_000_010, 10, "2000001"),
        (20_000_001, 1, "20000001"),
    ])
    func theUnitIsTheLongestThatTheTimesAreMultiplesOf(ticks: Int64, unit: Int64, number: String) throws {
        #expect(try packed([event(ticks: ticks, 0)]) == ("[\(number)]", unit, 0))
    }

    @Test func clientsBeyond22BitsAndTheLastTickOfAnHourAreKept() throws {
        let client: ClientID = 134_217_727
        // 27 bits: 35,999,999,999 << 27 | 134,217,727.
        #expect(try packed([event(ticks: 35_999_999_999, client)]) == ("[4831838207999999999]", 1, 27))
        #expect(try packed([event(ticks: 35_990_000_000, .max)]).shift == 32)
    }

    @Test func whatDoesNotFitInto63BitsIsRefused() throws {
        #expect(throws: EventDamage.outOfRange) { try PackedEvents([event(ticks: 1, 1 << 27)], hour: 0) }
    }

    @Test(arguments: [
        ("", EventDamage.form), ("[", .form), ("[]", .form), ("[1", .form), ("[1]]", .form), ("[1,]", .form),
        ("[1.5]", .form), ("[-1]", .form), ("1]", .form), ("[ 1]", .form), ("[12345678901234567890]", .form),
        ("[1,2]", .sums), ("[28800]", .outOfRange), ("[9999999999999999999]", .outOfRange),
    ])
    func aTextThatIsNotOursEndsWithWhatIsWrong(text: String, damage: EventDamage) {
        #expect(throws: damage) {
            let packed = PackedEvents(records: 1, unit: 10_000_000, shift: 3, text: Array(text.utf8))
            var cursor = try EventCursor(hour: 0, head: 3, packed)
            _ = try cursor.rest()
        }
    }

    /// Only the first number may be 0: an event comes once.
    @Test func anEventThatComesTwiceIsDamage() throws {
        func rest(_ text: String) throws -> Int {
            let packed = PackedEvents(records: 2, unit: 10_000_000, shift: 3, text: Array(text.utf8))
            var cursor = try EventCursor(hour: 0, head: 3, packed)
            return try cursor.rest().count
        }
        #expect(try rest("[0,1]") == 2)
        #expect(throws: EventDamage.disordered) { try rest("[1,0]") }
    }

    @Test(arguments: [(Int64.max, Int64(1), Int64(0)), (0, 0, 0), (0, 1, 33), (0, 1, -1), (0, .max, 0)])
    func aRowWithNumbersOutOfRangeIsDamaged(hour: Int64, unit: Int64, shift: Int64) {
        let packed = PackedEvents(records: 1, unit: unit, shift: shift, text: Array("[1]".utf8))
        #expect(throws: EventDamage.outOfRange) { try EventCursor(hour: hour, head: 0, packed) }
    }
}
