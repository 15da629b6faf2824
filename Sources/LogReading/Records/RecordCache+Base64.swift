/// Records that are written as base64, known by its letters.
///
/// Four letters stand for three bytes wherever they are. So the letters around those that the time is written with are the
/// same for every record of one client and one kind of event, and of these few only the bytes that are not the time's.
extension RecordCache {
    /// More letters than a time and its neighbors can have.
    private static let lettersOfTime = 48

    /// The record that the base64 behind a quotation mark holds and nothing else.
    func base64(in bytes: Bytes, from: Int, to limit: Int) -> (record: Decoded, end: Int)? {
        var time = time
        defer { self.time = time }
        for index in 0..<TimestampOffsets.most where base64Offsets[index] > 0 {
            guard let text = likelyBase64(in: bytes, from: from, to: limit, timeAt: base64Offsets[index], &time),
                let known = known(text.key)
            else { continue }
            return (RecordCache.decoded(known, text.ticks), text.end + 1)
        }
        return nil
    }

    /// The base64 behind a quotation mark, if the letters of a time stand where that of a record has them.
    @inline(__always)
    func likelyBase64(
        in bytes: Bytes, from: Int, to limit: Int, timeAt place: Int, _ time: inout FastTime
    ) -> LikelyText? {
        let end = bytes.firstIndex(of: UInt8(ascii: "\""), from: from, to: min(limit, from + KeyedHash.longestText))
        guard end >= 0 else { return nil }
        return likely(bytes, from: from, to: end, timeAt: place, &time)
    }

    /// Remembers the record that a range of base64 holds.
    ///
    /// - Parameters:
    ///   - place: where its time stands in what was decoded.
    ///   - isRecord: as for texts.
    /// - Returns: whether it is remembered.
    func remember(_ decoded: Decoded, base64 bytes: Bytes, timeAt place: Int, count: Int, isRecord: Bool) -> Bool {
        guard table.mayTake, bytes.count <= KeyedHash.longestText else { return false }
        let first = place / 3 * 4
        letters.reset(for: bytes.count)
        // Line breaks before the time would move it.
        guard first <= bytes.count, letters.appendBase64(bytes.slice(from: 0, to: first), from: 0) == first,
            let likely = likely(bytes, from: 0, to: bytes.count, timeAt: place, &time),
            likely.time.count == count
        else { return false }
        base64Offsets.learn(place)
        remember(likely.key, decoded, isRecord: isRecord)
        return true
    }

    private func likely(_ bytes: Bytes, from: Int, to: Int, timeAt place: Int, _ time: inout FastTime) -> LikelyText? {
        let first = from + place / 3 * 4
        let last = first + RecordCache.lettersOfTime
        guard last <= to else { return nil }
        letters.reset(for: 2 * KeyedHash.longestText)
        guard letters.appendBase64(bytes.slice(from: 0, to: last), from: first) == last else { return nil }
        let decoded = letters.bytes(since: 0)
        let start = place % 3
        var ticks: Int64 = 0
        let length = time.decode(decoded, at: start, ticks: &ticks)
        guard length > 0, TimestampOffsets.mayFollow(decoded[start + length]) else { return nil }
        let groups = (start + length + 2) / 3
        let mark = letters.used
        letters.append(bytes, from: from, to: first)
        letters.append(decoded, from: 0, to: start)
        let split = letters.used
        letters.append(decoded, from: start + length, to: 3 * groups)
        letters.append(bytes, from: first + 4 * groups, to: to)
        let text = letters.bytes(since: 0)
        let space = CacheKeySpace.base64(behindTime: 3 * groups - start - length)
        return LikelyText(
            key: hash.of(text, from: mark, to: split, then: text, from: split, to: text.count, in: space), end: to,
            time: start..<start + length, ticks: ticks)
    }
}
