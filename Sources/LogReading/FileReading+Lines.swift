import Model

extension FileReading {
    /// Reads lines to the end of the source.
    ///
    /// A line is a record as a rule; a value that goes over several lines, or that is too long for memory, goes to
    /// `readValueOverLines`.
    func readLines() throws {
        while true {
            if batch.isUsed || batch.generation != window.generation || batch.position != window.position {
                fillBatch()
            }
            if batch.isUsed {
                if window.bytes.count - window.position > InputWindow.longestUnit {
                    try readLongLine()
                } else if !(try window.refill()) {
                    if window.position < window.bytes.count { try readLastLine() }
                    if window.lastByte != 0x0a { endsInsideLine = true }
                    return
                }
                continue
            }
            takeKnownLines()
            if output.isFull { try output.flush() } else if !batch.isUsed { try readNextLine() }
        }
    }

    private func readNextLine() throws {
        let next = batch.next
        try readLine(to: next.end, mayBeRecord: next.isHashed)
        if !batch.isUsed, batch.generation == window.generation { batch.advance() }
    }

    // MARK: Other lines

    /// Reads the line at the window's position with the strict reader, and goes behind it.
    private func readLine(to lineEnd: Int, mayBeRecord: Bool) throws {
        let from = window.position
        guard lineEnd - from <= InputWindow.longestUnit else { return try readLongLine() }
        var end = lineEnd
        if try !mayBeRecord && takeWholeLine(to: lineEnd) {
            // Nothing is left to do.
        } else if let fault = try readLineText(from: from, to: lineEnd) {
            if try fault == .endsTooEarly || holdsParts && isOpen(at: lineEnd) {
                if try !isRecord(lineAfter: lineEnd - from) { return try readValueOverLines() }
                end = window.position + lineEnd - from
            }
            if holdsParts {
                try readValuesOfLine(to: end)
            } else {
                try rejectLine(fault, from: window.position, to: end)
            }
        }
        window.position = end + 1
        line += 1
    }

    /// Whether the next line is a whole value by itself, so that the one at the window's position, which is not, was
    /// cut short and does not go on there.
    ///
    /// A line that opens an array does go on.
    private func isRecord(lineAfter length: Int) throws -> Bool {
        var last = window.position + length - 1
        while last > window.position, window.bytes[last] <= 0x20 { last -= 1 }
        if window.bytes[last] == UInt8(ascii: "[") { return false }
        var end = -1
        while end < 0 {
            let next = window.position + length + 1
            end = window.bytes.firstIndex(of: 0x0a, from: next, to: window.bytes.count)
            if end < 0, window.bytes.count - window.position > InputWindow.longestUnit { return false }
            if end < 0, try !window.refill() { end = window.bytes.count }
        }
        let arena = reader.decoder.arena
        var json = JSONReader(window.bytes, from: window.position + length + 1, to: end, arena: arena)
        do throws(Fault) {
            guard try json.peek() == UInt8(ascii: "{") else { return false }
            try json.skipValue()
            json.skipSpace()
            return json.at == end
        } catch {
            return false
        }
    }

    /// The last line, which no line feed ends.
    private func readLastLine() throws {
        let from = window.position
        let end = window.bytes.count
        endsInsideLine = true
        if try takeWholeLine(to: end) {
            // Nothing is left to do.
        } else if let fault = try readLineText(from: from, to: end) {
            if holdsParts {
                try readValuesOfLine(to: end)
            } else {
                cutLine = (window.offset(of: from), line)
                try rejectLine(fault, from: from, to: end)
            }
        } else if (from..<end).allSatisfy({ window.bytes[$0] <= 0x20 }) {
            cutLine = (window.offset(of: from), line)
        }
        window.position = end
    }

    /// A line that is longer than memory allows: a container can be read piece by piece, nothing else can.
    private func readLongLine() throws {
        let bytes = window.bytes
        var first = window.position
        while first < bytes.count, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
        if bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") {
            return try readValueOverLines()
        }
        if isAmongFragments, bytes[first] != UInt8(ascii: "{") { return try skipLine() }
        try rejectLine(.tooLong, from: window.position, to: window.position + InputWindow.longestUnit)
        try skipLine()
    }

    func rejectLine(_ fault: Fault, from: Int, to: Int) throws {
        let hasZeros = window.bytes.firstIndex(of: 0, from: from, to: to) >= 0
        try reject(hasZeros ? .zeroBytes : fault, line: line, from: from, to: to)
    }

    /// Reads the values of one line, or none where the line is malformed; `holdsParts` then says whether parts of it
    /// can be read.
    private func readLineText(from: Int, to: Int) throws -> Fault? {
        let bytes = window.bytes
        let decoder = reader.decoder
        decoder.begin(bytes: to - from)
        var json = JSONReader(bytes, from: from, to: to, arena: decoder.arena)
        json.skipSpace()
        guard json.at < to else { return nil }
        let first = bytes[json.at]
        if first != UInt8(ascii: "{"), isAmongFragments { return nil }
        var isContainer = false
        var isWhole = false
        var decoded: Decoded?
        holdsParts = false
        do throws(Fault) {
            if first == UInt8(ascii: "{") {
                try decoder.readMembers(&json, into: decoder.fields)
                isContainer = decoder.isContainer
            } else if first == UInt8(ascii: "[") {
                isContainer = true
                try json.skipValue()
            } else {
                throw .notJSON
            }
            json.skipSpace()
            while json.at < to {
                if isAmongFragments, bytes[json.at] == UInt8(ascii: ",") {
                    isContainer = isContainer || isRecord(afterComma: json.at, to: to)
                    break
                }
                guard bytes[json.at] == UInt8(ascii: "{") || bytes[json.at] == UInt8(ascii: "[") else {
                    throw .textAfterValue
                }
                isContainer = true
                try json.skipValue()
                json.skipSpace()
            }
            isWhole = true
            if !isContainer { decoded = try decoder.decode() }
        } catch {
            holdsParts = !isWhole && (isContainer || decoder.isInContainer)
            return error
        }
        guard let decoded else {
            try readValuesOfLine(to: to)
            return nil
        }
        try take(decoded)
        // A comma after the record belongs to a broken array; without one, the fragments have come to an end.
        guard json.at == to else { return nil }
        isAmongFragments = false
        remember(decoded, from: from, to: to, in: .line)
        return nil
    }

    /// Whether more of a broken array than its comma stands on the line.
    private func isRecord(afterComma comma: Int, to end: Int) -> Bool {
        var next = comma + 1
        while next < end, window.bytes[next] <= 0x20 { next += 1 }
        return next < end && window.bytes[next] == UInt8(ascii: "{")
    }

    /// Consumes the rest of a line of any length.
    func skipLine() throws {
        while true {
            let found = window.bytes.firstIndex(of: 0x0a, from: window.position, to: window.bytes.count)
            if found >= 0 {
                window.position = found + 1
                line += 1
                return
            }
            window.position = window.bytes.count
            guard try window.refill() else {
                endsInsideLine = true
                return
            }
        }
    }
}
