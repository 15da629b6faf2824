/// Where a text stops being JSON (RFC 8259), or goes beyond what an input may hold.
package enum JSONFault: Error, Equatable, Sendable {
    case endsTooEarly
    /// The punctuation mark or value that was expected.
    case expected(String)
    case controlCharacter
    case badEscape
    case loneSurrogate
    case notUTF8
    case badNumber
    case tooDeep
    case textTooLong
}

extension JSONFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .endsTooEarly: "the JSON ends too early"
        case .expected(let what): "not JSON: expected \(what)"
        case .controlCharacter: "not JSON: a raw control character inside a text"
        case .badEscape: "not JSON: an unknown escape inside a text"
        case .loneSurrogate: "not JSON: half of a surrogate pair"
        case .notUTF8: "not UTF-8"
        case .badNumber: "not JSON: a malformed number"
        case .tooDeep: "nested deeper than \(JSONReader.mostLevels) levels"
        case .textTooLong: "a text longer than \(JSONReader.mostTextBytes) bytes"
        }
    }
}
