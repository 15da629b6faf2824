import Foundation
import Model
import SQLite
import Store

/// A database in a folder of its own, and the moments, devices and event types that the tests speak of.
///
/// Hub 1 is `pumps`, hub 2 `gates`. Heads: 0 connect, 1 clean disconnect, 2 disconnect 404104 on `pumps`, 3 the same
/// on `gates`, 4 a 404104 on `pumps` that differs from 2 in its description alone.
final class Fixture {
    let folder: String
    var path: String { folder + "/state.db" }

    /// 2026-03-10T00:00:00Z.
    static let midnight = Instant(seconds: 1_773_100_800)
    static let firstHour = 492_528

    static var day: TimeWindow { TimeWindow(from: midnight, to: midnight.advanced(bySeconds: 86_400)) }

    init() throws {
        folder = Fixture.root + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Outlives the stores of all tests and goes with the process.
    private static let root: String = {
        atexit { try? FileManager.default.removeItem(atPath: Fixture.root) }
        return NSTemporaryDirectory() + "store-tests-\(getpid())"
    }()

    func open(_ mode: Store.Mode = .readWrite) throws -> Store {
        try Store.open(path, mode: mode, busyMilliseconds: 0)
    }

    /// A vocabulary of that many devices `device-0`, `device-1`, each with one client of its number.
    static func vocabulary(devices: Int) -> VocabularyAdditions {
        var additions = VocabularyAdditions()
        additions.texts = ["pumps", "gates", "404104", "DeviceConnectionClosedRemotely", "Mqtt", "closed"]
        additions.devices = (0..<devices).map { Device(name: "device-\($0)") }
        additions.clients = (0..<UInt32(devices)).map {
            ClientDescription(device: $0, sdk: 0, transport: 5, authentication: 0, address: 0)
        }
        additions.eventTypes = [
            EventType(hub: 1, operation: .connect, level: .information, code: 0, description: 0),
            EventType(hub: 1, operation: .disconnect, level: .information, code: 0, description: 0),
            EventType(hub: 1, operation: .disconnect, level: .error, code: 3, description: 4),
            EventType(hub: 2, operation: .disconnect, level: .error, code: 3, description: 4),
            EventType(hub: 1, operation: .disconnect, level: .error, code: 3, description: 6),
        ]
        return additions
    }

    /// An event so many seconds after midnight.
    static func event(_ seconds: Int64, _ client: ClientID, _ eventType: EventTypeID) -> Event {
        Event(time: midnight.advanced(bySeconds: seconds), client: client, eventType: eventType)
    }

    /// Imports events in one session, with the vocabulary when the database is new.
    @discardableResult
    static func add(_ events: [Event], to store: Store, devices: Int = 4) throws -> MergeResult {
        let session = try store.beginImport(startedAt: midnight)
        if try store.vocabulary().devices.isEmpty { try session.add(vocabulary(devices: devices)) }
        try merge(events, into: session)
        try session.commit(finishedAt: midnight)
        return session.merged
    }

    /// Merges events hour by hour, each hour in the order given.
    static func merge(_ events: [Event], into session: ImportSession) throws {
        for (hour, events) in Dictionary(grouping: events, by: \.time.hour).sorted(by: { $0.key < $1.key }) {
            try session.merge(events, hour: hour)
        }
    }

    static func file(
        _ path: String, summary: ReadingSummary = ReadingSummary(), hours: [Int: Int64] = [:],
        rejections: [Rejection] = [], resumed: Bool = false
    ) -> FileRecord {
        FileRecord(
            path: path, name: path, size: 100, modified: midnight, headHash: [1, 2], tailHash: [3], summary: summary,
            hours: hours, rejections: rejections, resumed: resumed)
    }

    /// Rows of a query, each as its columns joined by bars.
    func rows(_ sql: String) throws -> [String] {
        let connection = try Connection(path, access: .read)
        var rows: [String] = []
        let count = sql.isEmpty ? 0 : columns(sql)
        try connection.forEach(sql) { row in
            rows.append((0..<Int32(count)).map { row.text($0) }.joined(separator: "|"))
        }
        return rows
    }

    /// Columns named before FROM; enough for the plain queries of the tests.
    private func columns(_ sql: String) -> Int {
        sql.components(separatedBy: " FROM ")[0].components(separatedBy: ",").count
    }

    /// The stored counts as `window|device|head|records`, in order of window, event type and device.
    ///
    /// Read as `docs/database.md` describes them, without the code under test.
    func counts() throws -> [String] {
        let connection = try Connection(path, access: .read)
        var lines: [String] = []
        let sql = "SELECT window_start, head, devices, records, counts FROM rollup ORDER BY window_start, head"
        try connection.forEach(sql) { row in
            let numbers = Fixture.leb128(row.bytes(4))
            var device = 0
            var records = 0
            for pair in stride(from: 0, to: numbers.count - 1, by: 2) {
                device += numbers[pair]
                records += numbers[pair + 1]
                lines.append("\(row.integer(0))|\(device)|\(row.integer(1))|\(numbers[pair + 1])")
            }
            if numbers.count != 2 * Int(row.integer(2)) || records != Int(row.integer(3)) {
                lines.append("a row that contradicts itself")
            }
        }
        return lines
    }

    private static func leb128(_ bytes: [UInt8]) -> [Int] {
        var numbers: [Int] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(where: { $0 < 128 }) {
            numbers.append(rest[...end].reversed().reduce(0) { $0 * 128 + Int($1 % 128) })
            rest = rest[(end + 1)...]
        }
        return numbers
    }

    /// The whole content that must not depend on the order or number of imports.
    func content() throws -> [String] {
        try rows("SELECT time, client, head FROM event ORDER BY 1, 2, 3")
            + counts()
            + rows("SELECT hour, head, records FROM hour ORDER BY 1, 2")
    }
}
