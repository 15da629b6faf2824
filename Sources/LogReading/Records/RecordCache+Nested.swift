import Model

/// Texts in the text of a field, known as they are written there, with the escapes of both.
///
/// Who wraps a text often writes something beside it that changes, so that the outer text is another one each time. The
/// inner one is the same but for its time, and need not be decoded: what is around it tells the rest.
extension RecordCache {
    /// Where the inner text was found last.
    struct NestedPlace {
        /// Counted from the beginning of the outer text.
        let text: Int
        /// Counted from the beginning of the inner text.
        let time: Int
    }

    /// A record in a text that begins where the last one did, in the text behind a quotation mark.
    func nested(in bytes: Bytes, from: Int, to limit: Int) -> (known: Known, text: Range<Int>)? {
        guard let place = nestedPlace, from + place.text + place.time < limit,
            bytes.opensNestedText(at: from + place.text)
        else { return nil }
        var time = time
        defer { self.time = time }
        guard let text = likelyNestedText(in: bytes, from: from + place.text, to: limit, &time),
            let known = envelopes.known(text.key)
        else { return nil }
        let record = RecordCache.decoded(known, text.ticks)
        return (Known(record: record, end: text.end, time: text.time), from + place.text..<text.end)
    }

    /// The text in a text that begins at an index, if a time stands in it where the last one had it.
    @inline(__always)
    func likelyNestedText(in bytes: Bytes, from: Int, to limit: Int, _ time: inout FastTime) -> LikelyText? {
        guard let place = nestedPlace else { return nil }
        let start = from + place.time
        guard start + 20 < limit else { return nil }
        var ticks: Int64 = 0
        let length = time.decode(bytes, at: start, ticks: &ticks)
        guard length > 0,
            let end = RecordCache.likelyEndOfNestedText(in: bytes, from: start + length, to: limit),
            end - from - length <= KeyedHash.longestText
        else { return nil }
        let time = start..<start + length
        return LikelyText(
            key: key(nested: bytes, from: from, to: end, around: time), end: end, time: time, ticks: ticks)
    }

    /// Remembers the record of a text in a text, which is written in a range.
    ///
    /// - Parameters:
    ///   - inner: where the inner text stands in what the outer one stands for.
    ///   - index: where its time does.
    func remember(
        _ decoded: Decoded, nested bytes: Bytes, from: Int, to: Int, inner: Range<Int>, timeAt index: Int, count: Int
    ) {
        guard table.mayTake, inner.contains(index),
            let text = bytes.placeOfCharacter(inner.lowerBound, inText: from, to: to),
            text - from >= 3, bytes.opensNestedText(at: text),
            let start = bytes.placeOfCharacter(index - inner.lowerBound, inText: text, to: to), start + 20 < to,
            let end = bytes.placeOfCharacter(inner.upperBound - index, inText: start, to: to),
            end - text - count <= KeyedHash.longestText
        else { return }
        var ticks: Int64 = 0
        guard time.decode(bytes, at: start, ticks: &ticks) == count else { return }
        nestedPlace = NestedPlace(text: text - from, time: start - text)
        let key = key(nested: bytes, from: text, to: end, around: start..<start + count)
        RecordCache.remember(key, decoded, in: &envelopes)
    }

    private func key(nested bytes: Bytes, from: Int, to: Int, around time: Range<Int>) -> Hash128 {
        hash.of(bytes, from: from, to: time.lowerBound, then: bytes, from: time.upperBound, to: to, in: .nestedText)
    }

    /// Where the escaped quotation mark stands that closes a text behind a bracket.
    private static func likelyEndOfNestedText(in bytes: Bytes, from: Int, to: Int) -> Int? {
        let limit = min(to, from + KeyedHash.longestText)
        var at = from
        for _ in 0..<mostBrackets {
            at = bytes.firstIndex(of: UInt8(ascii: "}"), from: at, to: limit)
            guard at >= 0 else { return nil }
            at += 1
            if bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "\""), at + 1 < limit { return at }
        }
        return nil
    }
}

extension Bytes {
    /// Whether a text begins at an index behind an escaped quotation mark, and surely none that belongs to another text.
    fileprivate func opensNestedText(at index: Int) -> Bool {
        let before = self[index - 3]
        return self[index - 1] == UInt8(ascii: "\"") && self[index - 2] == UInt8(ascii: "\\")
            && (before == UInt8(ascii: ":") || before == 0x20)
    }
}
