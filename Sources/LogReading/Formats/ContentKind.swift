/// What the first bytes of a source say of the rest.
enum ContentKind {
    case empty
    case json(isArray: Bool)
    /// A CSV, if anything, whose header stands behind so many other lines.
    case csv(headerBehind: Int)
    /// Something that is known and is not read here.
    case foreign(String)

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
        switch window.bytes[index] {
        case UInt8(ascii: "{"): return .json(isArray: false)
        case UInt8(ascii: "["): return .json(isArray: true)
        // A download that was given its full length beforehand and got no byte of it.
        case 0: return .json(isArray: false)
        default: return try ofText(window, decoder)
        }
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
        return .csv(headerBehind: 0)
    }

    private static func isHeader(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        let to = to > from && bytes[to - 1] == 0x0d ? to - 1 : to
        do throws(RejectReason) {
            return try CSVHeader(bytes, from: from, to: to, decoder) != nil
        } catch {
            return false
        }
    }

    private static func isRecord(_ bytes: Bytes, from: Int, to: Int, _ decoder: RecordDecoder) -> Bool {
        var index = from
        while index < to, bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: "[") { index += 1 }
        return index < to && bytes[index] == UInt8(ascii: "{") && decoder.opensRecord(bytes, at: index, to: to)
    }

    private static func foreignFormat(_ bytes: Bytes) -> String? {
        func begins(_ prefix: UInt8...) -> Bool {
            prefix.count <= bytes.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
        }
        if begins(0xff, 0xfe) || begins(0xfe, 0xff) || begins(0x7b, 0) || begins(0, 0x7b) || begins(0x5b, 0) {
            return "the text is UTF-16; convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8"
        }
        if begins(0x4f, 0x62, 0x6a, 1) {
            return "an Avro container, as Event Hubs Capture writes it; convert its bodies to JSON Lines"
        }
        if begins(0x50, 0x4b, 3, 4) { return "a ZIP archive; unpack it" }
        if begins(0x50, 0x41, 0x52, 0x31) { return "a Parquet file; export JSON Lines or CSV instead" }
        if begins(0x28, 0xb5, 0x2f, 0xfd) { return "compressed with zstd; unpack it, or use gzip" }
        return nil
    }
}
