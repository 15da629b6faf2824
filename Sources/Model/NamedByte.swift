/// An enumeration that is kept as a byte, since millions of drops have one, and written by its name.
package protocol NamedByte: RawRepresentable<UInt8>, CaseIterable, Codable, Sendable {
    /// As reports write it, unique among the cases.
    var name: String { get }
}

extension NamedByte {
    package init(from decoder: any Decoder) throws {
        let field = try decoder.singleValueContainer()
        let name = try field.decode(String.self)
        guard let found = Self.allCases.first(where: { $0.name == name }) else {
            throw DecodingError.dataCorruptedError(in: field, debugDescription: "\(name) is not among \(Self.self)")
        }
        self = found
    }

    package func encode(to encoder: any Encoder) throws {
        var field = encoder.singleValueContainer()
        try field.encode(name)
    }
}
