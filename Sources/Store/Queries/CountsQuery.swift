package import Model
import SQLite

/// The records of one identity, operation, level and code in one window.
package struct StoredCount: Equatable, Sendable {
    package let hub: TextID
    package let device: DeviceID
    package let operation: Operation
    package let level: Level
    package let code: TextID
    package let window: Instant
    package let records: Int64
}

extension Store {
    /// Hands over the counts of a span, grouped by windows of a length, the first of which begins with the span.
    ///
    /// They come in order of hub, device, module, operation, level, code (names as bytes of UTF-8) and window.
    /// Where the windows are made of whole quarter hours they come from the stored counts, else from the events.
    /// Throws `StoreError.pruned` where the span begins before what is kept. Memory: at most `rowsAtOnce`
    /// rows of 32 bytes twice over, besides a few numbers a device; more rows take more passes over the span.
    package func forEachCount(
        in span: TimeWindow, by length: WindowLength, rowsAtOnce: Int = 1_000_000,
        _ body: (StoredCount) throws -> Void
    ) throws {
        try connection.snapshot {
            let source = try countSource(span, length)
            let ranking = try CountRanking(self)
            var counter = SliceCounter(ranking.identityBits)
            var rows: [RankedRow] = []
            var total = 0
            try source.forEachRow(connection) { row in
                counter.add(try ranking.identity(row))
                total += 1
                if total <= rowsAtOnce { rows.append(try RankedRow(row, ranking)) }
            }
            if total <= rowsAtOnce { return try handOver(&rows, of: source, ranking, body) }
            for slice in counter.slices(rowsAtOnce: rowsAtOnce) {
                rows.removeAll(keepingCapacity: true)
                try source.forEachRow(connection) { row in
                    if slice.contains(try ranking.identity(row)) { rows.append(try RankedRow(row, ranking)) }
                }
                try handOver(&rows, of: source, ranking, body)
            }
        }
    }

    /// Stored counts, or single events, as (moment, device, head, records) in ascending order of moment.
    private func countSource(_ span: TimeWindow, _ length: WindowLength) throws -> CountSource {
        let stored = WindowCount.storedSeconds
        let ticks = stored * Instant.ticksPerSecond
        let isStored =
            Int64(length.seconds) % stored == 0 && span.start.ticks % ticks == 0 && span.end.ticks % ticks == 0
        let retention = try retention()
        if let kept = isStored ? retention.countsFrom : retention.eventsFrom, span.start < kept {
            throw StoreError.pruned(before: kept.description, asked: span.start.description)
        }
        return CountSource(span: span, length: length, isStored: isStored)
    }

    private func handOver(
        _ rows: inout [RankedRow], of source: CountSource, _ ranking: CountRanking, _ body: (StoredCount) throws -> Void
    ) throws {
        // Stable: the rows of one key stay in order of time.
        RadixSort.sort(&rows) { $0.key }
        var index = 0
        while index < rows.count {
            let first = rows[index]
            let window = source.windowStart(of: first.moment)
            var records: Int64 = 0
            while index < rows.count, rows[index].key == first.key, source.windowStart(of: rows[index].moment) == window {
                records += rows[index].records
                index += 1
            }
            let head = ranking.heads[Int(first.head)]
            try body(
                StoredCount(
                    hub: head.hub, device: first.device, operation: head.operation, level: head.level, code: head.code,
                    window: window, records: records))
        }
    }
}

private struct RankedRow: BitwiseCopyable {
    let key: UInt64
    let device: DeviceID
    let head: HeadID
    let moment: Instant
    let records: Int64

    init(_ row: CountedRow, _ ranking: CountRanking) throws {
        key = try ranking.identity(row) << ranking.groupBits | ranking.group(row)
        device = row.device
        head = row.head
        moment = row.moment
        records = row.records
    }
}
