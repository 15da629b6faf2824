import SQLite

/// Files that could not be opened or read, by their absolute path, until they are read or gone.
///
/// What they hold is missing from a day that nobody knows, so every report says so.
extension ImportSession {
    /// Remembers a file that could not be read, and why.
    package func recordUnreadable(_ path: String, reason: String) throws {
        try requireOpen()
        try store.connection.run(
            "INSERT OR REPLACE INTO unreadable (path, reason) VALUES (?, ?)", .text(path), .text(reason))
    }

    /// The file was read, or is gone.
    package func forgetUnreadable(_ path: String) throws {
        try requireOpen()
        try store.connection.run("DELETE FROM unreadable WHERE path = ?", .text(path))
    }

    /// The paths of all of them.
    package func unreadable() throws -> [String] {
        try requireOpen()
        return try store.connection.map("SELECT path FROM unreadable ORDER BY path") { $0.text(0) }
    }
}

extension Store {
    /// The identities of all of them.
    package func unreadablePaths() throws -> [String] {
        try connection.map("SELECT path FROM unreadable ORDER BY path") { $0.text(0) }
    }

    /// Why files could not be read, each with the file's name, at most so many, and how many files there are.
    package func unreadableFiles(most: Int) throws -> (reasons: [String], count: Int) {
        let reasons = try connection.map(
            "SELECT reason FROM unreadable ORDER BY path LIMIT ?", [.integer(most)]
        ) { $0.text(0) }
        return (reasons, Int(try connection.integer("SELECT count(*) FROM unreadable") ?? 0))
    }
}
