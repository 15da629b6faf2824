/// What the first bytes of a source say of the rest.
enum ContentKind {
    case empty
    case json(isArray: Bool)
    case text
    /// Something that is known and is not read here.
    case foreign(String)

    /// Looks past a byte order mark and white space, without consuming the white space.
    static func of(_ window: InputWindow) throws(LogReadingError) -> ContentKind {
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
        default: return .text
        }
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
