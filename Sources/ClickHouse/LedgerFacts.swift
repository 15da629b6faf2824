import Foundation
import Model
import Store

/// What the servers know of files, beside the events.
struct LedgerFacts {
    var ledger = Ledger()
    /// Why files could not be read, by their identity; an empty text is no reason any more.
    var unreadable: [ExactText: String] = [:]
    /// Events before this moment were pruned.
    var eventsFrom: Instant?
}

/// A row of the ledger.
struct LedgerRow {
    let path: String
    let version: UInt64
    /// When the import began that read the file.
    let run: UInt64
    let record: FileRecord
}

extension EventServer {
    /// What an import has to know: read from any server that answers, since what is missing is only read once more.
    func ledgerFacts() throws -> LedgerFacts {
        try withAnyServer { client in
            var facts = LedgerFacts()
            for row in try ledgerRows(from: client, "\(schema.database).\(ClickHouseSchema.file.name)", since: 0) {
                facts.ledger.insert(LedgerEntry(row))
            }
            facts.unreadable = try unreadableFiles(
                from: client, "\(schema.database).\(ClickHouseSchema.unreadable.name)"
            ).filter { !$0.value.isEmpty }
            facts.eventsFrom = try fact(
                .eventsFrom, from: client, "\(schema.database).\(ClickHouseSchema.fact.name)"
            ).last.flatMap { Int64($0) }.map(Instant.init(ticks:))
            return facts
        }
    }

    /// The latest row of each file that is at least of a version.
    func ledgerRows(from client: ClickHouseClient, _ table: String, since version: UInt64) throws -> [LedgerRow] {
        var rows: [LedgerRow] = []
        let decoder = JSONDecoder()
        let query = """
            SELECT path, max(version) AS latest, argMax(run, version), argMax(record, version) \
            FROM \(table) WHERE version >= \(version) GROUP BY path
            """
        try client.rows(query) { row in
            let path = try row.text()
            let version = try row.unsigned()
            let run = try row.unsigned()
            let text = try row.text()
            do {
                rows.append(
                    LedgerRow(
                        path: path, version: version, run: run,
                        record: try decoder.decode(FileRecord.self, from: Data(text.utf8))))
            } catch is DecodingError {
                throw ClickHouseError(
                    .inconsistent,
                    "\(client.host): the ledger row of \(path) is not of this version's form; upgrade hubdrops, or "
                        + "delete the row to have the file read again")
            }
        }
        return rows
    }

    /// The latest reason of each file.
    func unreadableFiles(from client: ClickHouseClient, _ table: String) throws -> [ExactText: String] {
        var reasons: [ExactText: String] = [:]
        try client.rows("SELECT path, argMax(reason, version) FROM \(table) GROUP BY path") { row in
            let path = ExactText(try row.text())
            reasons[path] = try row.text()
        }
        return reasons
    }

    enum Fact: String {
        /// What tells this database from any other.
        case identity
        /// Ticks of the moment before which events were pruned.
        case eventsFrom = "events_from"
    }

    /// The values of a fact, oldest version first.
    func fact(_ fact: Fact, from client: ClickHouseClient, _ table: String) throws -> [String] {
        var values: [String] = []
        try client.rows("SELECT value FROM \(table) WHERE name = '\(fact.rawValue)' ORDER BY version, value") { row in
            values.append(try row.text())
        }
        return values
    }

    /// Gives the database what tells it from others, unless it has that; of two that are given at once the lesser counts.
    func nameDatabase() throws {
        let table = "\(schema.database).\(ClickHouseSchema.fact.name)"
        guard try withAnyServer({ try fact(.identity, from: $0, table) }).isEmpty else { return }
        try put(UUID().uuidString, as: .identity, version: 0)
    }

    func put(_ value: String, as fact: Fact, version: UInt64) throws(ClickHouseError) {
        var row = RowBinaryWriter()
        row.put(fact.rawValue)
        row.put(version)
        row.put(value)
        try insert(row.bytes, into: ClickHouseSchema.fact, "name, version, value")
    }
}

extension LedgerEntry {
    /// A file that has grown is read from its start again: what two importers read of it would not add up otherwise.
    fileprivate init(_ row: LedgerRow) {
        let file = row.record
        self.init(
            path: row.path, size: file.size, modified: file.modified, version: file.version,
            readSince: Instant(ticks: Int64(bitPattern: row.run)), headHash: file.headHash, tailHash: file.tailHash,
            resumeOffset: nil, resumeLine: 0, isCompressed: file.summary.isCompressed, records: file.summary.records,
            events: file.summary.events, rejected: file.summary.rejected)
    }
}
