import Model
import SQLite

/// A row to be counted: a stored count, or an event, which counts one.
struct CountedRow {
    let moment: Instant
    let device: DeviceID
    let head: HeadID
    let records: Int64
}

/// Where the rows of a count come from, and to which window a moment belongs.
struct CountSource {
    let span: TimeWindow
    let length: WindowLength
    /// From the stored counts; else from the events.
    let isStored: Bool

    /// The windows begin with the span, so that a day of 23 or 25 hours is divided from its own midnight.
    func windowStart(of moment: Instant) -> Instant {
        let ticks = Int64(length.seconds) * Instant.ticksPerSecond
        return Instant(ticks: moment.ticks - (moment.ticks - span.start.ticks) % ticks)
    }

    /// Hands over all rows in ascending order of moment.
    func forEachRow(_ connection: Connection, _ body: (CountedRow) throws -> Void) throws {
        let scale = isStored ? Instant.ticksPerSecond : 1
        let sql =
            isStored
            ? """
            SELECT window_start, device, head, records FROM rollup WHERE window_start >= ? AND window_start < ?
            ORDER BY window_start, device, head
            """
            : """
            SELECT e.time, c.device, e.head, 1 FROM event e JOIN client c ON c.id = e.client
            WHERE e.time >= ? AND e.time < ? ORDER BY e.time, e.client, e.head
            """
        let bounds = (span.start.ticks / scale, span.end.ticks / scale)
        try connection.forEach(sql, .integer(bounds.0), .integer(bounds.1)) { row in
            try body(
                CountedRow(
                    moment: Instant(ticks: row.integer(0) * scale),
                    device: DeviceID(truncatingIfNeeded: row.integer(1)),
                    head: HeadID(truncatingIfNeeded: row.integer(2)),
                    records: row.integer(3)))
        }
    }
}

/// Counts rows by coarse ranges of identities, to cut them into slices that fit into memory.
struct SliceCounter {
    private let shift: UInt64
    private var rows: [Int]

    /// `identityBits`: identities are below 2 to that power. At most a million ranges are counted.
    init(_ identityBits: UInt64) {
        shift = identityBits > 20 ? identityBits - 20 : 0
        rows = [Int](repeating: 0, count: 1 << Int(identityBits - shift))
    }

    mutating func add(_ identity: UInt64) {
        rows[Int(identity >> shift)] += 1
    }

    /// Ranges that together hold everything; none holds more rows than asked for, unless one range alone does.
    func slices(rowsAtOnce: Int) -> [Range<UInt64>] {
        var slices: [Range<UInt64>] = []
        var start = 0
        var sum = 0
        for index in rows.indices {
            if sum > 0, sum + rows[index] > rowsAtOnce {
                slices.append(UInt64(start) << shift..<UInt64(index) << shift)
                start = index
                sum = 0
            }
            sum += rows[index]
        }
        slices.append(UInt64(start) << shift..<UInt64.max)
        return slices
    }
}
