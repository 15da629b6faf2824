/// Where a JSON value ends, judged by its brackets and texts alone; whether it is well-formed is not checked.
enum ValueExtent {
    case ends(Int)
    case broken(RejectReason)
}

/// The state of a search for a value's end, which goes on when more bytes have come.
private struct ExtentSearch {
    /// How far it got, counted from the value's beginning.
    var length = 0
    private var depth = 0
    /// One bit a level, the innermost lowest: 1 is an object.
    private var levels: UInt64 = 0
    private var isInsideText = false

    enum Result {
        case ends
        case broken(RejectReason)
        case needsMore
    }

    /// Whether a value that the stream ends in may be whole: a number or a word is, a text or an object is not.
    var mayEndHere: Bool { depth == 0 && !isInsideText && length > 0 }

    var reasonAtEnd: RejectReason { isInsideText ? .endsInsideText : .endsTooEarly }

    mutating func run(_ bytes: Bytes, from start: Int) -> Result {
        while start + length < bytes.count {
            if isInsideText {
                if let result = runText(bytes, from: start) { return result }
                continue
            }
            switch bytes[start + length] {
            case UInt8(ascii: "\""):
                guard depth > 0 || length == 0 else { return .ends }
                isInsideText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth > 0 || length == 0 else { return .ends }
                depth += 1
                levels = levels << 1 | (bytes[start + length] == UInt8(ascii: "{") ? 1 : 0)
                guard depth <= JSONReader.mostLevels else { return .broken(.tooDeep) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return length > 0 ? .ends : .broken(.notJSON) }
                guard (levels & 1 == 1) == (bytes[start + length] == UInt8(ascii: "}")) else {
                    return .broken(.notJSON)
                }
                depth -= 1
                levels >>= 1
                if depth == 0 {
                    length += 1
                    return .ends
                }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0a, 0x0d, 0x09:
                guard depth > 0 else { return length > 0 ? .ends : .broken(.notJSON) }
            default: break
            }
            length += 1
        }
        return .needsMore
    }

    /// Goes on inside a text, to its end or to the end of the bytes.
    private mutating func runText(_ bytes: Bytes, from start: Int) -> Result? {
        while start + length + 8 <= bytes.count {
            let special = specialBytes(bytes.word(at: start + length))
            length += special == 0 ? 8 : special.trailingZeroBitCount >> 3
            if special != 0 { break }
        }
        guard start + length < bytes.count else { return .needsMore }
        switch bytes[start + length] {
        case UInt8(ascii: "\""):
            isInsideText = false
            length += 1
            return depth == 0 ? .ends : nil
        case UInt8(ascii: "\\"):
            guard start + length + 1 < bytes.count else { return .needsMore }
            length += 2
        case 0..<0x20: return .broken(.controlCharacter)
        default: length += 1
        }
        return nil
    }
}

extension InputWindow {
    /// Finds the end of the value at the position, reading on where needed.
    func extentOfValue() throws(LogReadingError) -> ValueExtent {
        var search = ExtentSearch()
        while true {
            switch search.run(bytes, from: position) {
            case .ends:
                guard search.length <= InputWindow.longestUnit else { return .broken(.tooLong) }
                return .ends(position + search.length)
            case .broken(let reason): return .broken(reason)
            case .needsMore:
                if search.length > InputWindow.longestUnit { return .broken(.tooLong) }
                if try refill() { continue }
                return search.mayEndHere ? .ends(position + search.length) : .broken(search.reasonAtEnd)
            }
        }
    }
}
