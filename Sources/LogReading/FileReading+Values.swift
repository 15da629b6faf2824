import Model

/// Where a value stands: what its elements are.
private enum Place {
    /// Records, or containers of them.
    case values
    /// Rows of a table with these columns.
    case rows([FieldName?], MemoContext)
    /// Rows of a table that is not about records.
    case ignored
}

extension FileReading {
    /// Reads the value that begins at the window's position and goes over several lines, or is longer than memory
    /// allows.
    ///
    /// Its elements count one by one; where it breaks, what stood before is kept.
    func readValueOverLines() throws {
        isResumable = false
        valueLine = line
        let start = window.offset(of: window.position)
        defer { element = 0 }
        guard let fault = try walkValue() else { return }
        isAmongFragments = true
        tables.areBroken = true
        let isMoved = window.offset(of: window.position) > start
        try showEnough()
        let end = min(window.bytes.count, window.position + Rejection.mostBytesKept)
        let hasZeros = window.bytes.firstIndex(of: 0, from: window.position, to: end) >= 0
        try reject(hasZeros ? .zeroBytes : fault, line: line, from: window.position, to: end)
        // A value that begins right here may be whole; otherwise the rest of the line belongs to the broken one.
        let next = window.bytes[window.position]
        let mayBegin = isMoved && !hasZeros && (next == UInt8(ascii: "{") || next == UInt8(ascii: "["))
        if fault != .tooDeep, mayBegin, breaks.count(on: line) < FileReading.mostBreaks { return }
        try skipLine()
    }

    /// Reads one value that stands in no other, and goes behind it; gives the fault at which its structure breaks.
    func walkValue() throws -> Fault? {
        element = 0
        return try walk(.values, depth: 0)
    }

    /// Reads one value and goes behind it.
    ///
    /// A fault means that the structure is broken at the window's position; records that are wrong in themselves are
    /// rejected here.
    private func walk(_ place: Place, depth: Int) throws -> Fault? {
        guard try skipSpace() else { return .endsTooEarly }
        guard depth < JSONReader.mostLevels else { return .tooDeep }
        let extent = try extentOfValue()
        switch (window.bytes[window.position], place) {
        case (_, .ignored):
            guard case .ends(let end) = extent else { return extent.fault }
            consume(to: end)
        case (UInt8(ascii: "["), .rows(let columns, let context)):
            guard case .ends(let end) = extent else { return extent.fault }
            _ = try readElement(to: end, in: context) { json, decoder throws(Fault) in
                try decoder.readRow(&json, columns: columns)
            }
        case (UInt8(ascii: "{"), .rows):
            // Kusto puts the errors of a partial failure among the rows.
            notePartial()
            guard case .ends(let end) = extent else { return extent.fault }
            consume(to: end)
        case (UInt8(ascii: "["), .values):
            if summary.format == .jsonLines { summary.format = .json }
            return try walkElements(.values, depth: depth + 1)
        case (UInt8(ascii: "{"), .values):
            guard case .ends(let end) = extent else { return try walkUnended(extent.fault, depth: depth + 1) }
            let isContainer = try readElement(to: end) { json, decoder throws(Fault) in
                try decoder.readMembers(&json, into: decoder.fields)
            }
            if isContainer { return try walkMembers(depth: depth + 1) }
        default:
            // A bare word, number or text costs only itself where the array goes on behind it.
            guard depth > 0, case .ends(let there) = extent, try goesOn(behind: there - window.position) else {
                return .notAnObject
            }
            // Looking behind the element may have moved it in memory.
            guard case .ends(let end) = try extentOfValue() else { return .notAnObject }
            try reject(.notAnObject, line: line, from: window.position, to: end)
            consume(to: end)
        }
        return nil
    }

    /// Whether a comma or the array's end follows an element of so many bytes.
    private func goesOn(behind length: Int) throws -> Bool {
        while true {
            var next = window.position + length
            while next < window.bytes.count, window.bytes[next] <= 0x20 { next += 1 }
            if next < window.bytes.count {
                return window.bytes[next] == UInt8(ascii: ",") || window.bytes[next] == UInt8(ascii: "]")
            }
            guard try window.refill() else { return false }
        }
    }

    /// Reads one record or row, up to its end; true, and nothing is read, where it is a container of others.
    private func readElement(
        to end: Int, in context: MemoContext? = nil, _ read: (inout JSONReader, RecordDecoder) throws(Fault) -> Void
    ) throws -> Bool {
        let decoder = reader.decoder
        let from = window.position
        decoder.begin(bytes: end - from)
        var json = JSONReader(window.bytes, from: from, to: end, arena: decoder.arena)
        do throws(Fault) {
            try read(&json, decoder)
            guard json.at == end else { throw .notJSON }
        } catch {
            // The parts of a container that are whole are read although another one is not.
            if context == nil, decoder.isInContainer { return true }
            try reject(error, line: line, from: from, to: end)
            consume(to: end)
            return false
        }
        if context == nil, decoder.isContainer {
            if decoder.isRecord { try reject(.recordAroundRecords, line: line, from: from, to: end) }
            return true
        }
        if !decoder.isFrame { try decodeElement(to: end, in: context) }
        consume(to: end)
        return false
    }

    private func decodeElement(to end: Int, in context: MemoContext?) throws {
        let decoded: Decoded
        do throws(Fault) {
            decoded = try reader.decoder.decode()
        } catch {
            return try reject(error, line: line, from: window.position, to: end)
        }
        if summary.format == .json, reader.decoder.fields.has(.tableName) { summary.format = .flatArray }
        try take(decoded)
        if !decidesForm { remember(decoded, from: window.position, to: end, in: context ?? elementContext) }
    }

    /// The surroundings of an element of an array that is no row.
    var elementContext: MemoContext { isFormOpen ? .element : .settledElement }

    /// Whether the record that was read last says that the source is a table's: one that does is not taken as known
    /// while that matters.
    var decidesForm: Bool { isFormOpen && reader.decoder.fields.has(.tableName) }

    private var isFormOpen: Bool { summary.format == .json || summary.format == .jsonLines }

    /// Takes the element at the window's position if all of it but its time was seen before.
    private func takeKnownElement(_ place: Place) throws -> Bool {
        guard try skipSpace() else { return false }
        let known: (decoded: Decoded, end: Int)?
        switch place {
        case .values: known = knownElement(opening: UInt8(ascii: "{"), in: elementContext)
        case .rows(_, let context): known = knownElement(opening: UInt8(ascii: "["), in: context)
        case .ignored: known = nil
        }
        guard let known else { return false }
        try take(known.decoded)
        consume(to: known.end)
        return true
    }

    private func walkElements(_ place: Place, depth: Int) throws -> Fault? {
        window.position += 1
        let outer = element
        element = 1
        guard try skipSpace() else { return .endsTooEarly }
        if window.bytes[window.position] == UInt8(ascii: "]") {
            window.position += 1
            element = outer
            return nil
        }
        while true {
            let isKnown = try depth < JSONReader.mostLevels && takeKnownElement(place)
            if !isKnown, let fault = try walk(place, depth: depth) { return fault }
            guard try skipSpace() else { return .endsTooEarly }
            let next = window.bytes[window.position]
            guard next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else { return .notJSON }
            window.position += 1
            if next == UInt8(ascii: "]") {
                element = outer
                return nil
            }
            element += 1
        }
    }

    // MARK: Containers

    /// Reads an object of which no end is in memory: it is too long or cut short, unless it holds others.
    private func walkUnended(_ fault: Fault, depth: Int) throws -> Fault? {
        try showEnough()
        let beginning = window.bytes.slice(
            from: window.position, to: min(window.bytes.count, window.position + Rejection.mostBytesKept)
        ).text
        let first = line
        let met = containersMet
        if let broken = try walkMembers(depth: depth) { return broken }
        if containersMet == met { try reject(fault.reason, line: first, text: beginning) }
        return nil
    }

    /// Reads the members of an object that holds records, a message or a table.
    private func walkMembers(depth: Int) throws -> Fault? {
        window.position += 1
        guard try skipSpace() else { return .endsTooEarly }
        if window.bytes[window.position] == UInt8(ascii: "}") {
            window.position += 1
            return nil
        }
        var columns: [FieldName?]?
        while true {
            let (name, keyFault) = try readKey()
            if let keyFault { return keyFault }
            if let fault = try walkMember(name, columns: &columns, depth: depth) { return fault }
            guard try skipSpace() else { return .endsTooEarly }
            let next = window.bytes[window.position]
            guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") else { return .notJSON }
            window.position += 1
            if next == UInt8(ascii: "}") { return nil }
        }
    }

    private func walkMember(_ name: FieldName?, columns: inout [FieldName?]?, depth: Int) throws -> Fault? {
        let first = window.bytes[window.position]
        let isArray = first == UInt8(ascii: "[")
        let met = containersMet
        containersMet += 1
        switch name {
        case .records where isArray:
            if summary.format == .jsonLines { summary.format = .json }
            return try walkElements(.values, depth: depth)
        case .tables where isArray:
            summary.format = .queryResult
            return try walkElements(.values, depth: depth)
        case .body where isArray || first == UInt8(ascii: "{"):
            return try walk(.values, depth: depth)
        case .rows where isArray:
            summary.format = .queryResult
            return try walkRows(columns, depth: depth)
        default:
            containersMet = met
            let extent = try extentOfValue()
            guard case .ends(let end) = extent else { return extent.fault }
            var json = JSONReader(window.bytes, from: window.position, to: end, arena: reader.decoder.arena)
            do throws(Fault) {
                if name == .columns {
                    columns = try reader.decoder.readColumns(&json)
                } else {
                    try json.skipValue()
                }
                guard json.at == end else { throw .notJSON }
            } catch {
                return error
            }
            let isNull = window.bytes[window.position] == UInt8(ascii: "n")
            if name == .error && !isNull || name == .hasErrors && first == UInt8(ascii: "t") { notePartial() }
            consume(to: end)
            return nil
        }
    }

    private func walkRows(_ columns: [FieldName?]?, depth: Int) throws -> Fault? {
        guard let columns else { return .rowWithoutColumns }
        let isUsable = columns.contains(.operation) && (columns.contains(.timeGenerated) || columns.contains(.time))
        if isUsable {
            tables.hasUsable = true
            return try walkElements(.rows(columns, reader.rowContext(of: columns)), depth: depth)
        }
        // Kusto sends tables about the query beside its result.
        tables.hasOther = true
        return try walkElements(.ignored, depth: depth)
    }

    private func notePartial() {
        warn("the query answered with an error beside its rows: the result is partial, run it again")
    }

    /// Reads a member's name and colon, and goes to its value.
    func readKey() throws -> (FieldName?, Fault?) {
        guard try skipSpace() else { return (nil, .endsTooEarly) }
        guard window.bytes[window.position] == UInt8(ascii: "\"") else { return (nil, .notJSON) }
        let extent = try extentOfValue()
        guard case .ends(let end) = extent else { return (nil, extent.fault) }
        reader.decoder.begin(bytes: end - window.position)
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: reader.decoder.arena)
        let name: FieldName?
        do throws(Fault) {
            name = reader.decoder.names.find(try json.text())
        } catch {
            return (nil, error)
        }
        consume(to: end)
        guard try skipSpace() else { return (nil, .endsTooEarly) }
        guard window.bytes[window.position] == UInt8(ascii: ":") else { return (nil, .notJSON) }
        window.position += 1
        guard try skipSpace() else { return (nil, .endsTooEarly) }
        return (name, nil)
    }
}
