import Model

/// Records in fields, known by their bytes; in texts as they are written, with every escape.
///
/// What holds for a record holds for its text, and for a text that this one stands in, unless whoever wrapped it wrote
/// something beside it that changes: but for the time it is the same for every record of one client and one kind of
/// event. So a wrapped record need be neither decoded nor read once more.
extension RecordCache {
    /// A record in a field that is known.
    struct Known {
        let record: Decoded
        /// Where it ends; of a text behind its quotation mark.
        let end: Int
        /// Where its time is written.
        let time: Range<Int>
    }

    /// The record that begins at an index as a field's value or as all of a text.
    func object(in bytes: Bytes, from: Int, to limit: Int) -> Known? {
        guard let found = timestamp(in: bytes, from: from, to: limit) else { return nil }
        let limit = min(limit, from + KeyedHash.longestText)
        let time = found.start..<found.end
        var end = found.end
        for _ in 0..<RecordCache.mostBrackets {
            end = bytes.firstIndex(of: UInt8(ascii: "}"), from: end, to: limit)
            guard end >= 0 else { return nil }
            end += 1
            // A bracket before a quotation mark, escaped or not, closes something in a text.
            if end < limit, bytes[end] == UInt8(ascii: "\"") || bytes[end] == UInt8(ascii: "\\") { continue }
            if let known = table.known(key(bytes, from: from, to: end, around: time, .line)) {
                return Known(record: RecordCache.decoded(known, found.ticks), end: end, time: time)
            }
        }
        return nil
    }

    /// A text that may be a record, or hold one and nothing that changes.
    struct LikelyText {
        let key: Hash128
        let end: Int
        let time: Range<Int>
        let ticks: Int64
    }

    /// The text behind a quotation mark, if a time stands in it where others have theirs.
    func likelyText(in bytes: Bytes, from: Int, to limit: Int) -> LikelyText? {
        // As a variable of its own it costs no check of who else changes it.
        var time = time
        defer { self.time = time }
        return likelyText(in: bytes, from: from, to: limit, &time)
    }

    @inline(__always)
    func likelyText(in bytes: Bytes, from: Int, to limit: Int, _ time: inout FastTime) -> LikelyText? {
        guard let found = textOffsets.find(bytes, from: from, to: limit, &time, isEscaped: true),
            let end = RecordCache.likelyEndOfText(in: bytes, from: found.end, to: limit),
            end - from - (found.end - found.start) <= KeyedHash.longestText
        else { return nil }
        let time = found.start..<found.end
        return LikelyText(
            key: key(text: bytes, from: from, to: end, around: time), end: end, time: time, ticks: found.ticks)
    }

    /// The record of a text, if it is known.
    func known(_ text: LikelyText) -> Known? {
        guard let known = known(text.key) else { return nil }
        return Known(record: RecordCache.decoded(known, text.ticks), end: text.end + 1, time: text.time)
    }

    /// What is known of a text, by its hash.
    func known(_ key: Hash128) -> (client: ClientID, eventType: EventTypeID)? {
        if !envelopes.isEmpty, let known = envelopes.known(key) { return known }
        return table.known(key)
    }

    /// The first quotation mark that is no part of a text, and closes it behind a bracket.
    private static func likelyEndOfText(in bytes: Bytes, from: Int, to: Int) -> Int? {
        let limit = min(to, from + KeyedHash.longestText)
        var at = from
        for _ in 0..<mostBrackets {
            at = bytes.firstIndex(of: UInt8(ascii: "}"), from: at, to: limit)
            guard at >= 0 else { return nil }
            at += 1
            var next = at
            while next + 1 < limit, let length = bytes.lengthOfSpace(at: next) { next += length }
            if next < limit, bytes[next] == UInt8(ascii: "\"") { return next }
        }
        return nil
    }

    /// Remembers the record that a text holds, written in a range, in which the time is at an index of what it stands
    /// for.
    ///
    /// - Parameter isRecord: whether the text is that record, which was read for the first time. What holds it among
    ///   other things may be another text each time, so those are judged by themselves.
    /// - Parameter likely: what it was taken for.
    /// - Returns: where the time is written; nil for a text that is not remembered.
    func remember(
        _ decoded: Decoded, text bytes: Bytes, from: Int, to: Int, timeAt index: Int, count: Int, isRecord: Bool,
        _ likely: LikelyText?
    ) -> Range<Int>? {
        guard table.mayTake, to - from - count <= KeyedHash.longestText,
            let start = bytes.placeOfCharacter(index, inText: from, to: to), start + count < to
        else { return nil }
        var ticks: Int64 = 0
        guard time.decode(bytes, at: start, ticks: &ticks) == count else { return nil }
        let written = start..<start + count
        textOffsets.learn(start - from)
        let isHashed = likely?.time == written && likely?.end == to
        let key = if isHashed, let likely { likely.key } else { key(text: bytes, from: from, to: to, around: written) }
        remember(key, decoded, isRecord: isRecord)
        return written
    }

    /// Remembers a text by its hash.
    func remember(_ key: Hash128, _ decoded: Decoded, isRecord: Bool) {
        if isRecord {
            remember(key, decoded)
        } else {
            RecordCache.remember(key, decoded, in: &envelopes)
        }
    }

    private func key(text bytes: Bytes, from: Int, to: Int, around time: Range<Int>) -> Hash128 {
        hash.of(bytes, from: from, to: time.lowerBound, then: bytes, from: time.upperBound, to: to, in: .text)
    }
}

extension Bytes {
    /// The length of the white space at an index, escaped or not; nil for anything else.
    fileprivate func lengthOfSpace(at index: Int) -> Int? {
        if self[index] == 0x20 { return 1 }
        guard self[index] == UInt8(ascii: "\\") else { return nil }
        let letter = self[index + 1]
        return letter == UInt8(ascii: "n") || letter == UInt8(ascii: "r") || letter == UInt8(ascii: "t") ? 2 : nil
    }

    /// Where a byte of what a text stands for is written; nil behind an escape that does not stand for one byte.
    func placeOfCharacter(_ index: Int, inText from: Int, to: Int) -> Int? {
        var at = from
        for _ in 0..<index {
            guard at < to else { return nil }
            if self[at] == UInt8(ascii: "\\") {
                at += 1
                if self[at] == UInt8(ascii: "u") {
                    // Some writers spell each quotation mark \u0022.
                    guard self[at + 1] == UInt8(ascii: "0"), self[at + 2] == UInt8(ascii: "0"), self[at + 3] < 0x38
                    else { return nil }
                    at += 4
                }
            }
            at += 1
        }
        return at
    }
}
