import Model

/// Texts that hold records, and may break themselves: a hole in a file goes through the text and what it says.
extension JSONValues {
    /// What was read of a value that holds records.
    struct PartReading {
        let problem: ValueProblem?
    }

    /// Whether a value that breaks is no record and has records in its texts: then it is read part by part.
    func holdsTexts(_ extent: ValueExtent) -> Bool {
        var end = min(window.bytes.count, window.position + RecordDecoder.lookahead)
        switch extent {
        case .ends(let found): end = min(end, found)
        case .broken(.tooLong): return false
        case .broken: break
        }
        return decoder.holdsRecord(window.bytes, from: window.position, to: end, escapes: 1...Int.max)
    }

    /// Reads the records in the value at the window's position; nil where that holds none.
    func readInside() throws -> PartReading? {
        let first = window.bytes[window.position]
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return try readText() }
        let extent = try window.extentOfValue()
        if case .ends(let end) = extent {
            guard decoder.holdsRecord(window.bytes, from: window.position, to: end) else { return nil }
            if try takeWrapped(to: end) { return PartReading(problem: nil) }
            guard !isWellFormed(to: end) else { return nil }
        }
        guard holdsTexts(extent) else { return nil }
        let isEntered = first == UInt8(ascii: "{") ? framer.enterObject() : framer.enterArray(.values, isLoose: true)
        return PartReading(problem: entered(isEntered))
    }

    private func isWellFormed(to end: Int) -> Bool {
        decoder.begin(bytes: 0)
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: decoder.arena)
        do throws(RejectReason) { try json.skipValue() } catch { return false }
        return json.at == end
    }

    /// Reads the records in the text at the window's position; nil where that holds none.
    ///
    /// - Parameter isRest: whether its beginning is lost, so that a record stands in place of the quotation mark.
    func readText(isRest: Bool = false) throws -> PartReading? {
        guard isRest || window.bytes[window.position] == UInt8(ascii: "\"") else { return nil }
        let extent = try window.extentOfText(isRest: isRest)
        guard let (length, isClosed) = extent ?? (isRest ? extentOfPiece() : nil) else { return nil }
        let (start, end) = (window.position, window.position + length)
        guard isRest || decoder.holdsRecord(window.bytes, from: start, to: end) else { return nil }
        if isClosed, !isRest, try takeWrapped(to: end + 1) { return PartReading(problem: nil) }
        let from = isRest ? start : start + 1
        brokenText.reset(for: 2 * length)
        var json = JSONReader(window.bytes, from: from, to: end, arena: brokenText)
        let (text, fault) = json.brokenText()
        guard let reason = fault ?? (isClosed && !isRest ? nil : .endsInsideText) else { return nil }
        let rejected = sink.summary.rejected
        let isTaken = try isRest ? wrapped.take(restOfText: text) : wrapped.take(text: text)
        // A break behind the records in it, or among its words, is not seen by who reads those.
        if !isTaken || !isRest && sink.summary.rejected == rejected {
            try breaks.reject(reason, from: start, to: end)
        }
        window.consume(to: isClosed ? end + 1 : end)
        // What is left of the value around one whose beginning is lost was rejected with that.
        if isClosed, !isRest {
            framer.endValue()
            return PartReading(problem: nil)
        }
        return PartReading(problem: try breaks.goOn() ? nil : .lost)
    }
}

extension JSONValues {
    /// So many objects are looked at for one that is a record, so that the time for a hostile text stays bounded.
    private static let mostTries = 64

    /// How far it is to one of the last records of a text that is longer than memory allows; nil where none is found.
    private func extentOfPiece() -> (length: Int, isClosed: Bool)? {
        let bytes = window.bytes
        var at = min(bytes.count - 1, window.position + InputWindow.longestUnit / 2)
        var tries = 0
        while at > window.position, tries < JSONValues.mostTries {
            if bytes[at] == UInt8(ascii: "{") {
                if decoder.opensRestOfText(bytes, at: at) { return (at - window.position, false) }
                tries += 1
            }
            at -= 1
        }
        return nil
    }
}

extension InputWindow {
    /// How far it is to the end of the text at the position, and whether that is its closing quotation mark; nil where
    /// that is farther than memory allows.
    ///
    /// A quotation mark that has lost its escape does not close the text: what follows a text tells the two apart. No text
    /// goes on behind its line.
    ///
    /// - Parameter isRest: whether the text begins here without its quotation mark.
    func extentOfText(isRest: Bool) throws(LogReadingError) -> (length: Int, isClosed: Bool)? {
        if !isRest, case .ends(let end) = try extentOfValue() {
            let length = end - 1 - position
            if try isFollowedAsText(length) { return (length, true) }
        }
        var length = isRest ? 0 : 1
        while length <= InputWindow.longestUnit {
            guard let byte = try byte(behind: length) else { return (bytes.count - position, false) }
            switch byte {
            case 0x0a: return (length, false)
            case UInt8(ascii: "\\"): length += try self.byte(behind: length + 1) == 0x0a ? 1 : 2
            case UInt8(ascii: "\"") where try isFollowedAsText(length): return (length, true)
            default: length += 1
            }
        }
        return nil
    }

    /// Whether what stands behind a quotation mark may follow a text.
    private func isFollowedAsText(_ distance: Int) throws(LogReadingError) -> Bool {
        var next = distance + 1
        var isFollowed = false
        while let byte = try byte(behind: next) {
            switch byte {
            case 0x0a, 0x0d: return true
            case 0x20, 0x09: break
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): isFollowed = true
            default: return isFollowed && byte != UInt8(ascii: "\\")
            }
            next += 1
        }
        return true
    }

    private func byte(behind distance: Int) throws(LogReadingError) -> UInt8? {
        while position + distance >= bytes.count { guard try refill() else { return nil } }
        return bytes[position + distance]
    }
}

extension JSONReader {
    /// The decoded text from here to the end, in which what is no escape and no character stands for itself, and why the
    /// first of these is none.
    mutating func brokenText() -> (text: Bytes, reason: RejectReason?) {
        let mark = arena.used
        var reason: RejectReason?
        while at < end {
            at = arena.appendSimple(bytes, from: at, to: end)
            guard at < end else { break }
            let from = at
            do throws(RejectReason) {
                guard bytes[at] != UInt8(ascii: "\"") else { throw .notJSON }
                try appendCharacter(bytes[at])
            } catch {
                reason = reason ?? error
                arena.append(bytes[from])
                at = from + 1
            }
        }
        return (arena.bytes(since: mark), reason)
    }
}
