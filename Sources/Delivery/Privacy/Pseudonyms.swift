import Model

/// Stable names in place of real ones, made with a secret: HMAC-SHA256 (RFC 2104), cut to 60 bits.
///
/// The same secret gives the same pseudonym for the same name, on every day and on every machine that has the
/// secret; without it a pseudonym cannot be tested against a list of guessed names.
package struct Pseudonyms: Sendable {
    /// What a name is of.
    ///
    /// Names of two kinds never share a pseudonym.
    package enum Kind: String, Sendable {
        case device = "d-"
        case module = "m-"
        case tag = "t-"
        case address = "a-"
        case file = "f-"
    }

    /// Modules that every IoT Edge device has (Microsoft, "Understand the Azure IoT Edge runtime and its
    /// architecture"): their names tell nothing of anybody.
    private static let commonModules: Set<String> = ["$edgeAgent", "$edgeHub"]
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private let hash: HMAC

    package init(secret: [UInt8]) {
        hash = HMAC(key: secret)
    }

    /// The pseudonym of a name, such as `d-7k2m9p4d8e1q`; the empty name stays empty.
    package func name(_ kind: Kind, _ text: String) -> String {
        if text.isEmpty || kind == .module && Pseudonyms.commonModules.contains(text) { return text }
        return kind.rawValue + code(kind.rawValue + text, length: 12)
    }

    /// The pseudonym of a masked address.
    ///
    /// One of four parts keeps its form, and addresses of one network keep the pseudonym of the network:
    /// `203.0.113.XXX` and `203.0.114.XXX` agree in their first two parts.
    package func address(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return name(.address, text) }
        return parts.indices.map { index in
            parts[index].allSatisfy { $0 == "X" || $0 == "x" }
                ? String(parts[index]) : code("a." + parts[...index].joined(separator: "."), length: 6)
        }.joined(separator: ".")
    }

    /// HMAC-SHA256 of a text.
    func authenticator(of text: String) -> [UInt8] {
        hash.code(of: Array(text.utf8))
    }

    private func code(_ text: String, length: Int) -> String {
        var bits = authenticator(of: text).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var characters: [UInt8] = []
        for _ in 0..<length {
            characters.append(Pseudonyms.letters[Int(bits >> 59)])
            bits <<= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
