/// What the first bytes of a source say of the rest.
enum ContentKind {
    case empty
    case json(isArray: Bool)
    /// Lines that each have a record behind words of whoever wrote them down.
    case prefixedLines
    /// A CSV, if anything, whose header stands behind so many other lines.
    case csv(headerBehind: Int)
    /// Something that is known and is not read here.
    case foreign(String)
    /// Something of the operator's that is no log, whatever follows.
    case stranger(String)

    /// Looks past a byte order mark and white space, without consuming the white space.
    static func of(_ window: InputWindow, _ decoder: RecordDecoder) throws(LogReadingError) -> ContentKind {
        while window.bytes.count - window.position < 512, try window.refill() {}
        let bytes = window.bytes
        if bytes.count == 0 { return .empty }
        if bytes.count > 3, bytes.slice(from: 0, to: 4).equals("SQLi") {
            return .stranger("a database of SQLite; keep it out of the folder of logs")
        }
        if let foreign = foreignFormat(bytes) { return .foreign(foreign) }
        if bytes.hasByteOrderMark(at: 0, to: bytes.count) { window.position = 3 }
        var index = window.position
        // What a download got no byte of that was given its full length beforehand.
        var hasZeros = false
        while true {
            let bytes = window.bytes
            while index < bytes.count, bytes[index] <= 0x20 {
                if bytes[index] == 0 { hasZeros = true }
                index += 1
            }
            if index < bytes.count { break }
            let ahead = index - window.position
            if hasZeros, ahead >= InputWindow.longestUnit { return .json(isArray: false) }
            guard ahead < InputWindow.longestUnit else { return .foreign("nothing but white space in the first 2 MiB") }
            guard try window.refill() else { return hasZeros ? .json(isArray: false) : .empty }
            index = window.position + ahead
        }
        switch window.bytes[index] {
        case UInt8(ascii: "{"): return .json(isArray: false)
        case UInt8(ascii: "["): return .json(isArray: !hasZeros)
        case _ where hasZeros: return try behindZeros(index - window.position, window, decoder)
        default: return try ofText(window, decoder)
        }
    }

    /// What stands behind NUL bytes: a table or lines with words before their records, else lines of which each is judged.
    private static func behindZeros(
        _ ahead: Int, _ window: InputWindow, _ decoder: RecordDecoder
    ) throws(LogReadingError) -> ContentKind {
        switch try ofText(window, decoder, ahead: ahead) {
        case .csv(let lines) where lines > 0: .csv(headerBehind: lines)
        case .csv where try isHeader(window, ahead: ahead, decoder): .csv(headerBehind: 0)
        case .prefixedLines: .prefixedLines
        default: .json(isArray: false)
        }
    }

    private static func isHeader(
        _ window: InputWindow, ahead: Int, _ decoder: RecordDecoder
    ) throws(LogReadingError) -> Bool {
        let from = window.position + ahead
        let end = window.bytes.firstIndex(of: 0x0a, from: from, to: window.bytes.count)
        return isHeader(window.bytes, from: from, to: end < 0 ? window.bytes.count : end, decoder)
    }

    /// What may be no log by its beginning; nil for what looks like one, which nearly always shows in the first record.
    ///
    /// It is one all the same if a record follows anywhere.
    static func stranger(_ window: InputWindow) throws(LogReadingError) -> Stranger? {
        var index = window.position
        while index < window.bytes.count, window.bytes[index] <= 0x20 { index += 1 }
        guard index < window.bytes.count else { return nil }
        let ahead = index - window.position
        try window.fill(ahead + 4096)
        let from = window.position + ahead
        if window.bytes.looksLikeLog(from: from, to: min(window.bytes.count, from + 4096)) { return nil }
        try window.fill(ahead + RecordDecoder.lookahead)
        let start = window.position + ahead
        return Stranger(window.bytes, from: start, to: min(window.bytes.count, start + RecordDecoder.lookahead))
    }

    /// What a text is that does not begin as JSON: lines may stand before a CSV's header or before the first record.
    ///
    /// - Parameter ahead: how far behind the window's position it begins.
    private static func ofText(
        _ window: InputWindow, _ decoder: RecordDecoder, ahead: Int = 0
    ) throws(LogReadingError) -> ContentKind {
        try window.fill(ahead + RecordDecoder.lookahead)
        let bytes = window.bytes
        let limit = min(bytes.count, window.position + ahead + RecordDecoder.lookahead)
        var from = window.position + ahead
        var lines = 0
        var prefixed = 0
        while from < limit {
            let end = bytes.firstIndex(of: 0x0a, from: from, to: limit)
            if isHeader(bytes, from: from, to: end < 0 ? limit : end, decoder) { return .csv(headerBehind: lines) }
            if hasRecordInCell(bytes, from: from, to: end < 0 ? limit : end) { return .csv(headerBehind: 0) }
            if isRecord(bytes, from: from, to: limit, decoder) { return .json(isArray: false) }
            if isPrefixed(bytes, from: from, to: end < 0 ? limit : end, decoder) { prefixed += 1 }
            // One line alone may be damaged; two are written so.
            if prefixed == 2 { return .prefixedLines }
            guard end >= 0 else { break }
            from = end + 1
            lines += 1
        }
        if prefixed == 1, lines <= 1 { return .prefixedLines }
        if let reason = ForeignText(bytes, from: window.position, to: limit).reason { return .foreign(reason) }
        return .csv(headerBehind: 0)
    }

    private static func isHeader(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        var to = to
        while to > from, bytes[to - 1] == 0x0d { to -= 1 }
        do throws(RejectReason) {
            return try CSVHeader.find(bytes, from: from, to: to, decoder) != nil
        } catch {
            return false
        }
    }

    private static func isPrefixed(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        guard let behind = bytes.beginningBehindPrefix(from: from, to: to) else { return false }
        return decoder.isWholeRecord(bytes, at: behind, to: to)
    }

    /// Whether a line has an object in which the quotation marks are doubled, as in a field of a table.
    private static func hasRecordInCell(_ bytes: Bytes, from: Int, to: Int) -> Bool {
        let brace = bytes.firstIndex(of: UInt8(ascii: "{"), from: from, to: to)
        guard brace > from, brace + 3 < to, bytes[brace - 1] == UInt8(ascii: "\"") else { return false }
        return bytes[brace + 1] == UInt8(ascii: "\"") && bytes[brace + 2] == UInt8(ascii: "\"")
    }

    private static func isRecord(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        var index = from
        while index < to, bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "[") { index += 1 }
        guard index + 1 < to else { return false }
        // Records as a text in quotation marks, or as base64, may stand on a line of its own; a table doubles its marks.
        let opening = bytes[index + 1]
        if bytes[index] == UInt8(ascii: "\""), opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") {
            return index + 2 < to && bytes[index + 2] != UInt8(ascii: "\"")
        }
        // The same as a text once more.
        if bytes[index] == UInt8(ascii: "\""), opening == UInt8(ascii: "\\"), index + 2 < to {
            return bytes[index + 2] == UInt8(ascii: "\"")
        }
        if Base64.mayBegin(bytes, at: index) { return true }
        return bytes[index] == UInt8(ascii: "{") && decoder.opensRecord(bytes, at: index, to: to)
    }

    static func foreignFormat(_ bytes: Bytes) -> String? {
        func begins(_ prefix: UInt8...) -> Bool {
            prefix.count <= bytes.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
        }
        if begins(0x53, 0x51, 0x4c, 0x69) { return "a database of SQLite" }
        if begins(0x50, 0x4b, 3, 4) { return "a ZIP archive or a workbook; unpack it, or save it as CSV" }
        if begins(0x50, 0x41, 0x52, 0x31) { return "a Parquet file; export JSON Lines or CSV instead" }
        if begins(0x28, 0xb5, 0x2f, 0xfd) { return "compressed with zstd; unpack it, or use gzip" }
        if begins(0x42, 0x5a, 0x68) { return "compressed with bzip2; unpack it, or use gzip" }
        if begins(0xfd, 0x37, 0x7a, 0x58, 0x5a) { return "compressed with xz; unpack it, or use gzip" }
        if begins(0x04, 0x22, 0x4d, 0x18) { return "compressed with lz4; unpack it, or use gzip" }
        if begins(0x37, 0x7a, 0xbc, 0xaf) { return "a 7z archive; unpack it" }
        if begins(0x1f, 0x8b) { return "compressed twice; unpack it once" }
        if begins(0x78, 0x01) || begins(0x78, 0x9c) || begins(0x78, 0xda) {
            return "compressed with zlib; unpack it, or use gzip"
        }
        if begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff) { return "UTF-32; save it as UTF-8" }
        // The header of an archive's first file: its name, and a mark of five letters (POSIX, "ustar Interchange Format").
        let mark = 257
        if bytes.count >= mark + 5, bytes.slice(from: mark, to: mark + 5).equals("ustar") {
            return "a tar archive; unpack it"
        }
        return nil
    }
}
