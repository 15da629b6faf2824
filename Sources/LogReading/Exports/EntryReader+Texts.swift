import Model

/// Entries in other clothes: tables, and texts that hold JSON.
extension EntryReader {
    // MARK: Texts

    /// Reads the entries in some texts; false where they hold none.
    func readTexts(_ texts: [String], line: Int, _ take: (Entry) -> Void) -> Bool {
        var isFound = false
        for text in texts where readText(Array(text.utf8), line: line, take) { isFound = true }
        return isFound
    }

    /// The same of each line, if the first one is base64.
    func readLinesOfBase64(_ take: (Entry) -> Void) throws(Failure) -> Bool {
        guard Base64.mayBegin(window.bytes, at: window.position) else { return false }
        while let extent = try inWindow({ () throws(LogReadingError) in try window.extentOfRow() }) {
            let line = Int(window.line)
            let bytes = window.bytes.slice(from: window.position, to: extent.end).copied
            window.consume(to: min(window.bytes.count, extent.end + (extent.isEnded ? 1 : 0)))
            if extent.isTooLong { try inWindow { () throws(LogReadingError) in try window.skipLine() } }
            if bytes.isEmpty { continue }
            if !readText(bytes, line: line, take) { take(.bad("expected base64 of JSON", line: line)) }
        }
        return true
    }

    private func readText(_ text: [UInt8], line: Int, _ take: (Entry) -> Void) -> Bool {
        guard depth < EntryReader.mostTexts, let json = EntryReader.json(text),
            let inner = try? EntryReader(inner: LogSource(name: "", bytes: json), of: self)
        else { return false }
        var entries: [Entry] = []
        try? inner.forEach { entry in
            if case .value(let value, _) = entry { entries.append(.value(value, line: line)) }
        }
        entries.forEach(take)
        return !entries.isEmpty
    }

    /// A text that is JSON, or the JSON that its base64 stands for; nil for any other.
    package static func json(_ text: [UInt8]) -> [UInt8]? {
        let arena = Arena()
        arena.reset(for: 2 * text.count)
        for byte in text { arena.append(byte) }
        let bytes = arena.bytes(since: 0)
        var first = 0
        while first < bytes.count, bytes[first] <= 0x20 { first += 1 }
        guard first < bytes.count else { return nil }
        if bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") { return text }
        guard Base64.mayBegin(bytes, at: first, shortest: 8) else { return nil }
        return Base64.decoded(bytes, from: first, into: arena)?.copied
    }

    // MARK: Words

    /// Steps over the lines that a command wrote before its answer, where both went into one file.
    func skipWarnings() throws(Failure) {
        try inWindow { () throws(LogReadingError) in try window.fill(RecordDecoder.lookahead) }
        let bytes = window.bytes
        var at = window.position
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[") { return window.consume(to: at) }
            let lineFeed = bytes.firstIndex(of: 0x0a, from: at, to: bytes.count)
            guard lineFeed >= 0 else { return }
            at = lineFeed + 1
        }
    }

    /// Whether there is no byte to read.
    package var isEmptySource: Bool { window.bytes.count == 0 && window.offset(of: 0) == 0 }

    /// Whether a file begins with words, as a command that failed leaves them, or holds `null`.
    package static func beginsWithWords(_ source: LogSource) throws(LogReadingError) -> Bool {
        let window = InputWindow(try source.openText().stream, piece: 4096)
        _ = try window.refill()
        guard try window.skipSpace() else { return false }
        let first = lowerCased(window.bytes[window.position])
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) || first == UInt8(ascii: "(")
    }

    /// What a file is that holds no entries, and the way out; nil for any other.
    package static func foreign(_ source: LogSource) throws(LogReadingError) -> String? {
        let window = InputWindow(try source.openText().stream, piece: 4096)
        try window.fill(4096)
        if let format = ContentKind.foreignFormat(window.bytes) { return format }
        let text = ForeignText(window.bytes, from: 0, to: window.bytes.count)
        if let printed = text.printed { return printed }
        return text.hasTabs ? ForeignText.withoutNames : text.isTable ? ForeignText.withoutKnownNames : nil
    }

    // MARK: Tables

    /// Reads a table whose first line names members; false where it names none, and nothing was read.
    ///
    /// A point in a name leads into an object: `tags.site`.
    func readTable(_ take: (Entry) -> Void) throws(Failure) -> Bool {
        try inWindow { () throws(LogReadingError) in try window.fill(RecordDecoder.lookahead) }
        while let line = try row(),
            window.bytes.slice(from: window.position, to: line.end).isTableDirective
        {
            step(over: line)
        }
        let start = window.position
        guard let first = try row(), let separator = window.bytes.likelySeparator(from: start, to: first.end),
            let names = cells(first, separator),
            names.contains(where: { wanted(EntryReader.zoned($0, .null).0, of: shape) != nil })
        else { return false }
        step(over: first)
        while let extent = try row() {
            let line = Int(window.line)
            if extent.isTooLong {
                take(.bad(RejectReason.tooLong.text, line: line))
                try inWindow { () throws(LogReadingError) in try window.skipLine() }
                continue
            }
            if extent.end > window.position, !window.bytes.isBlank(from: window.position, to: extent.end) {
                let values = cells(extent, separator)
                take(
                    values?.count == names.count
                        ? .value(entry(names, (values ?? []).map { $0.isEmpty ? .null : .text($0) }), line: line)
                        : .bad(RejectReason.rowLength.text, line: line))
            }
            step(over: extent)
        }
        return true
    }

    private func row() throws(Failure) -> RowExtent? {
        try inWindow { () throws(LogReadingError) in try window.extentOfRow() }
    }

    private func step(over extent: RowExtent) {
        window.consume(to: min(window.bytes.count, extent.end + (extent.isEnded ? 1 : 0)))
    }

    private func cells(_ extent: RowExtent, _ separator: UInt8) -> [String]? {
        var end = extent.end
        if end > window.position, window.bytes[end - 1] == 0x0d { end -= 1 }
        arena.reset(for: end - window.position)
        var row = CSVRow(window.bytes, from: window.position, to: end, separator, isSpaced: true, arena: arena)
        var cells: [String] = []
        do throws(RejectReason) {
            try window.bytes.checkUTF8(from: window.position, to: end)
            while !row.isFinished { cells.append(try row.next().text) }
        } catch {
            return nil
        }
        return cells
    }

    /// An entry of the cells of a row.
    func entry(_ names: [String], _ values: [JSONValue]) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, value) in zip(names, values) {
            let (name, value) = EntryReader.zoned(name, value)
            let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard let shape = wanted(parts[0], of: shape) else { continue }
            if parts.count == 1 {
                members[name] = value
            } else if parts.count == 2, shape.member(parts[1]) != nil {
                var inner: [String: JSONValue] = [:]
                if case .object(let known)? = members[parts[0]] { inner = known }
                inner[parts[1]] = value
                members[parts[0]] = .object(inner)
            }
        }
        return .object(members)
    }
}

extension EntryReader {
    /// A column that says its zone as others write it, as far as its times can be read in one way only.
    private static func zoned(_ name: String, _ value: JSONValue) -> (String, JSONValue) {
        let zone = " [UTC]"
        guard name.hasSuffix(zone) else { return (name, value) }
        let plain = String(name.dropLast(zone.count))
        guard let text = value.text, text.utf8.count <= 64 else { return (plain, value) }
        let arena = Arena()
        arena.reset(for: text.utf8.count)
        for byte in text.utf8 { arena.append(byte) }
        do throws(RejectReason) {
            let time = try WrittenTime(arena.bytes(since: 0))
            return (plain, .text(try time.instant(DateOrders(), offset: time.offset ?? 0).description))
        } catch {
            return (plain, value)
        }
    }
}

extension Bytes {
    /// As bytes of their own.
    var copied: [UInt8] {
        var copy: [UInt8] = []
        append(to: &copy)
        return copy
    }

    fileprivate func isBlank(from: Int, to: Int) -> Bool { (from..<to).allSatisfy { self[$0] <= 0x20 } }
}
