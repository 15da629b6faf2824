import Model

/// Members of the objects that hold records: messages, answers of a query, tables of them.
extension JSONValues {
    func readMember(_ name: FieldName?) throws -> ValueProblem? {
        let first = window.bytes[window.position]
        let isArray = first == UInt8(ascii: "[")
        switch name {
        case .records where isArray:
            framer.noteContainer()
            if sink.summary.format == .jsonLines { sink.summary.format = .json }
            return entered(framer.enterArray(.values))
        case .tables where isArray:
            framer.noteContainer()
            sink.summary.format = .queryResult
            return entered(framer.enterArray(.values))
        case .body where isArray || first == UInt8(ascii: "{"):
            framer.noteContainer()
            return try readValue(.values)
        case .rows where isArray:
            framer.noteContainer()
            sink.summary.format = .queryResult
            return try enterRows()
        default: return try readOtherMember(name)
        }
    }

    private func enterRows() throws -> ValueProblem? {
        guard let columns = try framer.columns ?? columnsOfFrame ?? columnsBehind() else {
            return .broken(.rowWithoutColumns, behind: 0)
        }
        let place = tables.note(columns) ? JSONFramer.Place.rows(columns, cache.rows(of: columns)) : .ignored
        return entered(framer.enterArray(place))
    }

    /// The columns that stand behind the rows at the window's position, in the same object.
    private func columnsBehind() throws -> [FieldName?]? {
        guard case .ends(let end) = try window.extentOfValue() else { return nil }
        let length = end - window.position
        try window.fill(length + RecordDecoder.lookahead)
        let limit = min(window.bytes.count, window.position + length + RecordDecoder.lookahead)
        var json = JSONReader(window.bytes, from: window.position + length, to: limit, arena: decoder.arena)
        do throws(RejectReason) {
            while try json.more(closing: UInt8(ascii: "}")) {
                decoder.begin(bytes: limit - json.at)
                let name = decoder.names.find(try json.key())
                if name == .columns { return try decoder.readColumns(&json) }
                if name == .fields, let columns = decoder.columns(at: json) { return columns }
                try json.skipValue()
            }
        } catch { return nil }
        return nil
    }

    private func readOtherMember(_ name: FieldName?) throws -> ValueProblem? {
        if let read = try readInside() {
            framer.noteContainer()
            return read.problem
        }
        let end: Int
        switch try window.extentOfValue() {
        case .ends(let found): end = found
        case .broken(.tooLong): return try enterLong()
        case .broken(let reason): return reason.isCut ? .cut(reason) : .broken(reason, behind: 0)
        }
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: decoder.arena)
        do throws(RejectReason) {
            if name == .columns {
                framer.columns = try decoder.readColumns(&json)
            } else {
                if name == .fields { framer.columns = decoder.columns(at: json) ?? framer.columns }
                try json.skipValue()
            }
            guard json.at == end else { throw .notJSON }
        } catch {
            return .broken(error, behind: 0)
        }
        let first = window.bytes[window.position]
        if name == .operation, !framer.isInLongObject, end - window.position > 2, first == UInt8(ascii: "\"") {
            try breaks.reject(.recordAroundRecords, from: window.position, to: end)
        }
        if name == .error && first != UInt8(ascii: "n") || name == .hasErrors && first == UInt8(ascii: "t") {
            sink.warnOfPartial()
        }
        let value = window.bytes.slice(from: window.position, to: end)
        if let name, FieldName.isContinued(name, value.unquoted(0..<value.count)) { sink.warnOfContinued() }
        return ended(at: end)
    }

    /// Goes into a member that is longer than memory allows: the records may be further inside.
    private func enterLong() throws -> ValueProblem? {
        switch window.bytes[window.position] {
        case UInt8(ascii: "["):
            framer.noteContainer()
            return entered(framer.enterArray(.values, isLoose: true))
        case UInt8(ascii: "{"):
            framer.noteContainer()
            return entered(framer.enterObject(tooLong: try window.part(behind: 0)))
        default: return .broken(.tooLong, behind: 0)
        }
    }

    /// Takes the records in the value at the window's position, such as a text that is one; false where it holds none.
    func takeWrapped(to end: Int) throws -> Bool {
        let bytes = window.bytes
        decoder.begin(bytes: 0)
        var json = JSONReader(bytes, from: window.position, to: end, arena: decoder.arena)
        do throws(RejectReason) { try json.skipValue() } catch { return false }
        guard json.at == end, try wrapped.take(bytes, from: window.position, to: end) else { return false }
        _ = ended(at: end)
        return true
    }
}
