import Model
import SQLite

/// How many of each the vocabulary of the database has: the next numbers, and the bounds of valid ones.
struct VocabularySizes {
    var texts: Int
    var devices: Int
    var clients: Int
    var eventTypes: Int

    init(_ connection: Connection) throws {
        func size(_ table: String) throws -> Int {
            Int(try connection.integer("SELECT max(id) + 1 FROM \(table)") ?? 0)
        }
        texts = try size("text")
        devices = try size("device")
        clients = try size("client")
        eventTypes = try size("head")
    }

    func grown(by additions: VocabularyAdditions) -> VocabularySizes {
        var grown = self
        grown.texts += additions.texts.count
        grown.devices += additions.devices.count
        grown.clients += additions.clients.count
        grown.eventTypes += additions.eventTypes.count
        return grown
    }

    /// Throws when an addition refers to something that this vocabulary does not have.
    func check(_ additions: VocabularyAdditions) throws {
        for client in additions.clients {
            let highestText = max(client.sdk, client.transport, client.authentication, client.address)
            guard Int(client.device) < devices, Int(highestText) < texts else {
                throw StoreError.invalidImport(detail: "a client refers to an unknown device or text")
            }
        }
        for eventType in additions.eventTypes {
            guard Int(max(eventType.hub, eventType.code, eventType.description)) < texts else {
                throw StoreError.invalidImport(detail: "a head refers to an unknown text")
            }
        }
    }

    /// Throws when a batch breaks what `HourBatch` promises.
    func check(_ batch: HourBatch) throws {
        let span = HourBatch.span(ofHour: batch.hour)
        guard let first = batch.events.first, let last = batch.events.last else {
            guard batch.counts.isEmpty else { throw StoreError.invalidImport(detail: "counts of no events") }
            return
        }
        guard first.time >= span.start, last.time < span.end else {
            throw StoreError.invalidImport(detail: "an event outside its hour")
        }
        var previous = first
        var highestClient = first.client
        var highestEventType = first.eventType
        for event in batch.events.dropFirst() {
            guard previous < event else { throw StoreError.invalidImport(detail: "events out of order") }
            highestClient = max(highestClient, event.client)
            highestEventType = max(highestEventType, event.eventType)
            previous = event
        }
        guard Int(highestClient) < clients, Int(highestEventType) < eventTypes else {
            throw StoreError.invalidImport(detail: "an event refers to an unknown client or head")
        }
        try checkCounts(of: batch)
    }

    private func checkCounts(of batch: HourBatch) throws {
        var counted: Int64 = 0
        var previous: WindowCount?
        for count in batch.counts {
            if let previous, !previous.isBefore(count) {
                throw StoreError.invalidImport(detail: "counts out of order")
            }
            guard (1...Int64(batch.events.count)).contains(count.records) else {
                throw StoreError.invalidImport(detail: "a count of \(count.records)")
            }
            counted += count.records
            previous = count
        }
        guard counted == Int64(batch.events.count) else {
            throw StoreError.invalidImport(detail: "counts of \(counted) for \(batch.events.count) events")
        }
    }
}

/// The statements that an import runs again and again.
struct ImportStatements {
    let text: Statement
    let device: Statement
    let client: Statement
    let eventType: Statement
    let hasEvents: Statement
    let range: Statement
    let insertEvents: Statement
    let findCounts: Statement
    let putCounts: Statement
    let addHour: Statement
    let raiseRevision: Statement

    init(_ connection: Connection) throws {
        text = try connection.prepare("INSERT INTO text (id, value) VALUES (?, ?)")
        device = try connection.prepare("INSERT INTO device (id, name, module) VALUES (?, ?, ?)")
        client = try connection.prepare(
            """
            INSERT INTO client (id, device, sdk, transport, authentication, address)
            SELECT ? + rowid, c0, c1, c2, c3, c4 FROM feed_client
            """)
        eventType = try connection.prepare(
            "INSERT INTO head (id, hub, operation, level, code, description) VALUES (?, ?, ?, ?, ?, ?)")
        hasEvents = try connection.prepare("SELECT 1 FROM event WHERE time BETWEEN ? AND ? LIMIT 1")
        range = try connection.prepare(
            "SELECT time, client, head FROM event WHERE time BETWEEN ? AND ? ORDER BY time, client, head")
        insertEvents = try connection.prepare(
            "INSERT INTO event (time, client, head) SELECT c0, c1, c2 FROM feed_event")
        findCounts = try connection.prepare(
            "SELECT \(RollupRow.columns) FROM rollup WHERE window_start = ? AND head = ?")
        putCounts = try connection.prepare(
            """
            INSERT INTO rollup (\(RollupRow.columns)) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (window_start, head) DO UPDATE
            SET devices = excluded.devices, records = excluded.records, counts = excluded.counts
            """)
        addHour = try connection.prepare(
            """
            INSERT INTO hour (hour, head, records) VALUES (?, ?, ?)
            ON CONFLICT (hour, head) DO UPDATE SET records = records + excluded.records
            """)
        raiseRevision = try connection.prepare(
            """
            INSERT INTO hour_revision (hour, revision) VALUES (?, ?)
            ON CONFLICT (hour) DO UPDATE SET revision = excluded.revision
            """)
    }
}
