import Importing
import Foundation
package import Model
package import Store

/// An import into a ClickHouse database.
///
/// Events go out as they come; the rows of the ledger follow at the end, when every event was acknowledged. A run that dies
/// has sent events that nobody takes for a whole file, and the next one sends them again, which makes them no more.
package final class EventImport: ImportTarget, FileMemory {
    package var unchangedFiles: Int64 = 0

    private let server: EventServer
    private let startedAt: Instant
    private let facts: LedgerFacts
    private let eventsFrom: Instant?
    private let mostEvents: Int
    private var rows = EventRows()
    /// Events that wait to be sent.
    private var waiting: [Event] = []
    private var batch = RowBinaryWriter()
    private var files: [FileRecord] = []
    /// Empty for a file that was read since, or is gone.
    private var reasons: [ExactText: String] = [:]
    private var resources: [(hub: String, resource: String)] = []
    private var counts: [HubHour: UInt64] = [:]

    private struct HubHour: Hashable {
        let hub: TextID
        let hour: Int
    }

    /// Most bytes of one request, more or less.
    private static let mostBytes = 64 << 20
    /// Rows that are made before the size is looked at again: with the longest names some megabytes.
    private static let rowsAtOnce = 1000

    /// - Parameter mostEvents: how many are put in order and sent at once; of the numbers that were tried, half a million cost
    ///   servers least (docs/clickhouse.md).
    package init(_ server: EventServer, startedAt: Instant, mostEvents: Int = 500_000) throws {
        self.server = server
        self.startedAt = startedAt
        self.mostEvents = mostEvents
        try server.createTables(lacking: server.schema.names)
        try server.nameDatabase()
        facts = try server.ledgerFacts()
        eventsFrom = facts.eventsFrom
        batch.reserve(EventImport.mostBytes)
    }

    package func forEachWords(_ take: (VocabularyAdditions) throws -> Void) throws {
        try take(VocabularyAdditions(Vocabulary()))
    }

    package func ledger() throws -> Ledger { facts.ledger }

    package func unreadablePaths() throws -> [String] { facts.unreadable.keys.sorted().map(\.text) }

    package func unreadable() throws -> [String] {
        let now = facts.unreadable.merging(reasons) { _, new in new }
        return now.filter { !$0.value.isEmpty }.keys.sorted().map(\.text)
    }

    package func add(_ additions: VocabularyAdditions) throws {
        rows.add(additions)
        resources += additions.resources.map { (rows.text($0.hub), $0.resource.path) }
    }

    /// All events of the hour count as added: which of them the servers had, only they know.
    package func merge(_ events: [Event], hour: Int) throws -> MergeResult {
        var result = MergeResult()
        var sorted = HourSort.sorted(events, hour: hour)
        result.duplicates = Int64(events.count - sorted.count)
        if let eventsFrom, Instant(hour: hour) < eventsFrom {
            let all = sorted.count
            sorted.removeAll { $0.time < eventsFrom }
            result.expired = Int64(all - sorted.count)
        }
        result.added = Int64(sorted.count)
        var ofHub: [TextID: UInt64] = [:]
        var start = 0
        while start < sorted.count {
            // Events stand in order of their type.
            let type = sorted[start].eventType
            var end = start + 1
            while end < sorted.count, sorted[end].eventType == type { end += 1 }
            ofHub[rows.hub(of: type), default: 0] += UInt64(end - start)
            start = end
        }
        // An hour may come in several parts that share events: each alone is a number that there have to be at least.
        for (hub, events) in ofHub {
            let key = HubHour(hub: hub, hour: hour)
            counts[key] = max(counts[key] ?? 0, events)
        }
        var next = 0
        while next < sorted.count {
            let end = min(sorted.count, next + mostEvents - waiting.count)
            waiting += sorted[next..<end]
            next = end
            if waiting.count >= mostEvents { try flush() }
        }
        return result
    }

    /// Sends what waits, in the order of the table.
    private func flush() throws {
        guard !waiting.isEmpty else { return }
        let sorted = rows.sorted(waiting)
        waiting.removeAll(keepingCapacity: true)
        for start in stride(from: 0, to: sorted.count, by: EventImport.rowsAtOnce) {
            let end = min(sorted.count, start + EventImport.rowsAtOnce)
            rows.put(sorted[start..<end], into: &batch)
            guard batch.bytes.count >= EventImport.mostBytes || end == sorted.count else { continue }
            try server.insert(batch.bytes, into: ClickHouseSchema.event, ClickHouseSchema.eventColumns)
            batch.removeAll()
        }
    }

    package func recordFile(_ file: FileRecord) throws {
        try forgetUnreadable(file.path)
        files.append(file)
    }

    package func recordUnreadable(_ path: String, reason: String) throws { reasons[ExactText(path)] = reason }

    package func forgetUnreadable(_ path: String) throws {
        let path = ExactText(path)
        let isKnown = facts.unreadable[path] != nil || reasons[path] != nil
        if isKnown { reasons[path] = "" }
    }

    /// Files that are no logs stay in the ledger, since another machine may have read them.
    package func forgetStrangers(except met: Set<String>) throws {}

    package func commit(finishedAt: Instant) throws {
        try flush()
        let version = UInt64(bitPattern: finishedAt.ticks)
        try put(
            counts.sorted { ($0.key.hour, $0.key.hub) < ($1.key.hour, $1.key.hub) }, ClickHouseSchema.count,
            "hub, hour, events"
        ) {
            $0.put(rows.text($1.key.hub))
            $0.put(Int64($1.key.hour))
            $0.put($1.value)
        }
        try put(resources, ClickHouseSchema.resource, "hub, resource") {
            $0.put($1.hub)
            $0.put($1.resource)
        }
        try put(reasons.sorted { $0.key < $1.key }, ClickHouseSchema.unreadable, "path, version, reason") {
            $0.put($1.key.text)
            $0.put(version)
            $0.put($1.value)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let records = try files.map { (path: $0.path, text: String(decoding: try encoder.encode($0), as: UTF8.self)) }
        try put(records, ClickHouseSchema.file, "path, version, run, record") {
            $0.put($1.path)
            $0.put(version)
            $0.put(UInt64(bitPattern: startedAt.ticks))
            $0.put($1.text)
        }
    }

    /// Sends small rows, in requests of a bounded size.
    private func put<Row>(
        _ all: [Row], _ table: ClickHouseSchema.Table, _ columns: String,
        _ write: (inout RowBinaryWriter, Row) -> Void
    ) throws {
        var writer = RowBinaryWriter()
        for row in all {
            write(&writer, row)
            if writer.bytes.count >= EventImport.mostBytes {
                try server.insert(writer.bytes, into: table, columns)
                writer.removeAll()
            }
        }
        if !writer.bytes.isEmpty { try server.insert(writer.bytes, into: table, columns) }
    }

    package func rollback() {}
}
