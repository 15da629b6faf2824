/// Lines with a record in a text, known by that text and what is around it.
extension RecordCache {
    /// The shapes of the lines that were read last.
    struct Shapes {
        private static let most = 4

        private(set) var all: [WrapperShape] = []
        /// Where the next one is put.
        private(set) var next = 0
        /// Whether one may be learned: one in a batch, so that lines which all have another one cost little more.
        var mayLearn = true

        mutating func learn(_ shape: WrapperShape) {
            if shape.index < all.count { all[shape.index] = shape } else { all.append(shape) }
            if shape.index == next { next = (next + 1) % Shapes.most }
        }
    }

    /// What most likely is the text of the record in a line of a known shape.
    ///
    /// - Parameter last: the one that the line before had.
    @inline(__always)
    func text(
        in bytes: Bytes, from: Int, to: Int, _ last: inout WrapperShape?, _ time: inout FastTime
    ) -> LikelyText? {
        guard let shape = last else { return nil }
        if let text = text(in: bytes, from: from, to: to, shape, &time) { return text }
        for other in shapes.all where other !== shape {
            if let text = text(in: bytes, from: from, to: to, other, &time) {
                last = other
                return text
            }
        }
        return nil
    }

    private func text(
        in bytes: Bytes, from: Int, to: Int, _ shape: WrapperShape, _ time: inout FastTime
    ) -> LikelyText? {
        shape.text(in: bytes, from: from, to: to, letters) { start, writing in
            switch writing {
            case .text: likelyText(in: bytes, from: start, to: to, &time)
            case .nestedText: likelyNestedText(in: bytes, from: start, to: to, &time)
            case .base64: likelyBase64(in: bytes, from: start, to: to, timeAt: base64Offsets[0], &time)
            }
        }
    }

    /// Learns the shape of a line that was read as a wrapper of one record just now.
    ///
    /// - Parameter index: that of the shape which it seemed to have.
    func learnShape(_ bytes: Bytes, from: Int, to: Int, insteadOf index: Int?) {
        guard shapes.mayLearn, isRemembering else { return }
        shapes.mayLearn = false
        let line = bytes.slice(from: from, to: to)
        let arena = Arena()
        arena.reset(for: 2 * line.count)
        guard let changes = try? changes(in: line, arena) else { return }
        let shape = WrapperShape(line, changes, index: index ?? shapes.next)
        var time = time
        if text(in: line, from: 0, to: line.count, shape, &time) != nil { shapes.learn(shape) }
    }

    private func changes(in line: Bytes, _ arena: Arena) throws(RejectReason) -> [WrapperShape.Change] {
        var changes: [WrapperShape.Change] = []
        var json = JSONReader(line, from: 0, to: line.count, arena: arena)
        while let change = try json.nextChange() {
            let (from, to) = (change.range.lowerBound, change.range.upperBound)
            guard change.gap == .text, line.endOfHarmlessText(at: from, to: to + 1, arena) != to else {
                changes.append(change)
                continue
            }
            if let text = nested(in: line, from: from, to: line.count)?.text {
                changes += try self.changes(around: text, in: line, from: from, arena)
            } else if let text = likelyText(in: line, from: from, to: line.count), known(text) != nil {
                changes.append(WrapperShape.Change(range: change.range, gap: .record(.text)))
            } else if base64(in: line, from: from, to: line.count) != nil {
                changes.append(WrapperShape.Change(range: change.range, gap: .record(.base64)))
            }
        }
        return changes
    }

    /// What changes in a text of a line around a text in that one.
    private func changes(
        around text: Range<Int>, in line: Bytes, from: Int, _ arena: Arena
    ) throws(RejectReason) -> [WrapperShape.Change] {
        var outer = JSONReader(line, from: from - 1, to: line.count, arena: arena)
        guard let (decoded, hole) = try outer.text(without: text) else { return [] }
        var changes: [WrapperShape.Change] = []
        var json = JSONReader(decoded, from: 0, to: decoded.count, arena: arena)
        while let change = try json.nextChange() {
            let (first, count) = (change.range.lowerBound, change.range.count)
            if first == hole {
                changes.append(WrapperShape.Change(range: text, gap: .record(.nestedText)))
            } else if let start = first < hole
                ? line.placeOfCharacter(first, inText: from, to: text.lowerBound)
                : line.placeOfCharacter(first - hole, inText: text.upperBound, to: outer.at),
                change.gap == .word
                    || line.endOfHarmlessText(at: start, to: outer.at, arena) == start + count
            {
                changes.append(WrapperShape.Change(range: start..<start + count, gap: change.gap))
            }
        }
        return changes
    }
}

extension JSONReader {
    /// The next value that is a text or a word; nil at the end of what is right to its end.
    fileprivate mutating func nextChange() throws(RejectReason) -> WrapperShape.Change? {
        while at < end {
            let from = at
            switch bytes[at] {
            case UInt8(ascii: "\""):
                try skipText()
                let to = at - 1
                skipSpace()
                if at < end, bytes[at] == UInt8(ascii: ":") { continue }
                return WrapperShape.Change(range: from + 1..<to, gap: .text)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"):
                _ = try word()
                return WrapperShape.Change(range: from..<at, gap: .word)
            default: at += 1
            }
        }
        return nil
    }
}
