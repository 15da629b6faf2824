import Model
import SQLite

/// A row to be counted: a stored count, or an event, which counts one.
struct CountedRow {
    /// Number of the window in the span, from 0.
    let window: UInt32
    let device: DeviceID
    let head: HeadID
    let records: UInt32
}

/// Where the rows of a count come from, and to which window a moment belongs.
///
/// The windows begin with the span, so that a day of 23 or 25 hours is divided from its own midnight.
struct CountSource {
    let span: TimeWindow
    let length: WindowLength
    /// For counting events; nil to take the stored counts.
    let deviceOfClient: [DeviceID]?

    func start(ofWindow window: UInt32) -> Instant {
        span.start.advanced(bySeconds: Int64(window) * Int64(length.seconds))
    }

    /// Hands over all rows in ascending order of window.
    func forEachRow(_ connection: Connection, _ body: (CountedRow) throws -> Void) throws {
        if let deviceOfClient {
            try forEachEvent(connection, deviceOfClient, body)
        } else {
            try forEachStored(connection, body)
        }
    }

    private func forEachStored(_ connection: Connection, _ body: (CountedRow) throws -> Void) throws {
        let sql = """
            SELECT \(RollupRow.columns) FROM rollup WHERE window_start >= ? AND window_start < ?
            ORDER BY window_start, head
            """
        let start = span.start.seconds
        try connection.forEach(sql, .integer(start), .integer(span.end.seconds)) { statement in
            let row = RollupRow(statement)
            let window = UInt32(truncatingIfNeeded: (row.window - start) / Int64(length.seconds))
            for count in try row.unpacked(connection.path) {
                try body(
                    CountedRow(window: window, device: count.device, head: row.head, records: count.records))
            }
        }
    }

    private func forEachEvent(
        _ connection: Connection, _ deviceOfClient: [DeviceID], _ body: (CountedRow) throws -> Void
    ) throws {
        let sql = """
            SELECT time, client, head FROM event WHERE time >= ? AND time < ? ORDER BY time, client, head
            """
        let start = span.start.ticks
        let ticks = Int64(length.seconds) * Instant.ticksPerSecond
        try connection.forEach(sql, .integer(start), .integer(span.end.ticks)) { row in
            let client = row.integer(1)
            guard client >= 0, client < Int64(deviceOfClient.count) else {
                throw StoreError.inconsistent(path: connection.path, detail: "an event of an unknown client")
            }
            try body(
                CountedRow(
                    window: UInt32(truncatingIfNeeded: (row.integer(0) - start) / ticks),
                    device: deviceOfClient[Int(client)], head: HeadID(truncatingIfNeeded: row.integer(2)), records: 1))
        }
    }
}

/// Counts rows by coarse ranges of identities, to cut them into slices that fit into memory.
struct SliceCounter {
    private let shift: UInt64
    private var rows: [Int]

    /// `identityBits`: identities are below 2 to that power.
    ///
    /// At most a million ranges are counted.
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
