/// What the lines of one writer have around the text of a record: bytes that are the same in each, and values that change.
///
/// A line with the same bytes as one that was read, and a text that is known, is read as that one was: names, brackets
/// and what the text stands in are the same, and each value that changes is again a number or such, or a text that can
/// hold nothing. So such a line need not be gone through, and is known together with its neighbors.
@safe final class WrapperShape {
    /// How the text of the record is written.
    enum Writing: Equatable {
        /// As the text of a field.
        case text
        /// As a text in the text of a field, with the escapes of both.
        case nestedText
        case base64
    }

    /// What stands behind bytes that are the same.
    enum Gap: Equatable {
        /// A number, `true`, `false` or `null`.
        case word
        /// One that can hold no record.
        case text
        case record(Writing)
        case end
    }

    /// What changes, and where it stands in a line.
    struct Change {
        let range: Range<Int>
        let gap: Gap
    }

    /// Bytes that are the same, and what follows them.
    private struct Part {
        let same: Range<Int>
        let gap: Gap
    }

    /// Its place among all.
    let index: Int
    /// The line that it was learned from.
    private let line = Arena()
    private let bytes: Bytes
    private let parts: UnsafeMutablePointer<Part>

    /// - Parameter changes: in their order.
    init(_ line: Bytes, _ changes: [Change], index: Int) {
        self.index = index
        self.line.reset(for: line.count)
        self.line.append(line, from: 0, to: line.count)
        bytes = self.line.bytes(since: 0)
        unsafe parts = .allocate(capacity: changes.count + 1)
        var at = 0
        for (index, change) in changes.enumerated() {
            unsafe (parts + index).initialize(to: Part(same: at..<change.range.lowerBound, gap: change.gap))
            at = change.range.upperBound
        }
        unsafe (parts + changes.count).initialize(to: Part(same: at..<line.count, gap: .end))
    }

    deinit { unsafe parts.deallocate() }

    /// What most likely is the text of the record in a line of this shape; nil where it has another one.
    ///
    /// - Parameters:
    ///   - arena: nothing is put into it.
    ///   - record: finds the text that begins at an index.
    @inline(__always)
    func text(
        in bytes: Bytes, from: Int, to: Int, _ arena: Arena,
        record: (_ from: Int, Writing) -> RecordCache.LikelyText?
    ) -> RecordCache.LikelyText? {
        var at = from
        var text: RecordCache.LikelyText?
        var next = 0
        while true {
            let part = unsafe parts[next]
            guard bytes.repeats(self.bytes, part.same, at: at, to: to) else { return nil }
            at &+= part.same.count
            switch part.gap {
            case .word: at = bytes.endOfWord(at: at, to: to, arena)
            case .text: at = bytes.endOfHarmlessText(at: at, to: to, arena)
            case .record(let writing):
                text = record(at, writing)
                at = text?.end ?? -1
            case .end: return at == to ? text : nil
            }
            guard at >= 0 else { return nil }
            next &+= 1
        }
    }
}

extension Bytes {
    /// Where a number or such ends that begins at an index; -1 where none does.
    fileprivate func endOfWord(at index: Int, to end: Int, _ arena: Arena) -> Int {
        var json = JSONReader(self, from: index, to: end, arena: arena)
        do throws(RejectReason) { _ = try json.word() } catch { return -1 }
        return json.at
    }

    /// Where a text ends that begins behind a quotation mark, of plain characters, and without a record by its first ones;
    /// -1 where there is another one.
    func endOfHarmlessText(at index: Int, to end: Int, _ arena: Arena) -> Int {
        let json = JSONReader(self, from: index - 1, to: end, arena: arena)
        guard !WrappedRecords.mayHold(json) else { return -1 }
        var at = index
        while at < end {
            let special = specialBytes(word(at: at))
            guard special == 0 else {
                at &+= special.trailingZeroBitCount &>> 3
                return at < end ? at : -1
            }
            at &+= 8
        }
        return -1
    }
}
