package import Model
import SQLite

extension Store {
    /// The devices and modules that have records in a span, by hub.
    ///
    /// Throws `StoreError.inconsistent` for damaged counts.
    ///
    /// - Parameter isWanted: which records count.
    package func devicesByHub(
        in span: TimeWindow, where isWanted: (EventTypeID) -> Bool = { _ in true }
    ) throws -> [TextID: Set<DeviceID>] {
        let eventTypes = try readEventTypes()
        var devices: [TextID: Set<DeviceID>] = [:]
        let sql = "SELECT \(RollupRow.columns) FROM rollup WHERE window_start >= ? AND window_start < ?"
        try connection.forEach(sql, .integer(span.start.seconds), .integer(span.end.seconds)) { statement in
            let row = RollupRow(statement)
            guard Int(row.eventType) < eventTypes.count else {
                throw StoreError.inconsistent(path: path, detail: "counts of an unknown head")
            }
            guard isWanted(EventTypeID(row.eventType)) else { return }
            let hub = eventTypes[Int(row.eventType)].hub
            for count in try row.unpacked(path) { devices[hub, default: []].insert(count.device) }
        }
        return devices
    }
}
