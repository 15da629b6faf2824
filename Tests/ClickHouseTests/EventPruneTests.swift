import Loopback
import Model
import Testing

@testable import ClickHouse

@Suite struct EventPruneTests {
    /// Every table has the days 5 and 20,000.
    private func statements(daysBefore: Int64?) throws -> [String] {
        var answers = EventServerAnswers()
        answers.add()
        let tables = daysBefore == nil ? 2 : 2 + ClickHouseSchema.dayTables.count
        for table in 0..<tables {
            answers.add { for day: Int64 in table < 2 ? [] : [5, 20_000] { $0.put(day) } }
            if table > 1 { answers.add() }
        }
        answers.add { rows in for table in ClickHouseSchema.tables { rows.put(table.name) } }
        answers.add()
        let loopback = try answers.server()
        try EventServerAnswers.servers(loopback).prune(
            before: Instant(seconds: 86_400 * 300), daysBefore: daysBefore, now: Instant(seconds: 86_400 * 400))
        return try loopback.requests.map(\.text).filter { $0.hasPrefix("ALTER") }
    }

    @Test func whatOldReportDaysCameToGoesTheRowByWhichItIsSeenLast() throws {
        #expect(
            try statements(daysBefore: 200)
                == ["day_drop", "drop_start", "device_day", "day_edition"].map {
                    "ALTER TABLE db.\($0) DROP PARTITION 5"
                })
    }

    @Test func whatReportDaysCameToStaysWithTheCounts() throws {
        #expect(try statements(daysBefore: nil).isEmpty)
    }
}
