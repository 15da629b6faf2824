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

    /// Reads the columns of a table: `[{"name":"TimeGenerated","type":"datetime"},…]`, or Kusto's `ColumnName`.
    func readColumns(_ json: inout JSONReader) throws(Fault) -> [FieldName?] {
        var columns: [FieldName?] = []
        guard try json.peek() == UInt8(ascii: "[") else { throw .rowWithoutColumns }
        guard try json.open(closing: UInt8(ascii: "]")) else { return [] }
        repeat {
            guard try json.peek() == UInt8(ascii: "{") else { throw .rowWithoutColumns }
            begin(bytes: json.end - json.at)
            try readMembers(&json, into: fields)
            guard let name = fields[.name] ?? fields[.columnName], name.kind == .text else { throw .rowWithoutColumns }
            let column = names.find(name.bytes)
            if let column, columns.contains(column) { throw .doubleKey }
            columns.append(column)
        } while try json.more(closing: UInt8(ascii: "]"))
        return columns
    }

    /// Reads one row into the fields that its columns name.
    func readRow(_ json: inout JSONReader, columns: [FieldName?]) throws(Fault) {
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
}
