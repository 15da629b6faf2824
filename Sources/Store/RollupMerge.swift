import Model
import SQLite

extension ImportSession {
    /// Adds counts of events of one type to `rollup`: one row for each window is written, and written anew where it had
    /// counts already.
    func addToRollup(_ counts: [CountsOfWindow], eventType: EventTypeID) throws {
        for window in counts { try addRow(window.devices, window: window.start, eventType: eventType) }
    }

    private func addRow(_ new: [DeviceCount], window: Int64, eventType: EventTypeID) throws {
        let find = statements.findCounts
        try find.bind(window, at: 1)
        try find.bind(Int64(eventType), at: 2)
        var counts = new
        if try find.step() {
            defer { find.reset() }
            let row = RollupRow(find)
            counts = try row.checked(store.path) { () throws(CountDamage) in
                try PackedCounts.sum(row.counts.unpacked(), new)
            }
        }
        let packed = PackedCounts(counts)
        try statements.putCounts.run(
            .integer(window), .integer(eventType), .integer(packed.devices), .integer(packed.records),
            .blob(packed.bytes))
    }
}

/// What the events of one type in one window come to by device.
struct CountsOfWindow: Sendable {
    /// Seconds since 1970.
    let start: Int64
    let devices: [DeviceCount]

    /// Those of every window that has any of the events, which must be in ascending order of time.
    static func all(of events: ArraySlice<Event>, _ deviceOfClient: [DeviceID]) -> [CountsOfWindow] {
        var all: [CountsOfWindow] = []
        var devices: [DeviceID] = []
        var index = events.startIndex
        while index < events.endIndex {
            let start = StoredWindow.start(of: events[index].time)
            let end = Instant(seconds: start + StoredWindow.seconds)
            devices.removeAll(keepingCapacity: true)
            while index < events.endIndex, events[index].time < end {
                devices.append(deviceOfClient[Int(events[index].client)])
                index += 1
            }
            all.append(CountsOfWindow(start: start, devices: DeviceCount.counting(&devices)))
        }
        return all
    }
}

/// One row of `rollup`.
struct RollupRow {
    /// What a statement must select, in this order.
    static let columns = "window_start, head, devices, records, counts"

    let window: Int64
    let eventType: EventTypeID
    let counts: PackedCounts

    init(_ row: Statement) {
        window = row.integer(0)
        eventType = EventTypeID(truncatingIfNeeded: row.integer(1))
        counts = PackedCounts(devices: row.integer(2), records: row.integer(3), bytes: row.bytes(4))
    }

    /// Counts by device; throws `StoreError.inconsistent` for a damaged row.
    func unpacked(_ path: String) throws -> [DeviceCount] {
        try checked(path) { () throws(CountDamage) in try counts.unpacked() }
    }

    /// What is wrong with the row, as a part of a sentence.
    func words(_ damage: CountDamage) -> String {
        "the counts of \(moment), head \(eventType), are damaged: \(damage)"
    }

    /// The start of the window in words, also where a damaged file gives one that is no moment.
    var moment: String {
        let (ticks, overflow) = window.multipliedReportingOverflow(by: Instant.ticksPerSecond)
        return overflow ? "second \(window)" : Instant(ticks: ticks).description
    }

    func checked<Result>(_ path: String, _ body: () throws(CountDamage) -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw StoreError.inconsistent(path: path, detail: words(error))
        }
    }
}
