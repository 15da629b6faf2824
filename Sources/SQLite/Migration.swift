/// One step of a schema from a version to the next.
package struct Migration: Sendable {
    /// The `user_version` that the database has afterwards; the first is 1 and none is left out.
    package let version: Int
    /// Brings the schema there.
    let apply: @Sendable (Connection) throws -> Void

    /// - Parameter apply: runs within the transaction of all steps.
    package init(version: Int, apply: @escaping @Sendable (Connection) throws -> Void) {
        self.version = version
        self.apply = apply
    }

    /// A step of statements alone.
    package init(version: Int, sql: String) {
        self.init(version: version) { try $0.execute(sql) }
    }
}

extension Connection {
    package func userVersion() throws(SQLiteError) -> Int {
        Int(try integer("PRAGMA user_version") ?? 0)
    }

    /// Brings the schema to the newest version, all steps in one transaction; a failure leaves it as it was.
    ///
    /// A database that has content already is copied to `backup` first. Returns the version found, nil if it was
    /// the newest one. The copy is complete or absent: it gets its name only once it is written.
    package func migrate(
        _ migrations: [Migration],
        backUp: (_ version: Int) throws -> Void
    ) throws -> Int? {
        let found = try userVersion()
        guard migrations.contains(where: { $0.version > found }) else { return nil }
        if found > 0 { try backUp(found) }
        return try transaction {
            // Another process may have migrated while this one waited for the lock.
            let current = try userVersion()
            for migration in migrations where migration.version > current {
                try migration.apply(self)
                try execute("PRAGMA user_version = \(migration.version)")
            }
            return current
        }
    }

    /// Writes a compact copy of the committed state to a path at which no file may stand yet.
    package func copy(to path: String) throws(SQLiteError) {
        try run("VACUUM INTO ?", .text(path))
    }
}
