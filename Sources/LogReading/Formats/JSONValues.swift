import Model

/// Reads values that hold several records or go over several lines: arrays, messages, answers of a query.
///
/// Their elements count one by one. Where the structure breaks, that place is one reject, and reading goes on at the
/// next record behind it.
final class JSONValues {
    /// After so many breaks the rest of a line is given up, so that the time for a hostile line stays bounded.
    private static let mostBreaks = 64

    private let window: InputWindow
    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    private let framer: JSONFramer
    private var tables = TablesSeen()
    private var breaks = BreaksOfLine()
    /// The line on which the present value begins.
    private var firstLine: Int64 = 0

    /// What the reading of a line came to.
    struct Outcome {
        /// Whether a value on it went on behind it; the window's position is then behind that value.
        var isBehindLine = false
        var isBroken = false
    }

    /// Why the present value cannot be read on.
    private enum Problem {
        /// The bytes end first.
        case cut(RejectReason)
        /// It is wrong, so far behind the window's position.
        case broken(RejectReason, behind: Int)
    }

    private enum Ending {
        case ended
        case cut(RejectReason)
        /// A break, and nothing behind it that belongs to the same value.
        case lost
    }

    init(_ window: InputWindow, _ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink) {
        self.window = window
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
        framer = JSONFramer(window, decoder)
    }

    /// Reads the values of the line at the window's position, which goes up to an index, and goes behind it.
    ///
    /// A value that is not closed on its line goes on behind it, unless the next line is a value by itself: then it
    /// was cut.
    func readLine(to end: Int, behindBreak: Bool = false) throws -> Outcome {
        firstLine = window.line
        framer.begin(behindBreak: behindBreak)
        window.narrow(to: end)
        defer { window.widen() }
        while try skipBetweenValues() {
            switch try walk() {
            case .lost where !window.isNarrow: return Outcome(isBehindLine: true, isBroken: true)
            case .lost: framer.begin(behindBreak: true)
            case .ended where !window.isNarrow: return Outcome(isBehindLine: true, isBroken: framer.isBroken)
            case .ended: framer.begin(behindBreak: framer.isBroken)
            case .cut(let reason):
                let length = window.bytes.count - window.position
                let isOnLine = window.isNarrow
                window.widen()
                if isOnLine, reason == .endsTooEarly, try goesOn(behind: length) { continue }
                if isOnLine { window.narrow(to: window.position + length) }
                guard try recoverCut(reason) else { return Outcome(isBehindLine: !isOnLine, isBroken: true) }
            }
        }
        return Outcome(isBroken: framer.isBroken)
    }

    /// Reads the value at the window's position, whose line is longer than memory allows.
    func readLongValue() throws -> Outcome {
        firstLine = window.line
        framer.begin()
        while case .cut(let reason) = try walk() {
            guard try recoverCut(reason) else { break }
        }
        return Outcome(isBehindLine: true, isBroken: framer.isBroken)
    }

    /// Rejects the line at the window's position, which begins with nothing that is read here; records behind that
    /// count.
    func readBrokenLine(to end: Int, _ reason: RejectReason) throws {
        firstLine = window.line
        framer.begin(behindBreak: true)
        window.narrow(to: end)
        defer { window.widen() }
        _ = try recover(reason, behind: 0, isInValue: true)
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
            let isSign = byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
            guard byte <= 0x20 || framer.isBroken && isSign else { return true }
            window.position += 1
        }
        return false
    }

    /// Whether the value at the window's position, which the line does not close, goes on in the next one.
    private func goesOn(behind length: Int) throws -> Bool {
        guard let next = try window.distance(behind: length) else { return false }
        let opening = window.bytes[window.position + next]
        guard opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else { return true }
        // Where no value can follow the line was cut.
        guard length > 0 ? canFollow(length) : framer.expectsValue else { return false }
        guard let whole = try lengthOfLine(behind: next) else { return true }
        guard let after = try window.distance(behind: next + whole) else { return true }
        return [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(window.bytes[window.position + after])
    }

    /// Whether a value can follow so many bytes, which are the beginning of another one.
    private func canFollow(_ length: Int) -> Bool {
        var last = window.position + length - 1
        while last > window.position, window.bytes[last] <= 0x20 { last -= 1 }
        guard last >= window.position else { return false }
        return [UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: ":")].contains(window.bytes[last])
    }

    /// The length of the line that begins so far behind the window's position, if it is one value and no more.
    private func lengthOfLine(behind distance: Int) throws -> Int? {
        var length = -1
        while length < 0 {
            let from = window.position + distance
            let end = window.bytes.firstIndex(of: 0x0a, from: from, to: window.bytes.count)
            if end >= 0 { length = end - from }
            if end < 0, try !window.refill() { length = window.bytes.count - window.position - distance }
            if length < 0, window.bytes.count - window.position > InputWindow.longestUnit { return nil }
        }
        let from = window.position + distance
        decoder.begin(bytes: 0)
        var json = JSONReader(window.bytes, from: from, to: from + length, arena: decoder.arena)
        do throws(RejectReason) { try json.skipValue() } catch { return nil }
        json.skipSpace()
        return json.at == json.end ? length : nil
    }

    // MARK: Values

    private func walk() throws -> Ending {
        while true {
            var problem: Problem?
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
            case .broken(let reason, let distance):
                guard try recover(reason, behind: distance, isInValue: isInValue) else { return .lost }
            }
        }
    }

    /// Takes the elements from the window's position on of which all but their times was seen before; false where
    /// the first is none.
    private func takeKnown(_ place: JSONFramer.Place) throws -> Bool {
        guard framer.isInside else { return false }
        switch place {
        case .values: return try takeKnown(opening: UInt8(ascii: "{"), elementSpace)
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

    private func readValue(_ place: JSONFramer.Place) throws -> Problem? {
        switch (window.bytes[window.position], place) {
        case (_, .ignored): return try skipValue()
        case (UInt8(ascii: "["), .rows(let columns, let space)): return try readRow(columns, space)
        case (UInt8(ascii: "{"), .rows):
            return try readErrorAmongRows()
        case (UInt8(ascii: "["), .values):
            if sink.summary.format == .jsonLines { sink.summary.format = .json }
            return entered(framer.enterArray(.values))
        case (UInt8(ascii: "{"), .values): return try readObject()
        default: return try rejectWord()
        }
    }

    private func entered(_ isEntered: Bool) -> Problem? { isEntered ? nil : .broken(.tooDeep, behind: 0) }

    private func skipValue() throws -> Problem? {
        switch try window.extentOfValue() {
        case .ends(let end): window.consume(to: end)
        case .broken(let reason): return reason.isCut ? .cut(reason) : .broken(reason, behind: 0)
        }
        framer.endValue()
        return nil
    }

    /// Rejects a bare word, number or text, which costs only itself where the array goes on behind it.
    private func rejectWord() throws -> Problem? {
        guard framer.isInside, case .ends(let end) = try window.extentOfValue() else {
            return .broken(.notAnObject, behind: 0)
        }
        let length = end - window.position
        guard let next = try window.distance(behind: length) else { return .cut(.endsTooEarly) }
        let mark = window.bytes[window.position + next]
        guard mark == UInt8(ascii: ",") || mark == UInt8(ascii: "]") else { return .broken(.notAnObject, behind: 0) }
        try reject(.notAnObject, from: window.position, to: window.position + length)
        window.consume(to: window.position + length)
        framer.endValue()
        return nil
    }

    private func readRow(_ columns: [FieldName?], _ space: CacheKeySpace) throws -> Problem? {
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
            if holdsRecord(from: window.position + 1, to: end) { return .broken(error, behind: 0) }
            try reject(error, from: window.position, to: end)
            window.consume(to: end)
            framer.endValue()
            return nil
        }
        try decode(to: end, space)
        return nil
    }

    /// Kusto puts the errors of a partial failure among the rows.
    private func readErrorAmongRows() throws -> Problem? {
        if case .ends(let end) = try window.extentOfValue(), holdsRecord(from: window.position + 1, to: end) {
            return .broken(.notAnObject, behind: 0)
        }
        sink.warn(JSONValues.partialText)
        return try skipValue()
    }

    // MARK: Objects

    private func readObject() throws -> Problem? {
        // What opens with its records is entered at once; elements of an array are hardly ever containers.
        if !framer.isInArray, decoder.opensContainer(window.bytes, at: window.position, to: window.bytes.count) {
            return entered(framer.enterObject())
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
            if decoder.isInContainer { return entered(framer.enterObject()) }
            return try readBrokenObject(extent, error, at: json.at)
        }
        if decoder.isContainer { return entered(framer.enterObject()) }
        if decoder.isFrame {
            window.consume(to: end)
            framer.endValue()
        } else {
            try decode(to: end)
        }
        return nil
    }

    private func readBrokenObject(_ extent: ValueExtent, _ reason: RejectReason, at index: Int) throws -> Problem? {
        switch extent {
        case .ends(let end):
            // Its brackets match, but that may be because it lost one and those of other records follow.
            guard framer.isInside, !holdsRecord(from: window.position + 1, to: end) else { break }
            try reject(reason, from: window.position, to: end)
            window.consume(to: end)
            framer.endValue()
            return nil
        case .broken(.tooLong) where reason.isCut:
            return entered(framer.enterObject(tooLong: try part(behind: 0)))
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
            try reject(error, from: window.position, to: end)
            window.consume(to: end)
            return framer.endValue()
        }
        if sink.summary.format == .json, decoder.fields.has(.tableName) { sink.summary.format = .flatArray }
        try sink.take(decoded)
        // A record that says that the source is a table's must say so again as long as that matters.
        if !(isFormOpen && decoder.fields.has(.tableName)) {
            cache.remember(
                decoded, window.bytes, from: window.position, to: end, time: decoder.timeText,
                space ?? elementSpace)
        }
        window.consume(to: end)
        framer.endValue()
    }

    /// In what surroundings an element stands that is no row.
    private var elementSpace: CacheKeySpace { isFormOpen ? .element : .settledElement }

    private var isFormOpen: Bool { sink.summary.format == .json || sink.summary.format == .jsonLines }

    // MARK: Members of containers

    private func readMember(_ name: FieldName?) throws -> Problem? {
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

    private func enterRows() throws -> Problem? {
        guard let columns = framer.columns else { return .broken(.rowWithoutColumns, behind: 0) }
        if columns.contains(.operation) && (columns.contains(.timeGenerated) || columns.contains(.time)) {
            tables.hasUsable = true
            return entered(framer.enterArray(.rows(columns, cache.rows(of: columns))))
        }
        // Kusto sends tables about the query beside its result.
        tables.hasOther = true
        return entered(framer.enterArray(.ignored))
    }

    private func readOtherMember(_ name: FieldName?) throws -> Problem? {
        let end: Int
        switch try window.extentOfValue() {
        case .ends(let found): end = found
        case .broken(let reason): return reason.isCut ? .cut(reason) : .broken(reason, behind: 0)
        }
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: decoder.arena)
        do throws(RejectReason) {
            if name == .columns {
                framer.columns = try decoder.readColumns(&json)
            } else {
                try json.skipValue()
            }
            guard json.at == end else { throw .notJSON }
        } catch {
            return .broken(error, behind: 0)
        }
        if name == .operation, !framer.isInLongObject, end - window.position > 2,
            window.bytes[window.position] == UInt8(ascii: "\"")
        {
            try reject(.recordAroundRecords, from: window.position, to: end)
        }
        let first = window.bytes[window.position]
        if name == .error && first != UInt8(ascii: "n") || name == .hasErrors && first == UInt8(ascii: "t") {
            sink.warn(JSONValues.partialText)
        }
        window.consume(to: end)
        framer.endValue()
        return nil
    }

    private static let partialText =
        "the query answered with an error beside its rows: the result is partial, run it again"

    /// Rejects an answer of a query none of whose tables is about records.
    func noteTables() throws {
        guard tables.hasOther, !tables.hasUsable, !tables.areBroken else { return }
        try sink.reject(
            "no table has the columns TimeGenerated and OperationName; add them to the query", line: 0)
    }

    // MARK: Breaks

    private func reject(_ reason: RejectReason, from: Int, to: Int) throws {
        try sink.reject(reason, line: window.line, window.bytes, from: from, to: to, place: place(on: window.line))
    }

    /// On a line of many records its number does not yet lead to the one that is wrong.
    private func place(on line: Int64) -> String {
        let element = framer.element
        return element > 0 && line == firstLine ? " (element \(element) of the line's array)" : ""
    }

    /// Rejects what the bytes end in, and goes to a record in it, if its brackets have swallowed one; false where none
    /// belongs to an array of the same value.
    private func recoverCut(_ reason: RejectReason) throws -> Bool {
        if holdsRecord(from: window.position + 1, to: window.bytes.count) {
            return try recover(reason, behind: 0, isInValue: true)
        }
        tables.areBroken = true
        let isBehindLine = window.position == window.bytes.count && !window.endsInsideLine
        let line = isBehindLine ? max(firstLine, window.line - 1) : window.line
        try sink.reject(
            reason, line: line, window.bytes, from: window.position, to: window.bytes.count, place: place(on: line))
        window.consume(to: window.bytes.count)
        return false
    }

    /// Rejects what broke so far behind the window's position, and goes to the next record; false where that belongs
    /// to no array of the same value.
    ///
    /// - Parameter isInValue: whether what broke begins at the position, and not what should stand between values.
    private func recover(_ reason: RejectReason, behind distance: Int, isInValue: Bool) throws -> Bool {
        tables.areBroken = true
        let start = try part(behind: 0)
        let broken = try part(behind: distance)
        let offset = window.offset(of: window.position) + Int64(distance)
        let isFound = try goToRecord(skipping: isInValue ? 1 : 0)
        // What breaks behind the beginning of the next record was cut before that.
        let isSwallowing = isFound && distance > 0 && window.offset(of: window.position) <= offset
        let shown = isSwallowing || start.line == broken.line ? start : broken
        try sink.reject(reason, shown, place: place(on: shown.line))
        return isFound && resume()
    }

    /// What is so far behind the window's position.
    private func part(behind distance: Int) throws -> RejectedPart {
        try window.fill(distance + Rejection.mostBytesSeen)
        let bytes = window.bytes
        let from = window.position + distance
        let to = window.isNarrow ? bytes.count : min(bytes.count, from + Rejection.mostBytesSeen)
        let lines = bytes.count(of: 0x0a, from: window.position, to: from)
        return RejectedPart(bytes, from: from, to: to, line: window.line + Int64(lines))
    }

    /// Goes to the next record or row; false where there is none, or where the line is given up.
    private func goToRecord(skipping count: Int) throws -> Bool {
        if breaks.count(on: window.line) >= JSONValues.mostBreaks {
            if window.isNarrow { window.consume(to: window.bytes.count) } else { try window.skipLine() }
            return false
        }
        window.consume(to: window.position + count)
        while true {
            let at = nextOpening(from: window.position, to: window.bytes.count)
            guard at >= 0 else {
                window.consume(to: window.bytes.count)
                guard try window.refill() else { return false }
                continue
            }
            window.consume(to: at)
            try window.fill(RecordDecoder.lookahead)
            if isOpening(at: window.position, to: window.bytes.count) { return true }
            window.position += 1
        }
    }

    /// The next bracket in a part of what is in memory that may open a record or row, or -1.
    private func nextOpening(from: Int, to: Int) -> Int {
        let brace = window.bytes.firstIndex(of: UInt8(ascii: "{"), from: from, to: to)
        guard case .rows = framer.place else { return brace }
        let bracket = window.bytes.firstIndex(of: UInt8(ascii: "["), from: from, to: brace < 0 ? to : brace)
        return bracket < 0 ? brace : bracket
    }

    private func isOpening(at index: Int, to end: Int) -> Bool {
        let isObject = window.bytes[index] == UInt8(ascii: "{")
        guard case .rows(let columns, _) = framer.place else {
            return isObject && decoder.opensRecord(window.bytes, at: index, to: end)
        }
        // Where rows are expected, what only begins as a record is a part of what is broken.
        if isObject { return decoder.isWholeRecord(window.bytes, at: index, to: end) }
        return decoder.opensRow(window.bytes, at: index, to: end, columns: columns)
    }

    /// Whether a record or row begins in a part of what is in memory.
    private func holdsRecord(from: Int, to: Int) -> Bool {
        var index = nextOpening(from: from, to: to)
        while index >= 0 {
            if isOpening(at: index, to: to) { return true }
            index = nextOpening(from: index + 1, to: to)
        }
        return false
    }

    /// Goes on in the array that broke, if what was found is an element of it.
    private func resume() -> Bool {
        switch (framer.place, window.bytes[window.position]) {
        case (.values, UInt8(ascii: "{")), (.rows, UInt8(ascii: "[")): framer.resume()
        default: false
        }
    }
}

/// Which tables a query's answer held.
private struct TablesSeen {
    /// One with the columns of records.
    var hasUsable = false
    /// One without them.
    var hasOther = false
    /// Whether the answer broke, so that there may have been more.
    var areBroken = false
}

/// Counts the breaks on one line: reading goes on behind a break, so a line of nothing else must be given up.
private struct BreaksOfLine {
    private var line: Int64 = 0
    private var count = 0

    /// Counts one more.
    mutating func count(on line: Int64) -> Int {
        count = line == self.line ? count + 1 : 1
        self.line = line
        return count
    }
}
