import Model
import SQLite

/// Sums over the files of one import.
struct ImportTotals {
    var files: Int64 = 0
    var records: Int64 = 0
    var events: Int64 = 0
    var otherCategories: Int64 = 0
    var rejected: Int64 = 0
}

extension ImportSession {
    /// Enters a file that has been read into the ledger.
    ///
    /// A resumed file adds to its row, after the rejects behind the resume line have been forgotten: that part was
    /// read again. A file read from its start replaces all that was known of it.
    package func recordFile(_ file: FileRecord) throws {
        try requireOpen()
        try forgetUnreadable(file.path)
        let connection = store.connection
        let known = try connection.integer("SELECT id FROM file WHERE path = ?", .text(file.path))
        let id: Int64
        if file.resumed {
            guard let known else { throw StoreError.invalidImport(detail: "resumed a file that is not in the ledger") }
            id = known
            try extend(known, with: file)
        } else {
            if let known { try forget(known) }
            id = try insert(file)
        }
        try addHours(of: file, to: id)
        try addRejects(of: file, to: id)
        try addWarnings(of: file, to: id)
        try addNotes(of: file, to: id)
        totals.files += 1
        totals.records += file.summary.records
        totals.events += file.summary.events
        totals.otherCategories += file.summary.otherCategories
        totals.rejected += file.summary.rejected
    }

    func recordRun(finishedAt: Instant) throws {
        let sql = """
            INSERT INTO import_run (id, started, finished, files, unchanged, records, events, added, duplicates,
              expired, other_categories, rejected)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try store.connection.run(
            sql, .integer(run), .integer(startedAt.ticks), .integer(finishedAt.ticks), .integer(totals.files),
            .integer(unchangedFiles), .integer(totals.records), .integer(totals.events), .integer(merged.added),
            .integer(merged.duplicates), .integer(merged.expired), .integer(totals.otherCategories),
            .integer(totals.rejected))
    }

    private func forget(_ file: Int64) throws {
        for table in ["reject", "warning", "note", "file_hour"] {
            try store.connection.run("DELETE FROM \(table) WHERE file = ?", .integer(file))
        }
        try store.connection.run("DELETE FROM file WHERE id = ?", .integer(file))
    }

    private func insert(_ file: FileRecord) throws -> Int64 {
        let sql = """
            INSERT INTO file (path, name, size, modified, head_hash, tail_hash, resume_offset, resume_line, format,
              compressed, bytes, lines, records, events, other_categories, rejected, import_run, etag)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING id
            """
        let summary = file.summary
        let id = try store.connection.integer(
            sql, .text(file.path), .text(file.name), .integer(file.size), .integer(file.modified.ticks),
            .blob(file.headHash), .blob(file.tailHash), .optional(summary.resumeOffset), .integer(summary.resumeLine),
            .text(summary.format.rawValue), .integer(summary.isCompressed ? 1 : 0), .integer(summary.bytes),
            .integer(summary.lines), .integer(summary.records), .integer(summary.events),
            .integer(summary.otherCategories), .integer(summary.rejected), .integer(run), .optional(file.version))
        guard let id else { throw StoreError.inconsistent(path: store.path, detail: "a file without a number") }
        return id
    }

    /// Adds what was read of a grown file to its row.
    private func extend(_ id: Int64, with file: FileRecord) throws {
        let connection = store.connection
        try connection.run(
            "DELETE FROM reject WHERE file = ?1 AND line > (SELECT resume_line FROM file WHERE id = ?1)", .integer(id))
        let forgotten = connection.changes
        let sql = """
            UPDATE file SET name = ?, size = ?, modified = ?, head_hash = ?, tail_hash = ?, resume_offset = ?, resume_line = ?,
              bytes = bytes + ?, lines = lines + ?, records = records + ?, events = events + ?,
              other_categories = other_categories + ?, rejected = rejected + ?, import_run = ?, etag = ?
            WHERE id = ?
            """
        let summary = file.summary
        try connection.run(
            sql, .text(file.name), .integer(file.size), .integer(file.modified.ticks), .blob(file.headHash),
            .blob(file.tailHash), .optional(summary.resumeOffset), .integer(summary.resumeLine),
            .integer(summary.bytes),
            .integer(summary.lines), .integer(summary.records), .integer(summary.events),
            .integer(summary.otherCategories), .integer(summary.rejected - forgotten), .integer(run),
            .optional(file.version), .integer(id))
    }

    private func addHours(of file: FileRecord, to id: Int64) throws {
        let statement = try store.connection.prepare(
            """
            INSERT INTO file_hour (file, hour, events) VALUES (?, ?, ?)
            ON CONFLICT (file, hour) DO UPDATE SET events = events + excluded.events
            """)
        for (hour, events) in file.hours.sorted(by: { $0.key < $1.key }) {
            try statement.run(.integer(id), .integer(hour), .integer(events))
        }
    }

    /// Keeps the first rejects of a file, in the order in which they were met.
    private func addRejects(of file: FileRecord, to id: Int64) throws {
        let kept = Int(
            try store.connection.integer("SELECT count(*) FROM reject WHERE file = ?", .integer(id)) ?? 0)
        let highest = try store.connection.integer("SELECT max(number) FROM reject WHERE file = ?", .integer(id))
        let statement = try store.connection.prepare(
            "INSERT INTO reject (file, number, line, reason, text) VALUES (?, ?, ?, ?, ?)")
        let first = (highest ?? 0) + 1
        for (index, reject) in file.rejections.prefix(max(0, FileRecord.mostRejectsKept - kept)).enumerated() {
            try statement.run(
                .integer(id), .integer(first + Int64(index)), .integer(reject.line), .text(reject.reason),
                .text(reject.text))
        }
    }

    /// Forgets files that are no logs and were not met again by this import.
    package func forgetStrangers(except met: Set<String>) throws {
        try requireOpen()
        let strangers = try store.connection.map("SELECT id, path FROM file WHERE format = 'stranger'") { row in
            (id: row.integer(0), path: row.text(1))
        }
        for stranger in strangers where !met.contains(stranger.path) { try forget(stranger.id) }
    }

    private func addNotes(of file: FileRecord, to id: Int64) throws {
        let statement = try store.connection.prepare(
            """
            INSERT INTO note (file, text, records) VALUES (?, ?, ?)
            ON CONFLICT (file, text) DO UPDATE SET records = records + excluded.records
            """)
        for (name, records) in file.summary.otherOperations.sorted(by: { $0.key < $1.key }) {
            try statement.run(.integer(id), .text(name), .integer(records))
        }
        if !file.summary.stranger.isEmpty { try statement.run(.integer(id), .text(file.summary.stranger), .integer(0)) }
    }

    /// A warning that a resumed file repeats is kept once.
    private func addWarnings(of file: FileRecord, to id: Int64) throws {
        let statement = try store.connection.prepare("INSERT OR IGNORE INTO warning (file, text) VALUES (?, ?)")
        for warning in file.summary.warnings.prefix(FileRecord.mostWarningsKept) {
            try statement.run(.integer(id), .text(warning))
        }
    }
}
