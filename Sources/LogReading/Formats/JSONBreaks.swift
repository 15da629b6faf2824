/// What breaks in the JSON of a source: each break is one reject, and reading goes on at the next record behind it.
final class JSONBreaks {
    private let window: InputWindow
    private let sink: RecordSink
    private let framer: JSONFramer
    private let tables: QueryTables
    private let search: RecordSearch
    /// The line on which the present value begins.
    var firstLine: Int64 = 0

    init(
        _ window: InputWindow, _ sink: RecordSink, _ framer: JSONFramer, _ search: RecordSearch, _ tables: QueryTables
    ) {
        self.window = window
        self.sink = sink
        self.framer = framer
        self.search = search
        self.tables = tables
    }

    /// Rejects a value of the window, with its place.
    func reject(_ reason: RejectReason, from: Int, to: Int) throws {
        try sink.reject(reason, line: window.line, window.bytes, from: from, to: to, place: place(on: window.line))
    }

    /// On a line of many records its number does not yet lead to the one that is wrong.
    private func place(on line: Int64) -> String {
        let element = framer.element
        if sink.lineAround != nil { return element > 0 ? " (element \(element) inside a field)" : " (inside a field)" }
        return element > 0 && line == firstLine ? " (element \(element) of the line's array)" : ""
    }

    /// Rejects what the bytes end in, and goes to a record in it, if its brackets have swallowed one; false where none
    /// belongs to an array of the same value.
    func recoverCut(_ reason: RejectReason) throws -> Bool {
        if search.holdsOne(framer.place ?? .values, from: window.position + 1, to: window.bytes.count) {
            return try recover(reason, behind: 0, isInValue: true)
        }
        tables.noteBreak()
        let isBehindLine = window.position == window.bytes.count && !window.endsInsideLine
        let line = isBehindLine ? max(firstLine, window.line - 1) : window.line
        try sink.reject(
            reason, line: line, window.bytes, from: window.position, to: window.bytes.count, place: place(on: line))
        window.consume(to: window.bytes.count)
        return try search.goToRow(framer.place) && resume()
    }

    /// Rejects what broke so far behind the window's position, and goes to the next record; false where that belongs
    /// to no array of the same value.
    ///
    /// - Parameter isInValue: whether what broke begins at the position, and not what should stand between values.
    func recover(_ reason: RejectReason, behind distance: Int, isInValue: Bool) throws -> Bool {
        tables.noteBreak()
        let start = try window.part(behind: 0)
        let broken = try window.part(behind: distance)
        let offset = window.offset(of: window.position) + Int64(distance)
        let isFound =
            try search.goToNext(framer.place ?? .values, skipping: isInValue ? 1 : 0) || search.goToRow(framer.place)
        // What breaks behind the beginning of the next record was cut before that.
        let isSwallowing = isFound && distance > 0 && window.offset(of: window.position) <= offset
        let shown = isSwallowing || start.line == broken.line ? start : broken
        try sink.reject(reason, shown, place: place(on: shown.line))
        return isFound && resume()
    }

    /// Goes to the next record behind what was rejected; false where that belongs to no array of the same value.
    func goOn() throws -> Bool {
        tables.noteBreak()
        return try search.goToNext(framer.place ?? .values, skipping: 0) && resume()
    }

    /// Goes on in the array that broke, if what was found is an element of it.
    private func resume() -> Bool {
        switch (framer.place, window.bytes[window.position]) {
        case (.values, UInt8(ascii: "{")), (.values, UInt8(ascii: "\"")), (.rows, UInt8(ascii: "[")): framer.resume()
        default: false
        }
    }
}
