/// What the answer of a query says of itself beside its rows: one pass over the JSON, which reads no value.
///
/// Log Analytics adds `error` to `tables` where it gives less than all ("Azure Monitor Log Analytics API response format").
/// Data Explorer sends frames, and tells errors in rows, behind a table or in the last frame ("Query V2 HTTP response").
struct AnswerCheck: Equatable {
    /// Whether all of it is here.
    private(set) var isWhole = false
    private(set) var hasErrors = false

    init(_ bytes: [UInt8]) {
        var depth = 0
        var (isList, isClosed, hasTables, isCompleted) = (false, false, false, false)
        var at = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if depth == 0 { isList = bytes[at] == UInt8(ascii: "[") }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                isClosed = depth == 0
            case UInt8(ascii: "\""):
                let start = at + 1
                at = AnswerCheck.end(ofText: start, bytes)
                guard let value = AnswerCheck.value(behind: at, bytes) else { break }
                let rest = bytes[value...]
                switch bytes[start..<at].count <= 12 ? String(decoding: bytes[start..<at], as: UTF8.self) : "" {
                case "error" where depth == 1 && !isList: hasErrors = hasErrors || !rest.starts(with: "null".utf8)
                case "tables" where depth == 1 && !isList: hasTables = true
                case "HasErrors": hasErrors = hasErrors || rest.starts(with: "true".utf8)
                case "OneApiErrors":
                    let isEmpty = rest.starts(with: "null".utf8) || rest.starts(with: "[]".utf8)
                    hasErrors = hasErrors || !isEmpty
                case "FrameType": isCompleted = isCompleted || rest.starts(with: "\"DataSetCompletion\"".utf8)
                default: break
                }
            default: break
            }
            at += 1
        }
        isWhole = isClosed && (isList ? isCompleted : hasTables)
    }

    /// The index of the quotation mark that ends a text.
    private static func end(ofText start: Int, _ bytes: [UInt8]) -> Int {
        var at = start
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        return min(at, bytes.count)
    }

    /// Where the value of a member begins whose name ends at an index; nil where that is no name.
    private static func value(behind end: Int, _ bytes: [UInt8]) -> Int? {
        guard let colon = bytes[min(end + 1, bytes.count)...].firstIndex(where: { $0 > 32 }),
            bytes[colon] == UInt8(ascii: ":")
        else { return nil }
        return bytes[(colon + 1)...].firstIndex { $0 > 32 }
    }
}
