package import Model
import SQLite

/// What the database remembers of a file that was read.
package struct LedgerEntry: Equatable, Sendable {
    package let path: String
    /// Bytes, as they were when the file was read.
    package let size: Int64
    package let modified: Instant
    /// What its keeper called the content that was read, where somebody keeps it: an ETag.
    package let version: String?
    /// When the import that last read it began.
    package let readSince: Instant
    /// Hash of the beginning of the file; which bytes and which hash is the reader's business.
    package let headHash: [UInt8]
    /// Hash of the last bytes that were read.
    package let tailHash: [UInt8]
    /// Where a grown file can be read on; nil where it has to be read anew.
    package let resumeOffset: Int64?
    /// Lines before `resumeOffset`.
    package let resumeLine: Int64
    package let isCompressed: Bool
    package let records: Int64
    package let events: Int64
    package let rejected: Int64

    package init(
        path: String, size: Int64, modified: Instant, version: String?, readSince: Instant, headHash: [UInt8],
        tailHash: [UInt8], resumeOffset: Int64?, resumeLine: Int64, isCompressed: Bool, records: Int64, events: Int64,
        rejected: Int64
    ) {
        self.path = path
        self.size = size
        self.modified = modified
        self.version = version
        self.readSince = readSince
        self.headHash = headHash
        self.tailHash = tailHash
        self.resumeOffset = resumeOffset
        self.resumeLine = resumeLine
        self.isCompressed = isCompressed
        self.records = records
        self.events = events
        self.rejected = rejected
    }
}

/// All files that were read, by the bytes of their paths: two paths that Unicode calls equivalent are two files.
package struct Ledger: Sendable {
    private var entries: [[UInt8]: LedgerEntry] = [:]

    package init() {}

    package var count: Int { entries.count }

    package subscript(path: String) -> LedgerEntry? { entries[Array(path.utf8)] }

    /// The paths of all of them, in no order.
    package var paths: some Sequence<String> { entries.values.lazy.map(\.path) }

    package mutating func insert(_ entry: LedgerEntry) { entries[Array(entry.path.utf8)] = entry }
}

extension Store {
    package func ledger() throws -> Ledger {
        var ledger = Ledger()
        let sql = """
            SELECT f.path, f.size, f.modified, f.head_hash, f.tail_hash, f.resume_offset, f.resume_line, f.compressed,
              f.records, f.events, f.rejected, r.started, f.etag
            FROM file f LEFT JOIN import_run r ON r.id = f.import_run
            """
        try connection.forEach(sql) { row in
            ledger.insert(
                LedgerEntry(
                    path: row.text(0),
                    size: row.integer(1),
                    modified: Instant(ticks: row.integer(2)),
                    version: row.isNull(12) ? nil : row.text(12),
                    readSince: row.isNull(11) ? Instant(ticks: .min) : Instant(ticks: row.integer(11)),
                    headHash: row.bytes(3),
                    tailHash: row.bytes(4),
                    resumeOffset: row.isNull(5) ? nil : row.integer(5),
                    resumeLine: row.integer(6),
                    isCompressed: row.integer(7) != 0,
                    records: row.integer(8),
                    events: row.integer(9),
                    rejected: row.integer(10)
                ))
        }
        return ledger
    }
}
