/// A mailbox: an address of plain ASCII, and the name of its owner in any script.
///
/// Quoted local parts, comments and address literals are refused (RFC 5322, section 3.4.1, allows them; no operator
/// needs them and servers disagree about them). A local part does not begin with a hyphen, so that no address can be
/// read as an option of a command.
package struct MailAddress: Hashable, Sendable {
    package let name: String
    /// `local@domain`.
    package let address: String

    package init(name: String = "", address: String) throws(MailError) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, MailAddress.isLocalPart(parts[0]), isDomain(parts[1]), address.utf8.count <= 254 else {
            throw .address(address)
        }
        self.name = plainLine(name, longest: 200)
        self.address = address
    }

    /// Reads `ops@example.org` or `Night shift <ops@example.org>`.
    package init(_ text: String) throws(MailError) {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            try self.init(address: text.trimmed())
            return
        }
        var name = String(text[..<open]).trimmed()
        if name.count >= 2 && name.hasPrefix("\"") && name.hasSuffix("\"") {
            name = String(name.dropFirst().dropLast())
        }
        do {
            try self.init(name: name, address: String(text[text.index(after: open)...].dropLast()))
        } catch {
            throw .address(text)
        }
    }

    private static func isLocalPart(_ text: Substring) -> Bool {
        guard (1...64).contains(text.utf8.count), !text.hasPrefix("-") else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy(isAtomText)
        }
    }
}

/// Whether a text is a host name of RFC 1123: labels of letters, digits and inner hyphens.
func isDomain(_ text: Substring) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: false
    }
}

/// `atext` of RFC 5322, section 3.2.3.
func isAtomText(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
}

extension String {
    /// The text without spaces and tabs at its ends.
    func trimmed() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
