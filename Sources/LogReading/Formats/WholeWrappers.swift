import Model

/// Takes the records of a wrapper in one pass, as long as it is whole and its records are right.
///
/// `WrappedRecords` looks at each value several times, so that what is broken costs only itself. Nearly all wrappers are
/// whole, and nearly all of their records were seen before with another time: those are known by their bytes, even
/// without decoding the text that they stand in. At the first thing that is not right nothing has been taken, and the
/// value is read from its beginning in the careful way.
final class WholeWrappers {
    /// How many texts may stand in one another.
    private static let mostTexts = 3
    /// How many objects and lists may stand in one another within one text.
    private static let mostLevels = 6

    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    /// The decoded texts, one arena for each depth.
    private lazy var texts = (0...WholeWrappers.mostTexts).map { _ in Arena() }
    private var found: [Decoded] = []
    /// The time of the record that was decoded last, as it is written.
    private var time: Bytes?
    private var isExpected = false
    /// The present value, and whether nothing may follow it in its range.
    private var value: (bytes: Bytes, from: Int, to: Int, isAlone: Bool)?
    /// Whether all of the present value was found to be a wrapper.
    private var isChecked = false

    init(_ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink) {
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
    }

    /// Notes whether a value was a wrapper: only behind one is it worth to look.
    func note(isWrapper: Bool) {
        isExpected = isWrapper && cache.isRemembering
    }

    /// Takes the records of the object that begins at an index, and gives its end; nil where something is not right.
    ///
    /// - Parameter isAlone: whether nothing but white space may follow it in the range.
    func take(_ bytes: Bytes, from: Int, to: Int, isAlone: Bool) throws -> Int? {
        guard isExpected else { return nil }
        found.removeAll(keepingCapacity: true)
        texts[0].reset(for: 2 * (to - from))
        (value, isChecked) = ((bytes, from, to, isAlone), false)
        var json = JSONReader(bytes, from: from, to: to, arena: texts[0])
        do throws(RejectReason) {
            guard try takeMembers(&json, texts: 0, level: 0), !found.isEmpty, ends(&json, isAlone) else { return nil }
        } catch { return nil }
        for decoded in found { try sink.take(decoded) }
        return json.at
    }

    private func ends(_ json: inout JSONReader, _ isAlone: Bool) -> Bool {
        guard isAlone else { return true }
        json.skipSpace()
        return json.at == json.end
    }

    /// Whether the present value is a wrapper to its end.
    ///
    /// That is asked before a new record is decoded: one that is not taken must leave nothing behind in the vocabulary.
    private func isWrapper() throws(RejectReason) -> Bool {
        guard !isChecked, let value else { return isChecked }
        var json = JSONReader(value.bytes, from: value.from, to: value.to, arena: decoder.arena)
        decoder.begin(bytes: value.to - value.from)
        try decoder.readMembers(&json, into: decoder.fields)
        let others: [FieldName] = [.operation, .rows, .additionalFields, .frameType]
        isChecked = !decoder.isContainer && !others.contains { decoder.fields.has($0) } && ends(&json, value.isAlone)
        return isChecked
    }

    // MARK: Values

    private func takeValue(_ json: inout JSONReader, texts depth: Int, level: Int) throws(RejectReason) -> Bool {
        switch try json.peek() {
        case UInt8(ascii: "\""): return try takeText(&json, texts: depth)
        case UInt8(ascii: "["): return try takeElements(&json, texts: depth, level: level + 1)
        case UInt8(ascii: "{"):
            if let known = cache.object(in: json.bytes, from: json.at, to: json.end) {
                found.append(known.0)
                json.at = known.end
                return true
            }
            return try takeMembers(&json, texts: depth, level: level + 1)
        default:
            _ = try json.word()
            return true
        }
    }

    private func takeElements(_ json: inout JSONReader, texts depth: Int, level: Int) throws(RejectReason) -> Bool {
        guard level < WholeWrappers.mostLevels else { return false }
        guard try json.open(closing: UInt8(ascii: "]")) else { return true }
        repeat {
            guard try takeValue(&json, texts: depth, level: level) else { return false }
        } while try json.more(closing: UInt8(ascii: "]"))
        return true
    }

    /// - Parameter level: 0 for the outermost object, which is none of several kinds that are read in another way.
    private func takeMembers(_ json: inout JSONReader, texts depth: Int, level: Int) throws(RejectReason) -> Bool {
        guard level < WholeWrappers.mostLevels else { return false }
        let (start, before) = (json.at, found.count)
        guard try json.open(closing: UInt8(ascii: "}")) else { return true }
        let isOutermost = depth == 0 && level == 0
        var seen: UInt64 = 0
        repeat {
            let name = decoder.names.find(try json.key())
            let first = try json.peek()
            if let name {
                let bit = UInt64(1) << UInt64(name.rawValue)
                // An object with rows is a table.
                guard seen & bit == 0, name != .rows else { return false }
                seen |= bit
                if name == .operation {
                    // What its fields hold belongs to the record.
                    found.removeLast(found.count - before)
                    guard !isOutermost else { return false }
                    return try takeRecord(&json, from: start)
                }
                if isOutermost, isReadElsewhere(name, first) { return false }
            }
            guard try takeValue(&json, texts: depth, level: level) else { return false }
        } while try json.more(closing: UInt8(ascii: "}"))
        return true
    }

    /// Whether an object with a field that begins so may be a record, a frame or a container.
    private func isReadElsewhere(_ name: FieldName, _ first: UInt8) -> Bool {
        if name == .additionalFields || name == .frameType { return true }
        guard FieldName.containers.contains(name) else { return false }
        return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") && name == .body
    }

    private func takeRecord(_ json: inout JSONReader, from start: Int) throws(RejectReason) -> Bool {
        guard try isWrapper() else { return false }
        json.at = start
        try json.skipValue()
        decoder.begin(bytes: json.at - start)
        var record = JSONReader(json.bytes, from: start, to: json.at, arena: decoder.arena)
        try decoder.readMembers(&record, into: decoder.fields)
        guard decoder.isLikeRecord else { return false }
        let decoded = try decoder.decode()
        guard decoded != .otherOperation else { return false }
        found.append(decoded)
        time = decoder.timeText
        cache.remember(decoded, json.bytes, from: start, to: json.at, time: time, .line)
        return true
    }

    // MARK: Texts

    private func takeText(_ json: inout JSONReader, texts depth: Int) throws(RejectReason) -> Bool {
        guard WrappedRecords.mayHold(json) else {
            try json.skipText()
            return true
        }
        guard depth < WholeWrappers.mostTexts else { return false }
        let (from, before) = (json.at + 1, found.count)
        if let known = cache.text(in: json.bytes, from: from, to: json.end) {
            found.append(known.0)
            json.at = known.end
            return true
        }
        time = nil
        let text = try json.text()
        guard try take(text: text, texts: depth) else { return false }
        // A text that is one record is known from now on.
        if found.count == before + 1, let time, let index = time.offset(in: text) {
            cache.remember(
                found[before], text: json.bytes, from: from, to: json.at - 1, timeAt: index, count: time.count)
        }
        return true
    }

    private func take(text: Bytes, texts depth: Int) throws(RejectReason) -> Bool {
        let from = WrappedRecords.beginning(of: text)
        guard from + 1 < text.count else { return true }
        if WrappedRecords.beginsJSON(text[from]) {
            let arena = texts[depth + 1]
            arena.reset(for: 2 * text.count)
            var json = JSONReader(text, from: from, to: text.count, arena: arena)
            repeat {
                guard try takeValue(&json, texts: depth + 1, level: 0) else { return false }
                json.skipSpace()
            } while json.at < json.end
            return true
        }
        guard Base64.mayBegin(text, at: from),
            let decoded = Base64.decoded(text, from: from, into: texts[depth])
        else { return true }
        return try take(text: decoded, texts: depth)
    }
}
