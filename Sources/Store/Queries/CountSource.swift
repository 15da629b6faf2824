import Model
import SQLite

/// A row to be counted: a stored count, or an event, which counts one.
struct CountedRow {
    /// Number of the window in the span, from 0.
    let window: UInt32
    let device: DeviceID
    let eventType: EventTypeID
    let records: UInt32
}

/// Where the rows of a count come from, and to which window a moment belongs.
///
/// The windows begin anew with each day, so that a day of 23 or 25 hours is divided from its own midnight.
struct CountSource {
    let span: TimeWindow
    let length: WindowLength
    /// For counting events; nil to take the stored counts.
    let deviceOfClient: [DeviceID]?
    /// Starts of the days in ticks, ascending, and the number of the first window of each.
    private let starts: [Int64]
    private let firstWindows: [UInt32]

    /// - Parameter days: at least one, each beginning where the one before ends.
    init(days: [TimeWindow], length: WindowLength, deviceOfClient: [DeviceID]?) {
        span = TimeWindow(from: days.first?.start ?? .init(ticks: 0), to: days.last?.end ?? .init(ticks: 0))
        self.length = length
        self.deviceOfClient = deviceOfClient
        starts = days.map(\.start.ticks)
        var windows: UInt32 = 0
        firstWindows = days.map { day in
            defer { windows += UInt32((day.seconds + Int64(length.seconds) - 1) / Int64(length.seconds)) }
            return windows
        }
    }

    func start(ofWindow window: UInt32) -> Instant {
        let day = CountSource.last(in: firstWindows, notAfter: window)
        return Instant(ticks: starts[day])
            .advanced(bySeconds: Int64(window - firstWindows[day]) * Int64(length.seconds))
    }

    /// The number of the window of a moment within the span.
    private func window(ofTicks ticks: Int64) -> UInt32 {
        let day = starts.count == 1 ? 0 : CountSource.last(in: starts, notAfter: ticks)
        let windowTicks = Int64(length.seconds) * Instant.ticksPerSecond
        return firstWindows[day] + UInt32(truncatingIfNeeded: (ticks - starts[day]) / windowTicks)
    }

    /// The position of the last of ascending values that is not greater than one; 0 where all are.
    private static func last<Value: Comparable>(in values: [Value], notAfter value: Value) -> Int {
        var low = 0
        var high = values.count
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if values[middle] <= value { low = middle } else { high = middle }
        }
        return low
    }

    /// Hands over all rows in ascending order of window.
    func forEachRow(_ store: Store, _ body: (CountedRow) throws -> Void) throws {
        if let deviceOfClient {
            try forEachEvent(store, deviceOfClient, body)
        } else {
            try forEachStored(store.connection, body)
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
            let window = window(ofTicks: row.window * Instant.ticksPerSecond)
            for count in try row.unpacked(connection.path) {
                try body(
                    CountedRow(window: window, device: count.device, eventType: row.eventType, records: count.records))
            }
        }
    }

    private func forEachEvent(
        _ store: Store, _ deviceOfClient: [DeviceID], _ body: (CountedRow) throws -> Void
    ) throws {
        try store.forEachBatch(in: span) { events in
            for event in events {
                guard Int(event.client) < deviceOfClient.count else {
                    throw StoreError.inconsistent(path: store.path, detail: "an event of an unknown client")
                }
                try body(
                    CountedRow(
                        window: window(ofTicks: event.time.ticks), device: deviceOfClient[Int(event.client)],
                        eventType: event.eventType, records: 1))
            }
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
