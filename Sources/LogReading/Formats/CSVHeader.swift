/// The columns of a CSV file.
struct CSVHeader {
    /// What the header says of the times' zone.
    enum Zone {
        case utc
        case local
        /// Nothing, so that the times have to say it.
        case unsaid
    }

    /// What each column means; nil for a column that means nothing here.
    var columns: [FieldName?] = []
    /// Which column is the time.
    var timeColumn = 0
    var zone = Zone.unsaid

    /// Reads the header row; nil where it is not one of a log.
    ///
    /// The portal adds the zone to the names of date columns: `TimeGenerated [UTC]`.
    init?(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) throws(RejectReason) {
        decoder.begin(bytes: to - from)
        try bytes.checkUTF8(from: from, to: to)
        var row = CSVRow(bytes, from: from, to: to, arena: decoder.arena)
        var fields: [Bytes] = []
        while !row.isFinished { fields.append(try row.next()) }
        var time: Int?
        for (index, field) in fields.enumerated() {
            let bracket = field.firstIndex(of: UInt8(ascii: "["), from: 0, to: field.count)
            var end = bracket < 0 ? field.count : bracket
            while end > 0, field[end - 1] == 0x20 { end -= 1 }
            let name = decoder.names.find(field.slice(from: 0, to: end))
            if let name, columns.contains(name) { throw .doubleKey }
            columns.append(name)
            guard name == .timeGenerated || name == .time && time == nil else { continue }
            time = index
            guard bracket >= 0 else { continue }
            zone = field.slice(from: bracket, to: field.count).equalsIgnoringCase("[utc]") ? .utc : .local
        }
        guard let time, columns.contains(.operation) else { return nil }
        timeColumn = time
        // Of two columns of time the one with the record's own counts; the other one is left out.
        for index in columns.indices where index != time {
            if columns[index] == .time || columns[index] == .timeGenerated { columns[index] = nil }
        }
    }
}

/// Walks the fields of one row of CSV (RFC 4180).
struct CSVRow {
    let bytes: Bytes
    let arena: Arena
    var at: Int
    let end: Int
    private(set) var isFinished = false

    init(_ bytes: Bytes, from: Int, to: Int, arena: Arena) {
        self.bytes = bytes
        self.arena = arena
        at = from
        end = to
    }

    /// The next field, its doubled quotation marks made single.
    mutating func next() throws(RejectReason) -> Bytes {
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
        let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: at, to: end)
        let field = bytes.slice(from: at, to: comma < 0 ? end : comma)
        guard field.firstIndex(of: UInt8(ascii: "\""), from: 0, to: field.count) < 0 else { throw .badQuote }
        at += field.count
        try endField()
        return field
    }

    private mutating func endField() throws(RejectReason) {
        guard at < end else {
            isFinished = true
            return
        }
        guard bytes[at] == UInt8(ascii: ",") else { throw .badQuote }
        at += 1
    }

    /// Steps over a field without looking for faults; the whole row is checked before it is remembered.
    @inline(__always)
    static func endOfField(_ bytes: Bytes, from: Int, to end: Int) -> Int {
        var index = from
        guard index < end, bytes[index] == UInt8(ascii: "\"") else {
            let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: from, to: end)
            return comma < 0 ? end : comma
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
