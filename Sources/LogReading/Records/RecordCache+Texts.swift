/// Records in fields, known by their bytes; in texts as they are written, with every escape.
///
/// What holds for a record holds for its text: but for the time it is the same for every record of one client and one
/// kind of event. So a wrapped record need be neither decoded nor read once more.
extension RecordCache {
    /// The record that begins at an index as a field's value or as all of a text, and where it ends.
    func object(in bytes: Bytes, from: Int, to limit: Int) -> (Decoded, end: Int)? {
        guard let found = offsets.find(bytes, from: from, to: limit, &time) else { return nil }
        let limit = min(limit, from + KeyedHash.longestText)
        var end = found.end
        for _ in 0..<RecordCache.mostBrackets {
            end = bytes.firstIndex(of: UInt8(ascii: "}"), from: end, to: limit)
            guard end >= 0 else { return nil }
            end += 1
            // A bracket before a quotation mark, escaped or not, closes something in a text.
            if end < limit, bytes[end] == UInt8(ascii: "\"") || bytes[end] == UInt8(ascii: "\\") { continue }
            let key = key(bytes, from: from, to: end, around: found.start..<found.end, .line)
            if let known = find(key) { return (RecordCache.decoded(known, found.ticks), end) }
        }
        return nil
    }

    /// The record that the text behind a quotation mark holds and nothing else, and where the text ends.
    func text(in bytes: Bytes, from: Int, to limit: Int) -> (Decoded, end: Int)? {
        guard
            let found = textOffsets.find(bytes, from: from, to: limit, &time, closing: UInt8(ascii: "\\")),
            let end = RecordCache.likelyEndOfText(in: bytes, from: found.end, to: limit),
            end - from - (found.end - found.start) <= KeyedHash.longestText,
            let known = find(key(text: bytes, from: from, to: end, around: found.start..<found.end))
        else { return nil }
        return (RecordCache.decoded(known, found.ticks), end + 1)
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

    /// Remembers the record that a text holds, written in a range, in which the time is at an index of what it stands for.
    func remember(_ decoded: Decoded, text bytes: Bytes, from: Int, to: Int, timeAt index: Int, count: Int) {
        guard table.mayTake, to - from - count <= KeyedHash.longestText,
            let start = bytes.placeOfCharacter(index, inText: from, to: to), start + count < to
        else { return }
        var ticks: Int64 = 0
        guard time.decode(bytes, at: start, ticks: &ticks) == count else { return }
        textOffsets.learn(start - from)
        remember(key(text: bytes, from: from, to: to, around: start..<start + count), decoded)
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
    fileprivate func placeOfCharacter(_ index: Int, inText from: Int, to: Int) -> Int? {
        var at = from
        for _ in 0..<index {
            guard at < to else { return nil }
            if self[at] == UInt8(ascii: "\\") {
                if self[at + 1] == UInt8(ascii: "u") { return nil }
                at += 1
            }
            at += 1
        }
        return at
    }
}
