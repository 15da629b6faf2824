package import Model
import SQLite

extension Store {
    /// The devices and modules that have records in a span, by hub.
    package func devicesByHub(in span: TimeWindow) throws -> [TextID: Set<DeviceID>] {
        let statement = try connection.prepare(
            """
            SELECT DISTINCT h.hub, r.device FROM rollup r JOIN head h ON h.id = r.head
            WHERE r.window_start >= ?1 AND r.window_start < ?2
            """)
        try statement.bind([.integer(span.start.seconds), .integer(span.end.seconds)])
        var devices: [TextID: Set<DeviceID>] = [:]
        while try statement.step() {
            devices[TextID(truncatingIfNeeded: statement.integer(0)), default: []]
                .insert(DeviceID(truncatingIfNeeded: statement.integer(1)))
        }
        return devices
    }
}
