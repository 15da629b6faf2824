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

    /// A record that was read and is not remembered yet: where it stands, and its time in it.
    private struct NewRecord {
        let decoded: Decoded
        let bytes: Bytes
        let from: Int
        let to: Int
        let time: Bytes?
    }

    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    private let names = FieldNames.all
    /// What was decoded in the value itself.
    private let outermost = Arena()
    /// The decoded texts, one arena for each depth from 1 on.
    private lazy var texts = (1...WholeWrappers.mostTexts).map { _ in Arena() }
    private var isExpected = false
    /// What was found so far in the present value.
    ///
    /// To hand it on costs less than to look at this object each time.
    private struct Walk {
        var found = FoundRecords()
        /// The time of the record that was found last, as it is written in the text that is being read.
        var time: Bytes?
        /// Whether that record was known.
        var isKnown = false
        var new: NewRecord?
        var rest: RestOfWrapper
        /// The text that the last record was found in, without its quotation marks, and how many texts that stands in.
        var text = 0..<0
        var depth = 0
        /// Whether nothing changes in that text from record to record but the time.
        var isSteady = false
    }

    /// What the last text that holds another one has around that.
    private var surroundings: Hash128?

    /// What was taken of a value.
    struct Taken {
        let end: Int
        let records: Int
        /// Whether the last of them was known.
        let isKnown: Bool
    }

    init(_ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink) {
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
    }

    /// Notes whether a value was a wrapper: only behind one is it worth to look.
    func note(isWrapper: Bool) {
        isExpected = isWrapper && cache.isRemembering
    }

    /// Takes the records of the object that begins at an index; nil where something is not right.
    ///
    /// - Parameter isAlone: whether nothing but white space may follow it in the range.
    func take(_ bytes: Bytes, from: Int, to: Int, isAlone: Bool) throws -> Taken? {
        guard isExpected else { return nil }
        var walk = Walk(rest: RestOfWrapper(isAlone: isAlone))
        outermost.reset(for: 2 * (to - from))
        var json = JSONReader(bytes, from: from, to: to, arena: outermost)
        do throws(RejectReason) {
            let isWhole = try takeMembers(&json, texts: 0, level: 0, &walk) && walk.rest.ends(&json)
            rememberNew(&walk)
            guard isWhole, walk.found.count > 0 else { return nil }
        } catch {
            rememberNew(&walk)
            return nil
        }
        for index in 0..<walk.found.count { try sink.take(walk.found[index]) }
        return Taken(end: json.at, records: walk.found.count, isKnown: walk.isKnown)
    }

    // MARK: Values

    private func takeValue(_ json: inout JSONReader, texts depth: Int, level: Int, _ walk: inout Walk)
        throws(RejectReason) -> Bool
    {
        switch try json.peek() {
        case UInt8(ascii: "\""): return try takeText(&json, texts: depth, &walk)
        case UInt8(ascii: "["): return try takeElements(&json, texts: depth, level: level + 1, &walk)
        case UInt8(ascii: "{"):
            if let known = cache.object(in: json.bytes, from: json.at, to: json.end) {
                take(known, &json, &walk)
                return true
            }
            return try takeMembers(&json, texts: depth, level: level + 1, &walk)
        default:
            _ = try json.word()
            return true
        }
    }

    private func take(_ known: RecordCache.Known, _ json: inout JSONReader, _ walk: inout Walk) {
        walk.found.append(known.record)
        walk.isKnown = true
        walk.time = json.bytes.slice(from: known.time.lowerBound, to: known.time.upperBound)
        json.at = known.end
    }

    private func takeElements(_ json: inout JSONReader, texts depth: Int, level: Int, _ walk: inout Walk)
        throws(RejectReason) -> Bool
    {
        guard level < WholeWrappers.mostLevels else { return false }
        guard try json.open(closing: UInt8(ascii: "]")) else { return true }
        if depth == 0 { walk.rest.open(isObject: false) }
        repeat {
            guard try takeValue(&json, texts: depth, level: level, &walk) else { return false }
        } while try json.more(closing: UInt8(ascii: "]"))
        if depth == 0 { walk.rest.close() }
        return true
    }

    /// - Parameter level: 0 for the outermost object, which is none of several kinds that are read in another way.
    private func takeMembers(_ json: inout JSONReader, texts depth: Int, level: Int, _ walk: inout Walk)
        throws(RejectReason) -> Bool
    {
        guard level < WholeWrappers.mostLevels else { return false }
        let (start, before) = (json.at, walk.found.count)
        guard try json.open(closing: UInt8(ascii: "}")) else { return true }
        if depth == 0 { walk.rest.open(isObject: true) }
        let isOutermost = depth == 0 && level == 0
        var seen: UInt64 = 0
        repeat {
            let name = names.find(try json.key())
            if let name {
                let bit = UInt64(1) << UInt64(name.rawValue)
                // An object with rows is a table.
                guard seen & bit == 0, name != .rows else { return false }
                seen |= bit
                if name == .operation {
                    // What its fields hold belongs to the record.
                    walk.found.keep(before)
                    guard !isOutermost else { return false }
                    if depth == 0 { walk.rest.close() }
                    return try takeRecord(&json, from: start, texts: depth, &walk)
                }
                if isOutermost {
                    guard !RestOfWrapper.isReadElsewhere(name, try json.peek()) else { return false }
                    walk.rest.seen = seen
                }
            }
            guard try takeValue(&json, texts: depth, level: level, &walk) else { return false }
        } while try json.more(closing: UInt8(ascii: "}"))
        if depth == 0 { walk.rest.close() }
        return true
    }

    private func takeRecord(_ json: inout JSONReader, from start: Int, texts depth: Int, _ walk: inout Walk)
        throws(RejectReason) -> Bool
    {
        rememberNew(&walk)
        if depth == 0 {
            json.at = start
            try json.skipValue()
            walk.rest.at = json
        }
        guard try walk.rest.isRight(decoder) else { return false }
        decoder.begin(bytes: json.end - start)
        var record = JSONReader(json.bytes, from: start, to: json.end, arena: decoder.arena)
        try decoder.readMembers(&record, into: decoder.fields)
        guard decoder.isLikeRecord else {
            json.at = start
            return false
        }
        let decoded = try decoder.decode()
        // Its name is counted, which is not done here: nothing may be stepped over.
        guard decoded != .otherOperation else { return false }
        json.at = record.at
        walk.found.append(decoded)
        walk.isKnown = false
        walk.time = decoder.timeText
        walk.new = NewRecord(decoded: decoded, bytes: json.bytes, from: start, to: json.at, time: walk.time)
        return true
    }

    /// Takes an object that is most likely a record, and is not known.
    private func takeObject(_ json: inout JSONReader, texts depth: Int, _ walk: inout Walk) throws(RejectReason) -> Bool
    {
        if try beginsAsRecord(json), try takeRecord(&json, from: json.at, texts: depth, &walk) { return true }
        return try takeMembers(&json, texts: depth, level: 1, &walk)
    }

    /// Whether the first member of an object is one of a record's.
    private func beginsAsRecord(_ json: JSONReader) throws(RejectReason) -> Bool {
        var json = json
        guard try json.open(closing: UInt8(ascii: "}")), let name = names.find(try json.key()) else { return false }
        return name.rawValue <= FieldName.level.rawValue
    }

    /// Remembers the record that was read last as an object, if it is not yet.
    private func rememberNew(_ walk: inout Walk) {
        guard let new = walk.new else { return }
        walk.new = nil
        cache.remember(new.decoded, new.bytes, from: new.from, to: new.to, time: new.time, .line)
    }

    // MARK: Texts

    /// A text that is one record is known from now on; one that holds something else beside it once the record comes again.
    private func takeText(_ json: inout JSONReader, texts depth: Int, _ walk: inout Walk) throws(RejectReason) -> Bool {
        guard WrappedRecords.mayHold(json) else {
            let start = json.at + 1
            try json.skipText()
            // A record behind words is read in the careful way.
            return !decoder.holdsRecord(json.bytes, from: start, to: json.at)
        }
        guard depth < WholeWrappers.mostTexts else { return false }
        rememberNew(&walk)
        let (from, before) = (json.at + 1, walk.found.count)
        if let nested = cache.nested(in: json.bytes, from: from, to: json.end) {
            return try take(nested.known, in: nested.text, &json, texts: depth, &walk)
        }
        let likely = cache.likelyText(in: json.bytes, from: from, to: json.end)
        if let likely, let known = cache.known(likely) {
            take(known, &json, &walk)
            (walk.text, walk.depth, walk.isSteady) = (from..<likely.end, depth, true)
            return true
        }
        walk.time = nil
        if let known = cache.base64(in: json.bytes, from: from, to: json.end) {
            walk.found.append(known.record)
            json.at = known.end
            return true
        }
        let text = try json.text()
        if depth == 0 { walk.rest.at = json }
        walk.depth = 0
        guard try take(text: text, texts: depth, isPlain: text.offset(in: json.bytes) == from, isNew: true, &walk)
        else { return false }
        guard walk.found.count > before else { return true }
        let (inner, isNested) = (walk.text, walk.depth == depth + 1)
        (walk.text, walk.depth, walk.isSteady) = (from..<json.at - 1, depth, false)
        if walk.found.count == before + 1, let time = walk.time, let index = time.offset(in: text) {
            let isRecord = isAll(of: text, walk)
            walk.isSteady = isRecord || isNested && isSteady(text, around: inner)
            if isNested, !walk.isSteady {
                cache.remember(
                    walk.found[before], nested: json.bytes, from: from, to: json.at - 1, inner: inner, timeAt: index,
                    count: time.count)
            }
            guard walk.isSteady || walk.isKnown else {
                walk.time = nil
                return true
            }
            let written = cache.remember(
                walk.found[before], text: json.bytes, from: from, to: json.at - 1, timeAt: index, count: time.count,
                isRecord: isRecord, likely)
            if isRecord, written != nil { walk.new = nil }
            walk.time = written.map { json.bytes.slice(from: $0.lowerBound, to: $0.upperBound) }
        }
        return true
    }

    /// Takes the known record of a text in the one that begins here: the latter is read as if the former were empty.
    ///
    /// What is around it must be right by itself, and hold no record: to that one the text would belong.
    private func take(
        _ known: RecordCache.Known, in inner: Range<Int>, _ json: inout JSONReader, texts depth: Int, _ walk: inout Walk
    ) throws(RejectReason) -> Bool {
        let (from, before, outer) = (json.at + 1, walk.found.count, json.bytes)
        guard depth + 1 < WholeWrappers.mostTexts, let (text, hole) = try json.text(without: inner) else {
            return false
        }
        if depth == 0 { walk.rest.at = json }
        guard try take(text: text, texts: depth, isPlain: false, isNew: false, &walk), walk.found.count == before
        else { return false }
        walk.found.append(known.record)
        walk.isKnown = true
        walk.time = outer.slice(from: known.time.lowerBound, to: known.time.upperBound)
        (walk.text, walk.depth) = (from..<json.at - 1, depth)
        walk.isSteady = isSteady(text, around: hole..<hole)
        return true
    }

    /// Whether a text is but for a range the same as the last one that was asked for.
    private func isSteady(_ text: Bytes, around range: Range<Int>) -> Bool {
        guard text.count - range.count <= KeyedHash.longestText else { return false }
        let before = surroundings
        let present = cache.hash.of(
            text, from: 0, to: range.lowerBound, then: text, from: range.upperBound, to: text.count)
        surroundings = present
        return present == before
    }

    /// Whether the record that was read last is all that a text holds.
    private func isAll(of text: Bytes, _ walk: Walk) -> Bool {
        guard let new = walk.new, let from = new.bytes.offset(in: text),
            new.from + from == WrappedRecords.beginning(of: text)
        else { return false }
        return (from + new.to..<text.count).allSatisfy { text[$0] <= 0x20 }
    }

    /// - Parameters:
    ///   - isPlain: whether the text stands in the value around it as it is, without any escape.
    ///   - isNew: whether the text was looked for and is not known.
    private func take(text: Bytes, texts depth: Int, isPlain: Bool, isNew: Bool, _ walk: inout Walk)
        throws(RejectReason) -> Bool
    {
        let from = WrappedRecords.beginning(of: text)
        guard from + 1 < text.count else { return true }
        if WrappedRecords.beginsJSON(text[from]) {
            let arena = texts[depth]
            arena.reset(for: 2 * text.count)
            var json = JSONReader(text, from: from, to: text.count, arena: arena)
            // All of it is not known, so neither is the object that it most likely is.
            if isNew, text[from] == UInt8(ascii: "{") {
                guard try takeObject(&json, texts: depth + 1, &walk) else { return false }
                json.skipSpace()
            }
            while json.at < json.end {
                guard try takeValue(&json, texts: depth + 1, level: 0, &walk) else { return false }
                json.skipSpace()
            }
            return true
        }
        guard Base64.mayBegin(text, at: from) else { return !decoder.holdsRecord(text, from: from, to: text.count) }
        return try take(base64: text, from: from, texts: depth, isPlain: isPlain && from == 0, &walk)
    }

    private func take(base64 text: Bytes, from: Int, texts depth: Int, isPlain: Bool, _ walk: inout Walk)
        throws(RejectReason) -> Bool
    {
        let arena = depth == 0 ? outermost : texts[depth - 1]
        guard let decoded = Base64.decoded(text, from: from, into: arena) else { return true }
        let before = walk.found.count
        guard try take(text: decoded, texts: depth, isPlain: false, isNew: isPlain, &walk) else { return false }
        if isPlain, walk.found.count == before + 1, let time = walk.time, let place = time.offset(in: decoded) {
            let isRecord = isAll(of: decoded, walk)
            let isSteady = walk.depth == depth + 1 && isSteady(decoded, around: walk.text)
            let isRemembered =
                (isRecord || isSteady || walk.isKnown)
                && cache.remember(
                    walk.found[before], base64: text, timeAt: place, count: time.count, isRecord: isRecord)
            if isRecord, isRemembered { walk.new = nil }
        }
        // In the letters there is none.
        walk.time = nil
        return true
    }
}
