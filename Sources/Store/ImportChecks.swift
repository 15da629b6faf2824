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
        guard additions.resources.allSatisfy({ Int($0.hub) < texts }) else {
            throw StoreError.invalidImport(detail: "a resource refers to an unknown text")
        }
    }

    /// Throws where an event is not of an hour, or refers to something that this vocabulary does not have.
    func check(_ events: [Event], hour: Int) throws {
        let span = TimeWindow(hour: hour)
        var highestClient: ClientID = 0
        var highestEventType: EventTypeID = 0
        for event in events {
            guard span.contains(event.time) else { throw StoreError.invalidImport(detail: "an event outside its hour") }
            highestClient = max(highestClient, event.client)
            highestEventType = max(highestEventType, event.eventType)
        }
        guard events.isEmpty || (Int(highestClient) < clients && Int(highestEventType) < eventTypes) else {
            throw StoreError.invalidImport(detail: "an event refers to an unknown client or head")
        }
    }
}

/// The statements that an import runs again and again.
struct ImportStatements {
    let text: Statement
    let device: Statement
    let client: Statement
    let eventType: Statement
    let resource: Statement
    let findEvents: Statement
    let putEvents: Statement
    let findCounts: Statement
    let putCounts: Statement
    let addHour: Statement
    let raiseRevision: Statement

    init(_ connection: Connection) throws {
        text = try connection.prepare("INSERT INTO text (id, value) VALUES (?, ?)")
        device = try connection.prepare("INSERT INTO device (id, name, module) VALUES (?, ?, ?)")
        // A hub that was moved to another group has two: of these the same one whatever the order of the files.
        resource = try connection.prepare(
            """
            INSERT INTO hub_resource (hub, resource) VALUES (?, ?)
            ON CONFLICT (hub) DO UPDATE SET resource = min(resource, excluded.resource)
            """)
        client = try connection.prepare(
            """
            INSERT INTO client (id, device, sdk, transport, authentication, address)
            SELECT ? + rowid, c0, c1, c2, c3, c4 FROM feed_client
            """)
        eventType = try connection.prepare(
            "INSERT INTO head (id, hub, operation, level, code, description) VALUES (?, ?, ?, ?, ?, ?)")
        findEvents = try connection.prepare(
            "SELECT \(EventCursor.columns) FROM hour_event WHERE hour = ? AND head = ?")
        putEvents = try connection.prepare(
            """
            INSERT INTO hour_event (\(EventCursor.columns)) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (hour, head) DO UPDATE
            SET records = excluded.records, unit = excluded.unit, shift = excluded.shift, events = excluded.events
            """)
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
