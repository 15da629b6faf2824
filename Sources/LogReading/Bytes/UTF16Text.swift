/// UTF-16 as UTF-8: what Windows PowerShell and spreadsheets write.
///
/// Half of a surrogate pair becomes U+FFFD, so that only the record that it stands in may suffer.
struct UTF16Text: ByteMaker {
    private static let pieceBytes = 1 << 16
    private let feed: ByteFeed
    private let isBigEndian: Bool
    /// The first half of a pair whose second has not come yet.
    private var half: UInt32?

    init(_ source: any ByteStream, isBigEndian: Bool) {
        feed = ByteFeed(source)
        self.isBigEndian = isBigEndian
    }

    var bytesTaken: Int64 { feed.bytesTaken }
    var defect: StreamDefect? { feed.defect }

    /// Which end comes first, if the first bytes of a source are UTF-16; nil where they are not.
    static func isBigEndian(_ head: [UInt8]) -> Bool? {
        // Two zeros behind the mark are UTF-32's.
        if head.starts(with: [0xff, 0xfe]) { return head.dropFirst(2).starts(with: [0, 0]) ? nil : false }
        if head.starts(with: [0xfe, 0xff]) { return true }
        // Without a mark: characters of one byte with a zero beside each.
        guard head.count >= 4 else { return nil }
        if head[0] != 0, head[1] == 0, head[2] != 0, head[3] == 0 { return false }
        return head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0 ? true : nil
    }

    mutating func make(into output: inout [UInt8]) throws(LogReadingError) -> Bool {
        while output.count < UTF16Text.pieceBytes {
            guard let first = try feed.next(), let second = try feed.next() else {
                if half != nil { append(0xfffd, to: &output) }
                half = nil
                return !output.isEmpty
            }
            let unit = isBigEndian ? UInt32(first) << 8 | UInt32(second) : UInt32(second) << 8 | UInt32(first)
            add(unit, to: &output)
        }
        return true
    }

    private mutating func add(_ unit: UInt32, to output: inout [UInt8]) {
        if let first = half {
            half = nil
            if unit & 0xfc00 == 0xdc00 {
                return append(0x10000 + (first & 0x3ff) << 10 + unit & 0x3ff, to: &output)
            }
            append(0xfffd, to: &output)
        }
        switch unit & 0xfc00 {
        case 0xd800: half = unit
        case 0xdc00: append(0xfffd, to: &output)
        default: append(unit, to: &output)
        }
    }

    private func append(_ scalar: UInt32, to output: inout [UInt8]) {
        if scalar < 0x80 { return output.append(UInt8(scalar)) }
        guard let scalar = Unicode.Scalar(scalar) else { return }
        output.append(contentsOf: String(scalar).utf8)
    }
}
