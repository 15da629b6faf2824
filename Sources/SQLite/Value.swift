/// A value to bind to a placeholder of a statement.
package enum Value: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    package static func integer(_ number: Int) -> Value { .integer(Int64(number)) }
    package static func integer(_ number: UInt32) -> Value { .integer(Int64(number)) }

    /// The text, or NULL where there is none.
    package static func optional(_ text: String?) -> Value {
        text.map { .text($0) } ?? .null
    }

    /// The number, or NULL where there is none.
    package static func optional(_ number: Int64?) -> Value {
        number.map { .integer($0) } ?? .null
    }
}
