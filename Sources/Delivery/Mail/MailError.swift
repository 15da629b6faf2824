/// A value that cannot stand in a mail; every case comes from a setting, not from a log.
package enum MailError: Error, Hashable, Sendable {
    case address(String)
    case domain(String)
    case headerName(String)
    case mediaType(String)
    case noRecipient
    case command(String)
}

extension MailError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .address(let text):
            "mail address \(quoted(text)): not of the form name@example.org; write a domain of another script as xn--"
        case .domain(let text):
            "mail domain \(quoted(text)): not a domain name; letters, digits and inner hyphens, parted by dots"
        case .headerName(let text):
            "mail header \(quoted(text)): not a name for an additional header; letters, digits and hyphens, and none "
                + "that the message sets itself"
        case .mediaType(let text): "media type \(quoted(text)): not of the form text/csv"
        case .noRecipient: "mail: no recipient; name at least one in to, cc or bcc"
        case .command(let text): "mail command \(quoted(text)): a quote is left open, or there is no command"
        }
    }

    private func quoted(_ text: String) -> String {
        "'" + plainLine(text, longest: 120) + "'"
    }
}

/// One line without control characters, of at most so many Unicode scalars; spaces that a break left are joined.
func plainLine(_ text: String, longest: Int) -> String {
    var line = ""
    var count = 0
    var isSpaceDue = false
    for scalar in text.unicodeScalars {
        let value = scalar.value
        // C0, DEL and C1 controls and the separators that some readers take for a line break.
        if value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x2028 || value == 0x2029 {
            isSpaceDue = count > 0
            continue
        }
        if count >= longest { return line + "…" }
        if isSpaceDue && value != 0x20 {
            line += " "
            count += 1
        }
        isSpaceDue = false
        line.unicodeScalars.append(scalar)
        count += 1
    }
    return line
}
