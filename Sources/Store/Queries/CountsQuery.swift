package import Model
import SQLite

/// The records of one identity, operation, level and code in one window.
package struct StoredCount: Equatable, Sendable {
    package let hub: TextID
    package let device: DeviceID
    package let operation: ConnectionOperation
    package let level: Level
    package let code: TextID
    /// Start of the window.
    package let window: Instant
    package let records: Int64
}

extension Store {
    /// Hands over the counts of days that follow one another, grouped by windows of a length, the first of which
    /// begins with each day.
    ///
    /// They come in order of hub, device, module, operation, level, code (names as bytes of UTF-8) and window.
    /// Where the windows are made of whole quarter hours they come from the stored counts, else from the events.
    /// Throws `StoreError.pruned` where the span begins before what is kept.
    ///
    /// Memory: `rowsAtOnce` rows of 16 bytes twice over, besides a few numbers a device; where that is not enough
    /// the span is read once more for every so many rows.
    package func forEachCount(
        in days: [TimeWindow], by length: WindowLength, rowsAtOnce: Int = 2_000_000,
        _ body: (StoredCount) throws -> Void
    ) throws {
        guard !days.isEmpty else { return }
        try connection.snapshot {
            let source = try countSource(days, length)
            let ranking = try CountRanking(self)
            var counter = SliceCounter(ranking.identityBits)
            var rows: [RankedRow] = []
            var total = 0
            try source.forEachRow(self) { row in
                let ranked = try RankedRow(row, ranking)
                counter.add(ranked.key >> ranking.groupBits)
                total += 1
                if total <= rowsAtOnce { rows.append(ranked) }
            }
            if total <= rowsAtOnce { return try handOver(&rows, source, ranking, body) }
            for slice in counter.slices(rowsAtOnce: rowsAtOnce) {
                rows.removeAll(keepingCapacity: true)
                try source.forEachRow(self) { row in
                    let ranked = try RankedRow(row, ranking)
                    if slice.contains(ranked.key >> ranking.groupBits) { rows.append(ranked) }
                }
                try handOver(&rows, source, ranking, body)
            }
        }
    }

    /// Stored counts where they are fine enough, else single events.
    private func countSource(_ days: [TimeWindow], _ length: WindowLength) throws -> CountSource {
        let stored = StoredWindow.seconds
        let ticks = stored * Instant.ticksPerSecond
        let isStored =
            Int64(length.seconds) % stored == 0
            && days.allSatisfy { $0.start.ticks % ticks == 0 && $0.end.ticks % ticks == 0 }
        let retention = try retention()
        if let kept = isStored ? retention.countsFrom : retention.eventsFrom, let start = days.first?.start,
            start < kept
        {
            throw StoreError.pruned(before: kept.description, asked: start.description)
        }
        return CountSource(
            days: days, length: length, deviceOfClient: isStored ? nil : try devicesOfClients())
    }

    private func handOver(
        _ rows: inout [RankedRow], _ source: CountSource, _ ranking: CountRanking, _ body: (StoredCount) throws -> Void
    ) throws {
        // Stable: the rows of one key stay in order of time.
        RadixSort.sort(&rows) { $0.key }
        var index = 0
        while index < rows.count {
            let first = rows[index]
            var records: Int64 = 0
            while index < rows.count, rows[index].key == first.key, rows[index].window == first.window {
                records += Int64(rows[index].records)
                index += 1
            }
            let eventType = ranking.eventType(first.key)
            try body(
                StoredCount(
                    hub: eventType.hub, device: ranking.device(first.key), operation: eventType.operation,
                    level: eventType.level,
                    code: eventType.code, window: source.start(ofWindow: first.window), records: records))
        }
    }
}

private struct RankedRow: BitwiseCopyable {
    let key: UInt64
    let window: UInt32
    let records: UInt32

    init(_ row: CountedRow, _ ranking: CountRanking) throws {
        key = try ranking.key(device: row.device, eventType: row.eventType)
        window = row.window
        records = row.records
    }
}
