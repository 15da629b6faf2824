import Model

/// Rows of one edition of a report day, sent in requests of a bounded size, or only digested.
struct EditionRows {
    private let server: EventServer?
    /// What every row begins with.
    private let beginning: [UInt8]
    private var writer = RowBinaryWriter()
    /// The same for the same rows in another order: machines number devices each in its own.
    private(set) var digest: UInt64 = 0

    private static let mostBytes = 16 << 20

    /// - Parameter server: nil where the digest alone is wanted.
    init(of date: CivilDate, _ timeZone: String, edition: UInt64, to server: EventServer?) {
        self.server = server
        var start = RowBinaryWriter()
        let day = UInt16(clamping: date.daysSince1970)
        start.put(UInt8(truncatingIfNeeded: day))
        start.put(UInt8(truncatingIfNeeded: day >> 8))
        start.put(timeZone)
        start.put(edition)
        beginning = start.bytes
    }

    /// Adds a row of a table; those of one table follow each other.
    mutating func add(to table: ClickHouseSchema.Table, _ row: (inout RowBinaryWriter) -> Void) throws {
        for byte in beginning { writer.put(byte) }
        let start = writer.bytes.count
        row(&writer)
        var hash = FNV1a()
        for byte in writer.bytes[start...] { hash.add(UInt64(byte)) }
        digest &+= hash.value
        if writer.bytes.count >= EditionRows.mostBytes { try finish(table) }
    }

    /// Sends what is left of a table.
    mutating func finish(_ table: ClickHouseSchema.Table) throws {
        if let server, !writer.bytes.isEmpty { try server.insert(writer.bytes, into: table, table.columnNames) }
        writer.removeAll()
    }
}

extension ClickHouseSchema.Table {
    /// As an INSERT names them.
    fileprivate var columnNames: String {
        columns.split(separator: ",").compactMap { $0.split(separator: " ").first }.joined(separator: ", ")
    }
}
