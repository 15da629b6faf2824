package import Model
import SQLite

/// What was known of the identities of a hub at a moment, packed by the analysis: the database knows nothing of its form.
package struct StoredState: Equatable, Sendable {
    package let moment: Instant
    package let hub: TextID
    /// The highest import whose events are in it.
    package let run: Int64
    /// The form of the bytes and the settings that shaped them.
    package let rules: String
    package let identities: Int
    package let bytes: [UInt8]

    package init(moment: Instant, hub: TextID, run: Int64, rules: String, identities: Int, bytes: [UInt8]) {
        self.moment = moment
        self.hub = hub
        self.run = run
        self.rules = rules
        self.identities = identities
        self.bytes = bytes
    }

    /// What tells one state from another, and bytes as they were written from damaged ones.
    package var digest: Int64 { Int64(bitPattern: Checksum.of(bytes, seed: UInt64(identities))) }
}

extension Store {
    /// The number of the latest import; 0 where there was none.
    package func latestImport() throws -> Int64 {
        try connection.integer("SELECT max(id) FROM import_run") ?? 0
    }

    /// By hub, the latest state that holds up to a moment: made by the rules given, and before which no later import
    /// added an event.
    ///
    /// What stands where kept events begin holds whatever its rules, since nothing could be made in its place.
    ///
    /// - Parameter isWanted: of which hubs.
    package func states(
        upTo moment: Instant, rules: String, where isWanted: (TextID) -> Bool = { _ in true }
    ) throws -> [StoredState] {
        let pruned = try retention().eventsFrom
        var found: [TextID: StoredState] = [:]
        let sql =
            "SELECT moment, hub, import_run, rules FROM hub_state WHERE moment <= ? "
            + "AND (identities = 0 OR length(state) > 0) ORDER BY moment DESC, hub"
        let entries = try connection.map(sql, [.integer(moment.ticks)]) { row in
            (
                moment: Instant(ticks: row.integer(0)), hub: TextID(truncatingIfNeeded: row.integer(1)),
                run: row.integer(2), rules: row.text(3)
            )
        }
        var revisions: [Instant: Int64] = [:]
        for entry in entries where found[entry.hub] == nil && isWanted(entry.hub) {
            guard entry.rules == rules || entry.moment == pruned else { continue }
            let revision = try revisions[entry.moment] ?? revision(before: entry.moment)
            revisions[entry.moment] = revision
            guard revision <= entry.run, let state = try state(of: entry.hub, at: entry.moment) else { continue }
            found[entry.hub] = state
        }
        return found.values.sorted { $0.hub < $1.hub }
    }

    /// The digests of the states that hold at a moment, by hub.
    package func stateDigests(at moment: Instant, rules: String) throws -> [TextID: Int64] {
        let pruned = try retention().eventsFrom
        let revision = try revision(before: moment)
        var digests: [TextID: Int64] = [:]
        try connection.forEach(
            "SELECT hub, import_run, rules, digest FROM hub_state WHERE moment = ?", .integer(moment.ticks)
        ) { row in
            guard row.integer(1) >= revision, row.text(2) == rules || moment == pruned else { return }
            digests[TextID(truncatingIfNeeded: row.integer(0))] = row.integer(3)
        }
        return digests
    }

    /// Nil where there is none, or where its bytes are not those that were written.
    private func state(of hub: TextID, at moment: Instant) throws -> StoredState? {
        let statement = try connection.prepare(
            "SELECT import_run, rules, identities, digest, state FROM hub_state WHERE moment = ? AND hub = ?",
            [.integer(moment.ticks), .integer(hub)])
        guard try statement.step() else { return nil }
        let state = StoredState(
            moment: moment, hub: hub, run: statement.integer(0), rules: statement.text(1),
            identities: Int(statement.integer(2)), bytes: statement.bytes(4))
        return state.digest == statement.integer(3) ? state : nil
    }

    /// Keeps states, and of older ones those of the last days and one a week.
    ///
    /// - Parameter days: how many days before the newest state each boundary is kept.
    package func keep(_ states: [StoredState], days: Int) throws {
        guard !states.isEmpty else { return }
        try connection.transaction {
            for state in states { try put(state) }
            try thinStates(days: days)
        }
    }

    func put(_ state: StoredState) throws {
        try connection.run(
            """
            INSERT OR REPLACE INTO hub_state (moment, hub, import_run, rules, identities, digest, state)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(state.moment.ticks), .integer(Int64(state.hub)), .integer(state.run), .text(state.rules),
            .integer(Int64(state.identities)), .integer(state.digest), .blob(state.bytes))
    }

    /// Empties what is older than so many days, but for the newest of each week and hub.
    ///
    /// The digest stays: by it an older day is known to begin as it did, without its events being read.
    func thinStates(days: Int) throws {
        let week = 7 * 86_400 * Instant.ticksPerSecond
        try connection.run(
            """
            UPDATE hub_state SET state = x'' WHERE length(state) > 0 AND moment < (SELECT max(moment) FROM hub_state) - ?1
              AND moment NOT IN (SELECT events_from FROM retention WHERE events_from NOT NULL)
              AND EXISTS (SELECT 1 FROM hub_state o WHERE o.hub = hub_state.hub AND o.moment > hub_state.moment
                AND o.moment / ?2 = hub_state.moment / ?2 AND length(o.state) > 0)
            """,
            .integer(Int64(days) * 86_400 * Instant.ticksPerSecond), .integer(week))
    }

    /// The last import that added an event before a moment, the whole hour of the moment included.
    private func revision(before moment: Instant) throws -> Int64 {
        let hours = TimeWindow(from: Instant(ticks: moment.ticks - 1), to: moment).hours
        return try connection.integer(
            "SELECT max(revision) FROM hour_revision WHERE hour < ?", .integer(hours.upperBound)) ?? 0
    }

    /// The hubs of the database, with the first hour of each that is counted; nil where none is kept.
    package func hubs() throws -> [StoredHub] {
        try connection.map(
            """
            SELECT h.hub, t.value, r.first FROM (SELECT DISTINCT hub FROM head) h JOIN text t ON t.id = h.hub
            LEFT JOIN (SELECT hub, min(hour) AS first FROM hour JOIN head ON head.id = hour.head GROUP BY hub) r
            ON r.hub = h.hub ORDER BY h.hub
            """
        ) { row in
            StoredHub(
                hub: TextID(truncatingIfNeeded: row.integer(0)), name: row.text(1),
                firstHour: row.isNull(2) ? nil : Int(row.integer(2)))
        }
    }
}

/// A hub with a record in the database, now or once.
package struct StoredHub: Equatable, Sendable {
    package let hub: TextID
    package let name: String
    /// Since 1970, of the records that are still counted.
    package let firstHour: Int?
}
