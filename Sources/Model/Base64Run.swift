/// A run of base64.
struct Base64Run {
    private(set) var end: Int
    private var digits: [UInt8] = []
    private var padding = 0

    init(_ bytes: [UInt8], from start: Int) {
        end = start
        while end < bytes.count, padding < 3 {
            let sign = bytes[end]
            if sign == UInt8(ascii: "=") {
                padding += 1
            } else if padding == 0, Base64Run.isSign(sign) {
                digits.append(sign)
            } else {
                // A sign behind the padding: `name=value`.
                if Base64Run.isSign(sign) { padding = 3 }
                return
            }
            end += 1
        }
    }

    /// Whether it has the length of 16 to 64 bytes with padding, or of 32, 48 or 64 without, and looks like chance.
    var isKey: Bool {
        let isPadded = padding > 0 && padding < 3 && (digits.count + padding) % 4 == 0
        guard isPadded ? (22...90).contains(digits.count) : padding == 0 && [43, 64, 86].contains(digits.count)
        else { return false }
        let kinds = Set(digits.map(Base64Run.kind))
        let changes = Base64Run.changes(in: digits[...])
        return kinds.isSuperset(of: [0, 1, 2]) && changes * 10 >= digits.count * (isPadded ? 3 : 4)
    }

    /// Whether a byte may stand in base64, padding left out.
    static func isSign(_ byte: UInt8) -> Bool { kind(byte) < 4 }

    /// How often a small letter, a capital, a digit and another sign follow one of another kind: of chance about
    /// two times in three, of words and numbers seldom.
    static func changes(in signs: ArraySlice<UInt8>) -> Int {
        zip(signs, signs.dropFirst()).count { kind($0) != kind($1) }
    }

    private static func kind(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 0
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 2
        case UInt8(ascii: "+"), UInt8(ascii: "/"): 3
        default: 4
        }
    }
}
