extension Bytes {
    /// The length of the UTF-8 sequence that begins at an index with a byte above 127 (Unicode, table 3-7).
    func lengthOfCharacter(at index: Int, end: Int) throws(RejectReason) -> Int {
        func follows(_ offset: Int, from low: UInt8 = 0x80, to high: UInt8 = 0xbf) throws(RejectReason) {
            guard index + offset < end else { throw .endsInsideText }
            guard self[index + offset] >= low, self[index + offset] <= high else { throw .notUTF8 }
        }
        let lead = self[index]
        switch lead {
        case 0xc2...0xdf:
            try follows(1)
            return 2
        case 0xe0...0xef:
            try follows(1, from: lead == 0xe0 ? 0xa0 : 0x80, to: lead == 0xed ? 0x9f : 0xbf)
            try follows(2)
            return 3
        case 0xf0...0xf4:
            try follows(1, from: lead == 0xf0 ? 0x90 : 0x80, to: lead == 0xf4 ? 0x8f : 0xbf)
            try follows(2)
            try follows(3)
            return 4
        default: throw .notUTF8
        }
    }

    /// Whether a range is UTF-8.
    func isUTF8(from: Int, to: Int) -> Bool {
        do throws(RejectReason) { try checkUTF8(from: from, to: to) } catch { return false }
        return true
    }

    /// Checks that a range is UTF-8.
    func checkUTF8(from: Int, to: Int) throws(RejectReason) {
        var index = from
        while index < to {
            if index + 8 <= to, word(at: index) & 0x8080_8080_8080_8080 == 0 {
                index += 8
            } else if self[index] < 0x80 {
                index += 1
            } else {
                do throws(RejectReason) {
                    index += try lengthOfCharacter(at: index, end: to)
                } catch {
                    throw .notUTF8
                }
            }
        }
    }
}
