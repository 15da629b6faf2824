extension Connection {
    /// Begins a transaction that may write; waits for the lock as long as the connection's busy time allows.
    package func beginImmediate() throws(SQLiteError) {
        try execute("BEGIN IMMEDIATE")
    }

    /// Begins a transaction that neither readers nor writers can disturb later: it waits for all of them now.
    package func beginExclusive() throws(SQLiteError) {
        try execute("BEGIN EXCLUSIVE")
    }

    package func commit() throws(SQLiteError) {
        try execute("COMMIT")
    }

    /// Undoes the open transaction; harmless where there is none, since SQLite has already undone some failures.
    package func rollback() {
        guard isInTransaction else { return }
        try? execute("ROLLBACK")
    }

    /// Runs `body` in one transaction: all of it is stored, or nothing.
    ///
    /// Within an open one it becomes part of that; who began it ends it.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        if isInTransaction { return try body() }
        try beginImmediate()
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            rollback()
            throw error
        }
    }

    /// Reads from one unchanging state of the database, however many statements `body` runs.
    package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
        if isInTransaction { return try body() }
        try execute("BEGIN")
        defer { rollback() }
        return try body()
    }
}
