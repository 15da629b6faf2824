/// The columns of a CSV file.
struct CSVHeader {
    /// What the header says of the times' zone.
    enum Zone: Equatable {
        case east(seconds: Int64)
        case local
        /// Nothing, so that the times have to say it.
        case unsaid
    }

    /// What may stand between fields: spreadsheets take what the country's numbers leave free.
    static let separators = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    let separator: UInt8
    /// Whether blanks stand beside the separators, which then belong to no field.
    private(set) var isSpaced = false
    /// What each column means; nil for a column that means nothing here.
    private(set) var columns: [FieldName?] = []
    /// Which column is the time.
    private(set) var timeColumn = 0
    private(set) var zone = Zone.unsaid

    /// Reads the header row by the separator that makes one of it; nil where none does.
    static func find(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) throws(RejectReason) -> CSVHeader? {
        var first: RejectReason?
        for separator in separators where bytes.firstIndex(of: separator, from: from, to: to) >= 0 {
            do throws(RejectReason) {
                if let header = try CSVHeader(bytes, from: from, to: to, decoder, separator) { return header }
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return nil
    }

    /// Reads the header row; nil where it is not one of a log.
    private init?(
        _ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder, _ separator: UInt8
    ) throws(RejectReason) {
        self.separator = separator
        decoder.begin(bytes: to - from)
        var row = CSVRow(bytes, from: from, to: to, separator, isSpaced: true, arena: decoder.arena)
        var times: [(rank: Int, column: Int, zone: Zone)] = []
        isSpaced = true
        while !row.isFinished {
            isSpaced = isSpaced && (columns.isEmpty || bytes[row.at] == 0x20 || row.at == to)
            let (name, suffix) = CSVHeader.split(try row.next())
            let field = decoder.names.find(name)
            if let field, columns.contains(field), !field.hasTwoSpellings { throw .doubleKey }
            if let rank = field.flatMap(CSVHeader.timeColumns.firstIndex) {
                times.append((rank, columns.count, try Zone(suffix)))
            }
            columns.append(field)
        }
        guard let time = times.min(by: { $0.rank < $1.rank }), columns.contains(.operation) else { return nil }
        (timeColumn, zone) = (time.column, time.zone)
        // Of several columns of time the one with the record's own counts; the others are left out.
        for other in times where other.column != timeColumn { columns[other.column] = nil }
    }

    /// Whether the times stand in the same place, and are as sure, as under another header.
    func hasTimes(as other: CSVHeader?) -> Bool {
        guard let other, separator == other.separator, isSpaced == other.isSpaced else { return false }
        return timeColumn == other.timeColumn && zone == other.zone
    }

    /// Those that hold the time of a record, the surest first.
    private static let timeColumns: [FieldName] = [.timeGenerated, .time, .timestamp]

    /// A column's name, and what stands in brackets behind it: the portal adds the zone to date columns, in the words
    /// of its language, as `TimeGenerated [UTC]`.
    private static func split(_ field: Bytes) -> (name: Bytes, suffix: Bytes) {
        var start = 0
        while start < field.count, field[start] == 0x20 { start += 1 }
        var bracket = field.firstIndex(of: UInt8(ascii: "["), from: start, to: field.count)
        if bracket < 0 { bracket = field.firstIndex(of: UInt8(ascii: "("), from: start, to: field.count) }
        if bracket < 0 { bracket = field.count }
        var end = bracket
        while end > start, field[end - 1] == 0x20 { end -= 1 }
        return (field.slice(from: start, to: end), field.slice(from: bracket, to: field.count))
    }
}

extension CSVHeader.Zone {
    /// What stands in brackets: UTC, so many hours east of it, or the portal's words for the browser's own zone.
    fileprivate init(_ suffix: Bytes) throws(RejectReason) {
        var inner = DigitReader(suffix)
        guard inner.skip("[") || inner.skip("(") else {
            self = .unsaid
            return
        }
        let isNamed = inner.skipText("UTC") || inner.skipText("utc") || inner.skipText("GMT") || inner.skipText("Z")
        if isNamed, inner.skip("]") || inner.skip(")") {
            self = .east(seconds: 0)
        } else if let seconds = inner.offset(), inner.skip("]") || inner.skip(")") {
            self = .east(seconds: seconds)
        } else {
            self = .local
        }
    }
}

/// Walks the fields of one row of CSV (RFC 4180).
struct CSVRow {
    let bytes: Bytes
    let separator: UInt8
    /// Whether blanks around a field are no part of it.
    ///
    /// RFC 4180 keeps them; some programs write them everywhere.
    let isSpaced: Bool
    let arena: Arena
    var at: Int
    let end: Int
    private(set) var isFinished = false

    init(_ bytes: Bytes, from: Int, to: Int, _ separator: UInt8, isSpaced: Bool, arena: Arena) {
        self.bytes = bytes
        self.separator = separator
        self.isSpaced = isSpaced
        self.arena = arena
        at = from
        end = to
    }

    /// The next field, its doubled quotation marks made single.
    mutating func next() throws(RejectReason) -> Bytes {
        if isSpaced { skipBlanks() }
        guard at < end, bytes[at] == UInt8(ascii: "\"") else { return try unquoted() }
        at += 1
        let mark = arena.used
        while true {
            let quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: at, to: end)
            guard quote >= 0 else { throw .endsInsideText }
            arena.append(bytes, from: at, to: quote)
            at = quote + 1
            guard at < end, bytes[at] == UInt8(ascii: "\"") else { break }
            arena.append(UInt8(ascii: "\""))
            at += 1
        }
        try endField()
        return arena.bytes(since: mark)
    }

    private mutating func unquoted() throws(RejectReason) -> Bytes {
        let mark = bytes.firstIndex(of: separator, from: at, to: end)
        let field = bytes.slice(from: at, to: mark < 0 ? end : mark)
        guard field.firstIndex(of: UInt8(ascii: "\""), from: 0, to: field.count) < 0 else { throw .badQuote }
        at += field.count
        try endField()
        return isSpaced ? field.withoutBlanksBehind : field
    }

    private mutating func skipBlanks() {
        while at < end, bytes[at] == 0x20 { at += 1 }
    }

    private mutating func endField() throws(RejectReason) {
        if isSpaced { skipBlanks() }
        guard at < end else {
            isFinished = true
            return
        }
        guard bytes[at] == separator else { throw .badQuote }
        at += 1
    }

    /// Steps over a field without looking for faults; the whole row is checked before it is remembered.
    @inline(__always)
    static func endOfField(_ bytes: Bytes, from: Int, to end: Int, _ separator: UInt8) -> Int {
        var index = from
        guard index < end, bytes[index] == UInt8(ascii: "\"") else {
            let mark = bytes.firstIndex(of: separator, from: from, to: end)
            return mark < 0 ? end : mark
        }
        index &+= 1
        while index < end {
            if bytes[index] == UInt8(ascii: "\"") {
                guard index &+ 1 < end, bytes[index &+ 1] == UInt8(ascii: "\"") else { return index &+ 1 }
                index &+= 1
            }
            index &+= 1
        }
        return end
    }
}

extension Bytes {
    fileprivate var withoutBlanksBehind: Bytes {
        var end = count
        while end > 0, self[end - 1] == 0x20 { end -= 1 }
        return slice(from: 0, to: end)
    }

    /// What stands between the fields of a row, as far as it shows: the one that is there most.
    func likelySeparator(from: Int, to: Int) -> UInt8? {
        let counts = CSVHeader.separators.map { (mark: $0, count: count(of: $0, from: from, to: to)) }
        return counts.max { $0.count < $1.count }.flatMap { $0.count > 0 ? $0.mark : nil }
    }
}
