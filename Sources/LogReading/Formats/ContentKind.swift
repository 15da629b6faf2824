/// What the first bytes of a source say of the rest.
enum ContentKind {
    case empty
    case json(isArray: Bool)
    /// A CSV, if anything, whose header stands behind so many other lines.
    case csv(headerBehind: Int)
    /// Something that is known and is not read here.
    case foreign(String)
    /// Something of the operator's that is no log.
    case stranger(String)

    /// Looks past a byte order mark and white space, without consuming the white space.
    static func of(_ window: InputWindow, _ decoder: RecordDecoder) throws(LogReadingError) -> ContentKind {
        while window.bytes.count - window.position < 4, try window.refill() {}
        let bytes = window.bytes
        if bytes.count == 0 { return .empty }
        if let foreign = foreignFormat(bytes) { return .foreign(foreign) }
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { window.position = 3 }
        var index = window.position
        while true {
            let bytes = window.bytes
            while index < bytes.count, bytes[index] <= 0x20, bytes[index] != 0 { index += 1 }
            if index < bytes.count { break }
            let ahead = index - window.position
            guard ahead < InputWindow.longestUnit else { return .foreign("nothing but white space in the first 2 MiB") }
            guard try window.refill() else { return .empty }
            index = window.position + ahead
        }
        let first = window.bytes[index]
        if first != 0, let stranger = try stranger(window, at: index) { return .stranger(stranger.text) }
        switch first {
        case UInt8(ascii: "{"): return .json(isArray: false)
        case UInt8(ascii: "["): return .json(isArray: true)
        // A download that was given its full length beforehand and got no byte of it.
        case 0: return .json(isArray: false)
        default: return try ofText(window, decoder)
        }
    }

    /// The stranger that begins at an index; nil for what may be a log, which nearly always shows in the first record.
    private static func stranger(_ window: InputWindow, at index: Int) throws(LogReadingError) -> Stranger? {
        let ahead = index - window.position
        try window.fill(ahead + 4096)
        let from = window.position + ahead
        if window.bytes.looksLikeLog(from: from, to: min(window.bytes.count, from + 4096)) { return nil }
        try window.fill(ahead + RecordDecoder.lookahead)
        let start = window.position + ahead
        return Stranger(window.bytes, from: start, to: min(window.bytes.count, start + RecordDecoder.lookahead))
    }

    /// What a text is that does not begin as JSON: lines may stand before a CSV's header or before the first record.
    private static func ofText(_ window: InputWindow, _ decoder: RecordDecoder) throws(LogReadingError) -> ContentKind {
        try window.fill(RecordDecoder.lookahead)
        let bytes = window.bytes
        let limit = min(bytes.count, window.position + RecordDecoder.lookahead)
        var from = window.position
        var lines = 0
        while from < limit {
            let end = bytes.firstIndex(of: 0x0a, from: from, to: limit)
            if isHeader(bytes, from: from, to: end < 0 ? limit : end, decoder) { return .csv(headerBehind: lines) }
            if isRecord(bytes, from: from, to: limit, decoder) { return .json(isArray: false) }
            guard end >= 0 else { break }
            from = end + 1
            lines += 1
        }
        if let reason = ForeignText(bytes, from: window.position, to: limit).reason { return .foreign(reason) }
        return .csv(headerBehind: 0)
    }

    private static func isHeader(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        let to = to > from && bytes[to - 1] == 0x0d ? to - 1 : to
        do throws(RejectReason) {
            return try CSVHeader.find(bytes, from: from, to: to, decoder) != nil
        } catch {
            return false
        }
    }

    private static func isRecord(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        var index = from
        while index < to, bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "[") { index += 1 }
        guard index + 1 < to else { return false }
        // A record as a text in quotation marks, or as base64, may stand on a line of its own.
        if bytes[index] == UInt8(ascii: "\""), bytes[index + 1] == UInt8(ascii: "{") { return true }
        if Base64.mayBegin(bytes, at: index) { return true }
        return bytes[index] == UInt8(ascii: "{") && decoder.opensRecord(bytes, at: index, to: to)
    }

    private static func foreignFormat(_ bytes: Bytes) -> String? {
        func begins(_ prefix: UInt8...) -> Bool {
            prefix.count <= bytes.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
        }
        if begins(0x53, 0x51, 0x4c, 0x69) { return "a database of SQLite; keep it out of the folder of logs" }
        if begins(0x50, 0x4b, 3, 4) { return "a ZIP archive or a workbook; unpack it, or save it as CSV" }
        if begins(0x50, 0x41, 0x52, 0x31) { return "a Parquet file; export JSON Lines or CSV instead" }
        if begins(0x28, 0xb5, 0x2f, 0xfd) { return "compressed with zstd; unpack it, or use gzip" }
        return nil
    }
}
