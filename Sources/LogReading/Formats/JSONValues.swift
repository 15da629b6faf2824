import Model

/// Reads values that hold several records or go over several lines: arrays, messages, answers of a query.
///
/// Their elements count one by one. Where the structure breaks, that place is one reject, and reading goes on at the
/// next record behind it.
final class JSONValues {
    let window: InputWindow
    let cache: RecordCache
    let decoder: RecordDecoder
    let sink: RecordSink
    let framer: JSONFramer
    let tables: QueryTables
    let wrapped: WrappedRecords
    let search: RecordSearch
    let breaks: JSONBreaks
    var columnsOfFrame: [FieldName?]?
    /// The text that was decoded last although it breaks.
    let brokenText = Arena()
    /// Whether an object held records that was read to its end before that was known.
    private var hasContainers = false
    /// Whether a value on the present line came to its end.
    private var isBehindValue = false

    /// - Parameter textsAround: in how many texts the source stands.
    init(
        _ window: InputWindow, _ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink, textsAround: Int = 0
    ) {
        self.window = window
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
        framer = JSONFramer(window, decoder)
        search = RecordSearch(window, decoder)
        tables = QueryTables(sink)
        breaks = JSONBreaks(window, sink, framer, search, tables)
        wrapped = WrappedRecords(window, cache, decoder, sink, textsAround: textsAround)
    }

    /// Reads the values of the line at the window's position, which goes up to an index, and goes behind it.
    ///
    /// A value that is not closed on its line goes on behind it, unless the next line is a value by itself: then it
    /// was cut.
    func readLine(to end: Int, behindBreak: Bool = false) throws -> LineOutcome {
        breaks.firstLine = window.line
        isBehindValue = false
        framer.begin(behindBreak: behindBreak)
        window.narrow(to: end)
        defer { window.widen() }
        while try skipBetweenValues() {
            switch try walk() {
            case .lost where !window.isNarrow: return LineOutcome(isBehindLine: true, isBroken: true)
            case .lost: framer.begin(behindBreak: true)
            case .ended where !window.isNarrow: return LineOutcome(isBehindLine: true, isBroken: framer.isBroken)
            case .ended:
                framer.begin(behindBreak: framer.isBroken)
                isBehindValue = true
            case .cut(let reason):
                let length = window.bytes.count - window.position
                let isOnLine = window.isNarrow
                window.widen()
                if isOnLine, reason == .endsTooEarly, try search.goesOn(behind: length, isAtValue: framer.expectsValue)
                {
                    continue
                }
                if isOnLine { window.narrow(to: window.position + length) }
                guard try breaks.recoverCut(reason) else { return LineOutcome(isBehindLine: !isOnLine, isBroken: true) }
            }
        }
        return LineOutcome(isBroken: framer.isBroken)
    }

    /// Reads the value at the window's position, whose line is longer than memory allows.
    func readLongValue() throws -> LineOutcome {
        breaks.firstLine = window.line
        isBehindValue = false
        framer.begin()
        while case .cut(let reason) = try walk() {
            guard try breaks.recoverCut(reason) else { break }
        }
        return LineOutcome(isBehindLine: true, isBroken: framer.isBroken)
    }

    /// Rejects the line at the window's position, which begins with nothing that is read here; records behind that
    /// count.
    func readBrokenLine(to end: Int, _ reason: RejectReason) throws {
        breaks.firstLine = window.line
        framer.begin(behindBreak: true)
        window.narrow(to: end)
        defer { window.widen() }
        _ = try breaks.recover(reason, behind: 0, isInValue: true)
        window.widen()
        guard window.position < end else { return }
        _ = try readLine(to: end, behindBreak: true)
    }

    /// Skips white space and, behind a break, the signs that are left of the broken value; false at the line's end.
    private func skipBetweenValues() throws -> Bool {
        // A value that goes on is in the middle of itself.
        guard window.isNarrow, !framer.isInside else { return true }
        while window.position < window.bytes.count {
            let byte = window.bytes[window.position]
            if window.bytes.hasByteOrderMark(at: window.position, to: window.bytes.count) {
                window.position += 3
                continue
            }
            let isSign = byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
            if framer.isBroken, isSign {
                window.position += 1
                continue
            }
            let length = window.bytes.lengthOfSeparator(at: window.position, to: window.bytes.count)
            guard length > 0 else { return true }
            window.position += length
        }
        return false
    }

    // MARK: Values

    private func walk() throws -> ValueEnding {
        while true {
            var problem: ValueProblem?
            var isInValue = true
            switch try framer.next() {
            case .ended: return .ended
            case .cut: return .cut(.endsTooEarly)
            case .broken(let reason):
                problem = .broken(reason, behind: 0)
                isInValue = false
            case .tooLong(let beginning): try sink.reject(.tooLong, beginning)
            case .value(let place): if try !takeKnown(place) { problem = try readValue(place) }
            case .member(let name): problem = try readMember(name)
            }
            switch problem {
            case nil: break
            case .cut(let reason): return .cut(reason)
            case .lost: return .lost
            case .broken(let broken, let distance):
                let mark = window.bytes[window.position]
                let isText = mark != UInt8(ascii: "{") && mark != UInt8(ascii: "[") && !framer.isInside
                let reason = isBehindValue && isText ? .textAfterValue : broken
                guard try breaks.recover(reason, behind: distance, isInValue: isInValue) else { return .lost }
            }
        }
    }

    /// Takes the elements from the window's position on of which all but their times was seen before; false where
    /// the first is none.
    private func takeKnown(_ place: JSONFramer.Place) throws -> Bool {
        guard framer.isInside else { return false }
        switch place {
        case .values: return try takeKnown(opening: UInt8(ascii: "{"), sink.elementSpace)
        case .rows(_, let space): return try takeKnown(opening: UInt8(ascii: "["), space)
        case .ignored: return false
        }
    }

    private func takeKnown(opening: UInt8, _ space: CacheKeySpace) throws -> Bool {
        var events = 0
        var others = 0
        while let known = cache.element(in: window.bytes, at: window.position, opening: opening, space) {
            if case .event(let time, let client, let eventType) = known.0 {
                try sink.batch.append(Event(time: time, client: client, eventType: eventType))
                events += 1
            } else {
                others += 1
            }
            window.consume(to: known.end)
            guard framer.endElement(next: opening) else { break }
        }
        sink.count(events: events, otherCategories: others)
        return events + others > 0
    }

    func readValue(_ place: JSONFramer.Place) throws -> ValueProblem? {
        switch (window.bytes[window.position], place) {
        case (_, .ignored): return try readForeignRow()
        case (UInt8(ascii: "["), .rows(let columns, let space)): return try readRow(columns, space)
        case (UInt8(ascii: "{"), .rows):
            return try readErrorAmongRows()
        case (UInt8(ascii: "["), .values):
            if sink.summary.format == .jsonLines { sink.summary.format = .json }
            return entered(framer.enterArray(.values, isLoose: framer.isInArray))
        case (UInt8(ascii: "{"), .values): return try readObject()
        default: return try rejectWord()
        }
    }

    /// Goes behind a value that has been read.
    func ended(at end: Int) -> ValueProblem? {
        window.consume(to: end)
        framer.endValue()
        return nil
    }

    func entered(_ isEntered: Bool) -> ValueProblem? { isEntered ? nil : .broken(.tooDeep, behind: 0) }

    private func skipValue() throws -> ValueProblem? {
        switch try window.extentOfValue() {
        case .ends(let end): return ended(at: end)
        case .broken(let reason): return reason.isCut ? .cut(reason) : .broken(reason, behind: 0)
        }
    }

    /// Rejects a bare word, number or text, which costs only itself where the array goes on behind it.
    private func rejectWord() throws -> ValueProblem? {
        if framer.isInside || framer.isBroken, let read = try readText() { return read.problem }
        guard framer.isInside, case .ends(let end) = try window.extentOfValue() else {
            return .broken(.notAnObject, behind: 0)
        }
        let length = end - window.position
        guard let next = try window.distance(behind: length) else { return .cut(.endsTooEarly) }
        let mark = window.bytes[window.position + next]
        guard mark == UInt8(ascii: ",") || mark == UInt8(ascii: "]") else { return .broken(.notAnObject, behind: 0) }
        // Bytes written as numbers are one.
        let isNumber = window.bytes[window.position] &- 48 < 10
        if framer.isForeignReject(isNumber: isNumber) {
            try breaks.reject(.notAnObject, from: window.position, to: window.position + length)
        }
        return ended(at: window.position + length)
    }

    private func readRow(_ columns: [FieldName?], _ space: CacheKeySpace) throws -> ValueProblem? {
        let end: Int
        switch try window.extentOfValue() {
        case .ends(let found): end = found
        case .broken(let reason): return reason.isCut ? .cut(reason) : .broken(reason, behind: 0)
        }
        decoder.begin(bytes: end - window.position)
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: decoder.arena)
        do throws(RejectReason) {
            try decoder.readRow(&json, columns: columns)
            guard json.at == end else { throw .notJSON }
        } catch {
            if search.holdsOne(framer.place ?? .values, from: window.position + 1, to: end) {
                return .broken(error, behind: 0)
            }
            try breaks.reject(error, from: window.position, to: end)
            return ended(at: end)
        }
        try decode(to: end, space)
        return nil
    }

    /// A row of a table that is not about records may hold whole ones.
    private func readForeignRow() throws -> ValueProblem? {
        let extent = try window.extentOfValue()
        if case .ends(let end) = extent, decoder.holdsRecord(window.bytes, from: window.position, to: end),
            try takeWrapped(to: end)
        {
            tables.noteRecords()
            return nil
        }
        if window.bytes[window.position] == UInt8(ascii: "["), holdsTexts(extent) {
            tables.noteRecords()
            return entered(framer.enterArray(.values, isLoose: true))
        }
        return try skipValue()
    }

    /// Kusto puts the errors of a partial failure among the rows.
    private func readErrorAmongRows() throws -> ValueProblem? {
        if case .ends(let end) = try window.extentOfValue(),
            search.holdsOne(framer.place ?? .values, from: window.position + 1, to: end)
        {
            return .broken(.notAnObject, behind: 0)
        }
        sink.warnOfPartial()
        return try skipValue()
    }

    // MARK: Objects

    private func readObject() throws -> ValueProblem? {
        // What opens with its records is entered at once; elements of an array are hardly ever containers.
        let mayOpen = !framer.isInArray || hasContainers
        if mayOpen, decoder.opensContainer(window.bytes, at: window.position, to: window.bytes.count) {
            return entered(framer.enterObject())
        }
        let ahead = min(window.bytes.count, window.position + RecordDecoder.lookahead)
        if let end = try wrapped.whole.take(window.bytes, from: window.position, to: ahead, isAlone: false)?.end {
            return ended(at: end)
        }
        let extent = try window.extentOfValue()
        var end = min(window.bytes.count, window.position + InputWindow.longestUnit)
        if case .ends(let found) = extent { end = found }
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: decoder.arena)
        decoder.begin(bytes: end - window.position)
        do throws(RejectReason) {
            try decoder.readMembers(&json, into: decoder.fields)
            guard json.at == end else { throw .notJSON }
        } catch {
            // The parts of a container that are whole are read although another one is not.
            if search.isAtRestOfText, let read = try readText(isRest: true) { return read.problem }
            if decoder.isInContainer || !decoder.isRecord && holdsTexts(extent) { return entered(framer.enterObject()) }
            return try readBrokenObject(extent, error, at: json.at)
        }
        if decoder.isContainer {
            hasContainers = true
            return entered(framer.enterObject())
        }
        if decoder.isFrame {
            columnsOfFrame = decoder.columnsOfFrame() ?? columnsOfFrame
            return ended(at: end)
        }
        try decode(to: end)
        return nil
    }

    private func readBrokenObject(_ extent: ValueExtent, _ reason: RejectReason, at index: Int) throws -> ValueProblem?
    {
        switch extent {
        case .ends(let end):
            // Its brackets match, but that may be because it lost one and those of other records follow.
            guard framer.isInside, !search.holdsOne(framer.place ?? .values, from: window.position + 1, to: end) else {
                break
            }
            try breaks.reject(reason, from: window.position, to: end)
            return ended(at: end)
        case .broken(.tooLong) where reason.isCut:
            return entered(framer.enterObject(tooLong: try window.part(behind: 0)))
        case .broken where reason.isCut: return .cut(reason)
        case .broken: break
        }
        return .broken(reason, behind: index - window.position)
    }

    /// Decodes the record or row whose fields have been read, up to its end.
    private func decode(to end: Int, _ space: CacheKeySpace? = nil) throws {
        let decoded: Decoded
        do throws(RejectReason) {
            decoded = try decoder.decode()
        } catch {
            let mayHold = space == nil || decoder.holdsRecord(window.bytes, from: window.position, to: end)
            let isTaken = mayHold ? try wrapped.take(window.bytes, from: window.position, to: end) : false
            if !isTaken { try breaks.reject(error, from: window.position, to: end) }
            window.consume(to: end)
            return framer.endValue()
        }
        let (operation, time) = (decoder.otherOperation, decoder.timeText)
        if decoded.isOther, mayHoldRecord(to: end, isRow: space != nil),
            try wrapped.take(window.bytes, from: window.position, to: end)
        {
            window.consume(to: end)
            return framer.endValue()
        }
        if sink.summary.format == .json, decoder.fields.has(.tableName) { sink.summary.format = .flatArray }
        try sink.take(decoded, operation: operation)
        // A record that says that the source is a table's must say so again as long as that matters.
        if !(sink.isFormOpen && decoder.fields.has(.tableName)) {
            cache.remember(
                decoded, window.bytes, from: window.position, to: end, time: time,
                space ?? sink.elementSpace)
        }
        window.consume(to: end)
        framer.endValue()
    }

    /// Whether fields of the record or row at the window's position, which is of no interest itself, may hold some.
    private func mayHoldRecord(to end: Int, isRow: Bool) -> Bool {
        let (bytes, from) = (window.bytes, window.position)
        if isRow { return decoder.holdsRecord(bytes, from: from, to: end) }
        return !decoder.isRecord || decoder.holdsAnother(bytes, from: from, to: end)
    }
}
