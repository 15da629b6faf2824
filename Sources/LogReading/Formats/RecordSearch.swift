/// Looks ahead for where a record begins: behind something broken, and behind a line that is not closed.
final class RecordSearch {
    /// After so many breaks the rest of a line is given up, so that the time for a hostile line stays bounded.
    private static let mostBreaks = 64

    private let window: InputWindow
    private let decoder: RecordDecoder
    private var breaks = BreaksOfLine()

    init(_ window: InputWindow, _ decoder: RecordDecoder) {
        self.window = window
        self.decoder = decoder
    }

    // MARK: Behind a break

    /// Goes to the next record or row; false where there is none, or where the line is given up.
    func goToNext(_ place: JSONFramer.Place, skipping count: Int) throws -> Bool {
        if breaks.count(on: window.line) >= RecordSearch.mostBreaks {
            if window.isNarrow { window.consume(to: window.bytes.count) } else { try window.skipLine() }
            return false
        }
        window.consume(to: window.position + count)
        while true {
            let at = nextOpening(place, from: window.position, to: window.bytes.count)
            guard at >= 0 else {
                window.consume(to: window.bytes.count)
                guard try window.refill() else { return false }
                continue
            }
            let isInText = opensText(at: at)
            window.consume(to: isInText ? at - 1 : at)
            try window.fill(RecordDecoder.lookahead)
            if isInText, holdsText(at: window.position, to: window.bytes.count) { return true }
            if isInText { window.position += 1 }
            if isOpening(place, at: window.position, to: window.bytes.count) || isAtRestOfText { return true }
            window.position += 1
        }
    }

    /// Whether a record begins at the window's position that belongs to a text whose beginning is lost.
    var isAtRestOfText: Bool { decoder.opensRestOfText(window.bytes, at: window.position) }

    /// Goes to the row that begins the next line, where the present one broke; false where none does.
    func goToRow(_ place: JSONFramer.Place?) throws -> Bool {
        guard window.isNarrow, case .rows(let columns, _) = place else { return false }
        let length = window.bytes.count - window.position
        window.widen()
        try window.fill(length + RecordDecoder.lookahead)
        if let next = try window.distance(behind: length),
            decoder.opensRow(window.bytes, at: window.position + next, to: window.bytes.count, columns: columns)
        {
            window.consume(to: window.position + next)
            return true
        }
        window.narrow(to: window.position + length)
        return false
    }

    /// Whether the bracket at an index is the first character of a text, in which quotation marks are escaped.
    private func opensText(at index: Int) -> Bool {
        let bytes = window.bytes
        guard index > window.position, index + 1 < bytes.count, bytes[index - 1] == UInt8(ascii: "\"") else {
            return false
        }
        let isEscaped = index > window.position + 1 && bytes[index - 2] == UInt8(ascii: "\\")
        return !isEscaped && bytes[index + 1] == UInt8(ascii: "\\")
    }

    /// Whether the text that begins at an index is that of a record.
    private func holdsText(at index: Int, to end: Int, isWhole: Bool = false) -> Bool {
        let end = min(end, index + RecordDecoder.lookahead)
        decoder.begin(bytes: 0)
        var json = JSONReader(window.bytes, from: index, to: end, arena: decoder.arena)
        do throws(RejectReason) { try json.skipText() } catch { if isWhole { return false } }
        return decoder.holdsRecord(window.bytes, from: index + 1, to: min(json.at, end))
    }

    /// The next bracket in a part of what is in memory that may open a record or row, or -1.
    private func nextOpening(_ place: JSONFramer.Place, from: Int, to: Int) -> Int {
        let brace = window.bytes.firstIndex(of: UInt8(ascii: "{"), from: from, to: to)
        guard case .rows = place else { return brace }
        let bracket = window.bytes.firstIndex(of: UInt8(ascii: "["), from: from, to: brace < 0 ? to : brace)
        return bracket < 0 ? brace : bracket
    }

    private func isOpening(
        _ place: JSONFramer.Place, at index: Int, to end: Int, isWrapperWhole: Bool = false
    ) -> Bool {
        let isObject = window.bytes[index] == UInt8(ascii: "{")
        guard case .rows(let columns, _) = place else {
            return isObject && decoder.opensRecord(window.bytes, at: index, to: end, isWrapperWhole: isWrapperWhole)
        }
        // Where rows are expected, what only begins as a record is a part of what is broken.
        if isObject { return decoder.isWholeRecord(window.bytes, at: index, to: end) }
        return decoder.opensRow(window.bytes, at: index, to: end, columns: columns)
    }

    /// Whether a record or row begins in a part of what is in memory.
    func holdsOne(_ place: JSONFramer.Place, from: Int, to: Int) -> Bool {
        var index = nextOpening(place, from: from, to: to)
        while index >= 0 {
            // What is cut with the value around it is a part of that one.
            if isOpening(place, at: index, to: to, isWrapperWhole: true) { return true }
            if opensText(at: index), holdsText(at: index - 1, to: to, isWhole: true) { return true }
            index = nextOpening(place, from: index + 1, to: to)
        }
        return false
    }

    // MARK: Behind a line

    /// Whether the value at the window's position, which the line does not close, goes on in the next one.
    func goesOn(behind length: Int, isAtValue: Bool) throws -> Bool {
        guard let next = try window.distance(behind: length) else { return false }
        let opening = window.bytes[window.position + next]
        guard opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else { return true }
        // Where no value can follow the line was cut.
        guard length > 0 ? canFollow(length) : isAtValue else { return false }
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
