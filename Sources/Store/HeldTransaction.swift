import SQLite

extension Store {
    /// Writes what is not yet committed, so that the caller can let the disk do something else at the same time.
    ///
    /// This connection sees it at once, others with `commitHeld()`; where `body` throws nothing is left of it.
    package func hold(_ body: () throws -> Void) throws {
        try connection.beginImmediate()
        do {
            try body()
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// Commits what is held; nothing where nothing is.
    package func commitHeld() throws {
        guard connection.isInTransaction else { return }
        do {
            try connection.commit()
        } catch {
            connection.rollback()
            throw error
        }
    }
}
