import Model
import Testing

@testable import ClickHouse

@Suite struct EventRowsTests {
    @Test func aRowHasTheColumnsOfTheTableInTheirOrder() {
        var additions = VocabularyAdditions()
        additions.texts = ["hub", "404104", "Timeout", "sdk", "Mqtt", "key", "203.0.113.XXX"]
        additions.devices = [Device(name: "d1", module: "m")]
        additions.clients = [ClientDescription(device: 0, sdk: 4, transport: 5, authentication: 6, address: 7)]
        additions.eventTypes = [
            EventType(hub: 1, operation: .disconnect, level: .error, code: 2, description: 3)
        ]
        var rows = EventRows()
        rows.add(additions)
        var writer = RowBinaryWriter()
        rows.put([Event(time: Instant(ticks: 258), client: 0, eventType: 0)], into: &writer)
        func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + text.utf8 }
        let expected: [UInt8] =
            text("hub") + [2, 1, 0, 0, 0, 0, 0, 0] + text("d1") + text("m")
            + [ConnectionOperation.disconnect.rawValue, Level.error.rawValue] + text("404104") + text("Timeout")
            + text("sdk") + text("Mqtt") + text("key") + text("203.0.113.XXX")
        #expect(writer.bytes == expected)
        #expect(rows.text(rows.hub(of: 0)) == "hub")
    }

    @Test func theColumnsAreThoseOfTheTable() {
        let names = ClickHouseSchema.event.columns.split(separator: ",").compactMap { $0.split(separator: " ").first }
        #expect(names.joined(separator: ", ") == ClickHouseSchema.eventColumns)
        #expect(Set(ClickHouseSchema.event.key.split(separator: ", ")) == Set(names))
    }

    @Test func aLiteralCannotBeEnded() {
        #expect(ClickHouseSchema.literal("a'b\\") == "unhex('6127625c')")
    }

    @Test func tablesOfAClusterAreReplicatedAndSpread() {
        let statements = ClickHouseSchema(database: "db", cluster: "c").creating(ClickHouseSchema.file)
        #expect(
            statements == [
                "CREATE TABLE IF NOT EXISTS db.file_local (path String, version UInt64, run UInt64, record String) "
                    + "ENGINE = ReplicatedReplacingMergeTree('/hubdrops/db/{shard}/file', '{replica}', version) ORDER BY (path)",
                "CREATE TABLE IF NOT EXISTS db.file AS db.file_local "
                    + "ENGINE = Distributed(c, db, file_local, cityHash64(path))",
            ])
        #expect(ClickHouseSchema(database: "db", cluster: nil).local(ClickHouseSchema.file) == "db.file")
    }
}
