extension RecordDecoder {
    /// Whether the fields belong to a value that holds records: a message, a query's answer or a table of it.
    ///
    /// A record may carry a member of such a name that holds nothing; it is a record all the same.
    var isContainer: Bool {
        guard let isFilled = fillingOfContainer else { return false }
        return isFilled || !isRecord
    }

    /// Whether the object that could not be read to its end is a container, as far as it was read.
    var isInContainer: Bool {
        if fillingOfContainer == true { return true }
        guard let openMember else { return false }
        return FieldName.containers.contains(openMember)
    }

    /// Whether the fields are those of a record, whatever else there is among them.
    var isRecord: Bool { fields[.operation] != nil }

    /// Whether so much stands beside the operation that the fields are a record's own.
    var isLikeRecord: Bool {
        isRecord
            && [.time, .timeGenerated, .timestamp, .category, .resourceId, .properties].contains { fields.has($0) }
    }

    /// Whether the fields are those of a Kusto frame without rows, which says only how the query went.
    var isFrame: Bool { fields.has(.frameType) && !isRecord }

    /// Whether the members that may hold records hold anything; nil where there is none of them.
    private var fillingOfContainer: Bool? {
        var filling: Bool?
        for name in FieldName.containers where fields.has(name) {
            guard let value = fields[name], value.kind == .other || name == .body && value.kind == .object,
                value.bytes[value.bytes.count - 1] != UInt8(ascii: "e")
            else { continue }
            filling = (filling ?? false) || !(1..<value.bytes.count - 1).allSatisfy { value.bytes[$0] <= 0x20 }
        }
        return filling
    }

    /// The columns that a list names which may be one of anything else.
    func columns(at json: JSONReader) -> [FieldName?]? {
        var json = json
        return try? readColumns(&json)
    }

    /// Reads the columns of a table: `[{"name":"TimeGenerated","type":"datetime"},…]`, Kusto's `ColumnName`, or the names
    /// alone.
    func readColumns(_ json: inout JSONReader) throws(RejectReason) -> [FieldName?] {
        var columns: [FieldName?] = []
        guard try json.peek() == UInt8(ascii: "[") else { throw .rowWithoutColumns }
        guard try json.open(closing: UInt8(ascii: "]")) else { return [] }
        repeat {
            let column = try readColumn(&json)
            if let column, columns.contains(column), !column.hasTwoSpellings { throw .doubleKey }
            columns.append(column)
        } while try json.more(closing: UInt8(ascii: "]"))
        return columns
    }

    private func readColumn(_ json: inout JSONReader) throws(RejectReason) -> FieldName? {
        let first = try json.peek()
        begin(bytes: json.end - json.at)
        if first == UInt8(ascii: "\"") { return names.find(try json.text()) }
        guard first == UInt8(ascii: "{") else { throw .rowWithoutColumns }
        try readMembers(&json, into: fields)
        guard let name = fields[.name] ?? fields[.columnName], name.kind == .text else { throw .rowWithoutColumns }
        return names.find(name.bytes)
    }

    /// The columns of the Kusto frame whose fields have been read, for the rows of those behind it (Kusto documentation,
    /// "The query V2 HTTP response": `TableHeader` and `TableFragment`).
    func columnsOfFrame() -> [FieldName?]? {
        guard let columns = fields[.columns]?.bytes else { return nil }
        var json = JSONReader(columns, from: 0, to: columns.count, arena: arena)
        return try? readColumns(&json)
    }

    /// Reads one row into the fields that its columns name.
    func readRow(_ json: inout JSONReader, columns: [FieldName?]) throws(RejectReason) {
        var index = 0
        if try json.open(closing: UInt8(ascii: "]")) {
            repeat {
                guard index < columns.count else { throw .rowLength }
                let first = try json.peek()
                if let name = columns[index] {
                    try readValue(&json, first, named: name, into: fields)
                } else {
                    try json.skipMember(first)
                }
                index += 1
            } while try json.more(closing: UInt8(ascii: "]"))
        }
        guard index == columns.count else { throw .rowLength }
    }

    // MARK: Looking ahead

    /// How far a beginning is looked at.
    static let lookahead = 1 << 16

    /// Whether the object that begins at an index opens with an array of records or tables, or with a message's body.
    ///
    /// Such an object is entered at once. What opens with a field of a record is left to the strict reader, which
    /// finds a container too.
    func opensContainer(_ bytes: Bytes, at index: Int, to end: Int) -> Bool {
        let end = min(end, index + 4096)
        begin(bytes: end - index)
        var json = JSONReader(bytes, from: index, to: end, arena: arena)
        do throws(RejectReason) {
            guard try json.open(closing: UInt8(ascii: "}")) else { return false }
            repeat {
                let name = names.find(try json.key())
                let first = try json.peek()
                guard let name else {
                    try json.skipMember(first)
                    continue
                }
                let isArray = first == UInt8(ascii: "[")
                guard
                    isArray && (name == .records || name == .tables)
                        || name == .body && (isArray || first == UInt8(ascii: "{"))
                else { return false }
                // What holds nothing may be a member of a record.
                return try json.open(closing: first + 2)
            } while try json.more(closing: UInt8(ascii: "}"))
        } catch {
            return false
        }
        return false
    }

    /// Whether the object that begins at an index has a field that only a record or a message has.
    ///
    /// Behind something broken that is where reading goes on.
    ///
    /// - Parameter isWrapperWhole: whether the wrapper of a record must be whole to be one.
    func opensRecord(_ bytes: Bytes, at index: Int, to end: Int, isWrapperWhole: Bool = false) -> Bool {
        look(bytes, at: index, to: end, isWrapperWhole: isWrapperWhole).isRecord
    }

    /// Whether the object that begins at an index is such a one, to its end.
    func isWholeRecord(_ bytes: Bytes, at index: Int, to end: Int) -> Bool {
        let found = look(bytes, at: index, to: end)
        return found.isRecord && found.isWhole
    }

    private func look(
        _ bytes: Bytes, at index: Int, to end: Int, isWrapperWhole: Bool = false
    ) -> (isRecord: Bool, isWhole: Bool) {
        let end = min(end, index + RecordDecoder.lookahead)
        var next = index + 1
        while next < end, bytes[next] <= 0x20 { next += 1 }
        guard next < end, bytes[next] == UInt8(ascii: "\"") else { return (false, false) }
        begin(bytes: end - index)
        var json = JSONReader(bytes, from: index, to: end, arena: arena)
        var isWhole = true
        do throws(RejectReason) { try readMembers(&json, into: fields) } catch { isWhole = false }
        let marks: [FieldName] = [.time, .timeGenerated, .operation, .category, .records, .tables, .columns, .body]
        let isMarked = marks.contains { fields.has($0) || openMember == $0 }
        if isMarked || isWrapperWhole && !isWhole { return (isMarked, isWhole) }
        let walked = isWhole ? json.at : endOfFields(bytes, from: index, to: json.at)
        return (holdsRecord(bytes, from: index, to: walked), isWhole)
    }

    /// Where the first list begins in a part of an object that breaks, or its end: what breaks behind that may be another
    /// element, which is looked for by itself.
    private func endOfFields(_ bytes: Bytes, from: Int, to: Int) -> Int {
        var isInText = false
        var at = from
        while at < to {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") { isInText.toggle() }
            if !isInText, byte == UInt8(ascii: "[") { return at }
            at += isInText && byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return to
    }

    /// Whether a text may be a record or hold one, in whatever form.
    func mayHoldRecord(_ text: Bytes) -> Bool {
        Base64.mayBegin(text, at: WrappedRecords.beginning(of: text)) || holdsRecord(text, from: 0, to: text.count)
    }

    /// Whether a record has a member with an operation besides its own.
    func holdsAnother(_ bytes: Bytes, from: Int, to: Int) -> Bool {
        holdsRecord(bytes, from: from, to: to, besides: 1)
    }

    /// Whether a text or object in what was walked has a member with an operation: then it is the wrapper of a record.
    ///
    /// - Parameters:
    ///   - besides: how many such members are none of interest.
    ///   - escapes: how many backslashes stand before the quotation marks of those that are.
    func holdsRecord(
        _ bytes: Bytes, from: Int, to: Int, besides: Int = 0, escapes: ClosedRange<Int> = 0...Int.max
    ) -> Bool {
        var left = besides
        let name = FieldName.operation.text
        let length = name.utf8CodeUnitCount
        let isAnywhere = escapes.lowerBound == 0
        var quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: from, to: to)
        while quote >= 0, quote + length < to {
            var next = quote + 1 + length
            if bytes.slice(from: quote + 1, to: next).equalsIgnoringCase(name) {
                let end = next
                while next < to, bytes[next] == UInt8(ascii: "\\") { next += 1 }
                guard next < to, bytes[next] == UInt8(ascii: "\"") else { return next == to && isAnywhere }
                let isMeant = escapes.contains(next - end)
                next += 1
                while next < to, bytes[next] == 0x20 { next += 1 }
                if isMeant, next < to, bytes[next] == UInt8(ascii: ":") {
                    if left == 0 { return true }
                    left -= 1
                }
            } else if isAnywhere, Base64.mayBegin(bytes, at: quote + 1) {
                return true
            }
            quote = bytes.firstIndex(of: UInt8(ascii: "\""), from: quote + 1, to: to)
        }
        return false
    }

    /// Whether a record begins at an index whose quotation marks are escaped, as in a text.
    func opensRestOfText(_ bytes: Bytes, at index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "{") else { return false }
        var next = index + 1
        while next < bytes.count, bytes[next] == UInt8(ascii: "\\") { next += 1 }
        guard next > index + 1, next < bytes.count, bytes[next] == UInt8(ascii: "\"") else { return false }
        let escapes = next - index - 1
        let end = min(bytes.count, index + RecordDecoder.lookahead)
        return holdsRecord(bytes, from: index, to: end, escapes: escapes...escapes)
    }

    /// Whether a row of a table begins at an index.
    func opensRow(_ bytes: Bytes, at index: Int, to end: Int, columns: [FieldName?]) -> Bool {
        let end = min(end, index + RecordDecoder.lookahead)
        begin(bytes: end - index)
        var json = JSONReader(bytes, from: index, to: end, arena: arena)
        do throws(RejectReason) { try readRow(&json, columns: columns) } catch { return false }
        return true
    }
}
