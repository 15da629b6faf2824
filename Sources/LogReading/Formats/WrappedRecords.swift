import Model

/// Finds the records in a value that is none itself: what log shippers, exports and converters make of a record.
///
/// One rule and no list of products: a field may hold a record as an object, as the text of one, or as base64 of that
/// text; a list of records counts like its elements; and what holds a record may stand in another field of the same
/// kind.
final class WrappedRecords {
    /// How many texts may stand in one another.
    private static let mostTexts = 3
    /// How many objects and lists may stand in one another within one text.
    private static let mostLevels = 8

    private let window: InputWindow
    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    /// In how many texts the values stand.
    private let textsAround: Int
    /// What reads texts that break, by the number of texts around it.
    private var brokenTexts: [Int: BrokenTexts] = [:]
    /// The decoded texts, one arena for each depth: an inner one is read while those around it must stay.
    private lazy var texts = (0...WrappedRecords.mostTexts).map { _ in Arena() }
    /// What was found in the present value: records, and places that should have been records.
    private var found: Int64 = 0
    /// What else was seen in it: rows of a table, an error, a link to the next page.
    private var hasTable = false
    private var hasError = false
    private var isContinued = false
    /// What takes wrappers that are whole.
    let whole: WholeWrappers

    init(
        _ window: InputWindow, _ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink, textsAround: Int = 0
    ) {
        self.textsAround = textsAround
        self.window = window
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
        whole = WholeWrappers(cache, decoder, sink)
    }

    /// Takes the records in the value that begins at an index, a well-formed one; false where it holds none.
    func take(_ bytes: Bytes, from: Int, to: Int) throws -> Bool {
        begin()
        let arena = texts[textsAround]
        arena.reset(for: 2 * (to - from))
        var json = JSONReader(bytes, from: from, to: to, arena: arena)
        // A record's own fields were tried already.
        try takeParts(&json, Depth(texts: textsAround))
        warnOfParts()
        whole.note(isWrapper: found > 0)
        return found > 0
    }

    /// The same of a text that stands for itself, such as a cell of a table or a line of base64.
    func take(text: Bytes) throws -> Bool {
        guard textsAround < WrappedRecords.mostTexts else { return false }
        begin()
        texts[textsAround].reset(for: 2 * text.count)
        try takeText(text, Depth(texts: textsAround))
        warnOfParts()
        return found > 0
    }

    /// The same of what is left of a text whose beginning is lost.
    func take(restOfText text: Bytes) throws -> Bool {
        guard textsAround < WrappedRecords.mostTexts else { return false }
        begin()
        try takeBroken(text, from: 0, Depth(texts: textsAround + 1), behindBreak: true)
        return found > 0
    }

    private func begin() {
        found = 0
        (hasTable, hasError, isContinued) = (false, false, false)
    }

    private struct Depth {
        var texts = 0
        var levels = 0

        var inLevel: Depth { Depth(texts: texts, levels: levels + 1) }
    }

    // MARK: Values

    /// Goes through the value at the reader, which is well-formed.
    private func takeValue(_ json: inout JSONReader, _ depth: Depth) throws {
        switch try json.peek() {
        case UInt8(ascii: "\""):
            var text = json
            try json.skipText()
            guard depth.texts < WrappedRecords.mostTexts,
                WrappedRecords.mayHold(text) || decoder.holdsRecord(text.bytes, from: text.at + 1, to: json.at)
            else { return }
            try takeText(try text.text(), depth)
        case UInt8(ascii: "{"):
            let from = json.at
            try json.skipValue()
            try takeObject(json.bytes, from: from, to: json.at, json.arena, depth)
        case UInt8(ascii: "["): try takeParts(&json, depth)
        default: _ = try json.word()
        }
    }

    private func takeObject(_ bytes: Bytes, from: Int, to: Int, _ arena: Arena, _ depth: Depth) throws {
        if let known = cache.whole(bytes, from: from, to: to) {
            found += 1
            return try sink.take(known)
        }
        decoder.begin(bytes: to - from)
        var json = JSONReader(bytes, from: from, to: to, arena: decoder.arena)
        do throws(RejectReason) { try decoder.readMembers(&json, into: decoder.fields) } catch {
            // A field that stands twice, of which no reader could say which one counts.
            if decoder.isLikeRecord { try reject(error, bytes, from: from, to: to) }
            return
        }
        guard decoder.isLikeRecord else {
            if let columns = decoder.fields[.columns] ?? decoder.fields[.fields], let rows = decoder.fields[.rows],
                try takeTable(columns.bytes, rows.bytes)
            {
                return
            }
            var json = JSONReader(bytes, from: from, to: to, arena: arena)
            return try takeParts(&json, depth)
        }
        let decoded: Decoded
        do throws(RejectReason) { decoded = try decoder.decode() } catch {
            if try takeParts(ofRecord: bytes, from: from, to: to, arena, depth) { return }
            return try reject(error, bytes, from: from, to: to)
        }
        let (operation, time) = (decoder.otherOperation, decoder.timeText)
        if decoded.isOther, try takeParts(ofRecord: bytes, from: from, to: to, arena, depth) { return }
        found += 1
        try sink.take(decoded, operation: operation)
        cache.remember(decoded, bytes, from: from, to: to, time: time, .line)
    }

    /// Takes the records in the fields of one that is of no interest itself; false where there are none.
    private func takeParts(
        ofRecord bytes: Bytes, from: Int, to: Int, _ arena: Arena, _ depth: Depth
    ) throws -> Bool {
        guard decoder.holdsAnother(bytes, from: from, to: to) else { return false }
        let before = found
        var json = JSONReader(bytes, from: from, to: to, arena: arena)
        try takeParts(&json, depth)
        return found > before
    }

    /// Goes through the members of an object or the elements of an array.
    private func takeParts(_ json: inout JSONReader, _ depth: Depth) throws {
        guard depth.levels < WrappedRecords.mostLevels else { return try json.skipValue() }
        let opening = try json.peek()
        guard opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else {
            return try takeValue(&json, depth.inLevel)
        }
        guard try json.open(closing: opening + 2) else { return }
        repeat {
            if opening == UInt8(ascii: "{"), let name = decoder.names.find(try json.key()) { try note(name, json) }
            try takeValue(&json, depth.inLevel)
        } while try json.more(closing: opening + 2)
    }

    /// Notes what a member says of the answer that it stands in.
    private func note(_ name: FieldName, _ json: JSONReader) throws {
        var json = json
        let first = try json.peek()
        let from = json.at
        switch name {
        case .error where first == UInt8(ascii: "{") || first == UInt8(ascii: "["):
            try json.skipValue()
            if json.at - from > 2 { hasError = true }
        case .nextLink, .skipToken, .isTruncated:
            try json.skipValue()
            let value = json.bytes.slice(from: from, to: json.at)
            if FieldName.isContinued(name, value.unquoted(0..<value.count)) { isContinued = true }
        default: break
        }
    }

    /// Warns of what was noted in a value with records.
    private func warnOfParts() {
        if hasTable, hasError { sink.warnOfPartial() }
        if found > 0, isContinued { sink.warnOfContinued() }
    }

    /// Takes the rows of a table, such as an answer of Resource Graph or of a batch of queries; false where they are
    /// no records.
    private func takeTable(_ columns: Bytes, _ rows: Bytes) throws -> Bool {
        var header = JSONReader(columns, from: 0, to: columns.count, arena: decoder.arena)
        guard let names = try? decoder.readColumns(&header), QueryTables.areUsable(names) else { return false }
        hasTable = true
        var json = JSONReader(rows, from: 0, to: rows.count, arena: decoder.arena)
        guard try json.peek() == UInt8(ascii: "["), try json.open(closing: UInt8(ascii: "]")) else { return false }
        repeat {
            let opening = try json.peek()
            let from = json.at
            try json.skipValue()
            decoder.begin(bytes: json.at - from)
            var row = JSONReader(rows, from: from, to: json.at, arena: decoder.arena)
            let decoded: Decoded
            do throws(RejectReason) {
                guard opening == UInt8(ascii: "[") else { throw .notAnObject }
                try decoder.readRow(&row, columns: names)
                decoded = try decoder.decode()
            } catch {
                try reject(error, rows, from: from, to: json.at)
                continue
            }
            found += 1
            try sink.take(decoded, operation: decoder.otherOperation)
        } while try json.more(closing: UInt8(ascii: "]"))
        return true
    }

    // MARK: Texts

    /// Whether the text at the reader may be JSON or base64 of it, by its first characters.
    static func mayHold(_ json: JSONReader) -> Bool {
        let bytes = json.bytes
        var at = json.at + 1
        while at + 1 < json.end {
            let byte = bytes[at]
            if byte == 0x20 || byte == 0xef || byte == 0xbb || byte == 0xbf {
                at += 1
            } else if byte == UInt8(ascii: "\\"),
                [UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t")].contains(bytes[at + 1])
            {
                at += 2
            } else {
                break
            }
        }
        let first = bytes[at]
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\\")
            || Base64.mayBegin(bytes, at: at)
    }

    /// Where a text begins, white space and a byte order mark aside.
    static func beginning(of text: Bytes) -> Int {
        var from = 0
        while from < text.count, text[from] <= 0x20 || [0xef, 0xbb, 0xbf].contains(text[from]) { from += 1 }
        return from
    }

    static func beginsJSON(_ first: UInt8) -> Bool {
        first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
    }

    private func takeText(_ text: Bytes, _ depth: Depth) throws {
        let from = WrappedRecords.beginning(of: text)
        guard from + 1 < text.count else { return }
        let inner = Depth(texts: depth.texts + 1)
        if WrappedRecords.beginsJSON(text[from]) {
            try takeSequence(text.slice(from: from, to: text.count), inner)
        } else if Base64.mayBegin(text, at: from),
            let decoded = Base64.decoded(text, from: from, into: texts[depth.texts])
        {
            try takeText(decoded, depth)
        } else if decoder.holdsRecord(text, from: from, to: text.count) {
            let arena = texts[inner.texts]
            arena.reset(for: 2 * text.count)
            _ = try takeWhole(in: text, from: from, arena, inner)
        }
    }

    /// Goes through values that follow one another, as far as they are whole.
    private func takeSequence(_ bytes: Bytes, _ depth: Depth) throws {
        let arena = texts[depth.texts]
        arena.reset(for: 2 * bytes.count)
        var json = JSONReader(bytes, from: 0, to: bytes.count, arena: arena)
        let before = found
        while true {
            json.skipSpace()
            guard json.at < json.end else { return }
            let from = json.at
            do throws(RejectReason) { try json.skipValue() } catch {
                // A quotation mark before a record makes a text of its first one.
                return try takeFragments(bytes, from: found > before ? from : 0, error, depth)
            }
            if bytes[from] == UInt8(ascii: "{") {
                try takeObject(bytes, from: from, to: json.at, arena, depth)
            } else {
                var value = JSONReader(bytes, from: from, to: json.at, arena: arena)
                try takeValue(&value, depth)
            }
        }
    }

    /// Takes what is whole of a value that is not; a text that only begins like one is no reject.
    private func takeFragments(_ bytes: Bytes, from: Int, _ reason: RejectReason, _ depth: Depth) throws {
        if opensBroken(bytes, at: from) { return try takeBroken(bytes, from: from, depth) }
        let before = found
        let (first, isBroken) = try takeWhole(in: bytes, from: from + 1, texts[depth.texts], depth)
        // Words in brackets, such as a level, may stand before the record.
        let areWords =
            bytes[from] == UInt8(ascii: "[") && first >= 0
            && bytes.firstIndex(of: UInt8(ascii: "]"), from: from, to: first) >= 0
        guard !isBroken, !areWords, found > before else { return }
        try reject(reason, bytes, from: from, to: bytes.count)
    }

    /// Whether what breaks in a text begins as a record or as what holds one.
    private func opensBroken(_ bytes: Bytes, at index: Int) -> Bool {
        var at = index
        while at + 1 < bytes.count, bytes[at] == UInt8(ascii: "[") || at > index && bytes[at] <= 0x20 { at += 1 }
        switch bytes[at] {
        case UInt8(ascii: "{"): return decoder.opensRecord(bytes, at: at, to: bytes.count)
        case UInt8(ascii: "\""):
            return decoder.holdsRecord(bytes, from: at + 1, to: min(bytes.count, at + RecordDecoder.lookahead))
        default: return false
        }
    }

    /// Takes the records behind words in a text; gives where the first one begins, and whether one of them breaks.
    private func takeWhole(
        in bytes: Bytes, from: Int, _ arena: Arena, _ depth: Depth
    ) throws -> (first: Int, isBroken: Bool) {
        var first = -1
        var next = bytes.firstIndex(of: UInt8(ascii: "{"), from: from, to: bytes.count)
        while next >= 0 {
            var end = next + 1
            if decoder.opensRecord(bytes, at: next, to: bytes.count) {
                if first < 0 { first = next }
                var json = JSONReader(bytes, from: next, to: bytes.count, arena: arena)
                do throws(RejectReason) { try json.skipValue() } catch {
                    try takeBroken(bytes, from: next, depth)
                    return (first, true)
                }
                end = json.at
                try takeObject(bytes, from: next, to: end, json.arena, depth)
            } else if decoder.opensRestOfText(bytes, at: next) {
                try takeBroken(bytes, from: next, depth, behindBreak: true)
                return (first, true)
            }
            next = bytes.firstIndex(of: UInt8(ascii: "{"), from: end, to: bytes.count)
        }
        return (first, false)
    }

    /// Reads the rest of a text, which breaks, as a source is read that does.
    private func takeBroken(_ bytes: Bytes, from: Int, _ depth: Depth, behindBreak: Bool = false) throws {
        let reader = brokenTexts[depth.texts] ?? BrokenTexts(cache, decoder, sink, textsAround: depth.texts)
        brokenTexts[depth.texts] = reader
        found += try reader.read(
            bytes.slice(from: from, to: bytes.count), line: window.line, behindBreak: behindBreak)
    }

    private func reject(_ reason: RejectReason, _ bytes: Bytes, from: Int, to: Int) throws {
        found += 1
        try sink.reject(reason, line: window.line, bytes, from: from, to: to, place: " (inside a field)")
    }
}
