package import Model

/// A file that travels with a mail.
package struct MailAttachment: Hashable, Sendable {
    package let name: String
    /// `text/html`, `application/gzip`; text is taken to be UTF-8.
    package let mediaType: String
    package let bytes: [UInt8]

    package init(name: String, mediaType: String, bytes: [UInt8]) throws(MailError) {
        let parts = mediaType.split(separator: "/", omittingEmptySubsequences: false)
        let isType =
            parts.count == 2 && mediaType.utf8.count <= 70
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { isAlphanumeric($0) || "+-._".utf8.contains($0) }
            }
        guard isType else { throw .mediaType(mediaType) }
        let line = plainLine(name, longest: 200).trimmed()
        self.name = line.isEmpty ? "unnamed" : line
        self.mediaType = mediaType.lowercased()
        self.bytes = bytes
    }
}

/// A header beyond those that every message has, such as `Auto-Submitted: auto-generated`.
package struct MailHeader: Hashable, Sendable {
    package let name: String
    package let value: String

    private static let ownNames: Set<String> = [
        "from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "sender",
        "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "return-path", "received",
    ]

    /// - Throws: `MailError.headerName` for a name that is no token, or that the message sets itself.
    package init(_ name: String, _ value: String) throws(MailError) {
        let isToken =
            (1...50).contains(name.utf8.count)
            && name.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        guard isToken, !MailHeader.ownNames.contains(name.lowercased()) else { throw .headerName(name) }
        self.name = name
        self.value = value
    }
}

/// A mail as values; `encoded` makes the octets of RFC 5322 and RFC 2045 to 2049 of them.
///
/// The same values always give the same octets. They are 7-bit, with lines of at most 76 characters in bodies and
/// CRLF everywhere, because relays that cannot pass more break what they carry instead of saying so.
package struct MailMessage: Sendable {
    package var from: MailAddress
    package var replyTo: MailAddress?
    package var to: [MailAddress]
    package var cc: [MailAddress] = []
    /// Recipients that no header names, except for a command that reads its recipients from the header.
    package var bcc: [MailAddress] = []
    package var subject: String
    package var date: Instant
    package var identity: MailIdentity
    package var headers: [MailHeader] = []
    /// Complete in itself: some recipients see nothing else.
    package var text: String
    /// Whether `text` is broken into lines as RFC 3676 has it, so that a reader can join and break them anew.
    package var isFlowed = false
    package var html: String?
    package var attachments: [MailAttachment] = []
    /// Whether a message without any recipient is left without To: mail programs then open it as one that is still to
    /// be addressed and sent.
    package var isDraft: Bool { to.isEmpty && cc.isEmpty && bcc.isEmpty }

    package init(
        from: MailAddress, to: [MailAddress], subject: String, date: Instant, identity: MailIdentity, text: String,
        html: String? = nil, attachments: [MailAttachment] = []
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.identity = identity
        self.text = text
        self.html = html
        self.attachments = attachments
    }

    /// The addresses of all recipients, each once, in the order of To, Cc, Bcc.
    package var recipients: [String] {
        MailMessage.unique((to + cc + bcc).map(\.address))
    }

    /// The recipients that neither To nor Cc names.
    package var blindRecipients: [String] {
        Array(recipients.dropFirst(MailMessage.unique((to + cc).map(\.address)).count))
    }

    /// The message as it is stored and transmitted, without Bcc.
    package func encoded() -> [UInt8] {
        var writer = HeaderWriter()
        writer.addresses("From", [from])
        writer.addresses("Reply-To", replyTo.map { [$0] } ?? [])
        writer.addresses("To", to)
        writer.addresses("Cc", cc)
        if isDraft {
            // RFC 5322, section 3.6, asks for no destination; X-Unsent is what Outlook knows a draft by.
            writer.line("X-Unsent", tokens: ["1"])
        } else if to.isEmpty && cc.isEmpty {
            writer.line("To", tokens: ["undisclosed-recipients:;"])
        }
        writer.unstructured("Subject", identity.subject(subject))
        writer.line("Date", tokens: [mailDate(date)])
        writer.line("Message-ID", tokens: [identity.messageID.description])
        if let answered = identity.inReplyTo {
            writer.line("In-Reply-To", tokens: [answered.description])
        }
        if !identity.references.isEmpty {
            writer.line("References", tokens: identity.references.map(\.description))
        }
        for header in headers {
            writer.unstructured(header.name, header.value)
        }
        writer.line("MIME-Version", tokens: ["1.0"])
        let (contentHeaders, body) = content.encoded()
        return Array((writer.text + contentHeaders + "\r\n").utf8) + body
    }

    private var content: MimePart {
        let plain =
            isFlowed
            ? MimePart.text(FlowedText.lines(of: text), subtype: "plain", parameters: [("format", "flowed")])
            : MimePart.text(text, subtype: "plain")
        let body = html.map { MimePart.several(subtype: "alternative", parts: [plain, .text($0, subtype: "html")]) }
        if attachments.isEmpty { return body ?? plain }
        return .several(subtype: "mixed", parts: [body ?? plain] + attachments.map(MimePart.attachment))
    }

    /// Domains do not differ by case (RFC 5321, section 2.4); local parts may.
    private static func unique(_ addresses: [String]) -> [String] {
        var seen: Set<String> = []
        return addresses.filter { address in
            let at = address.lastIndex(of: "@") ?? address.endIndex
            return seen.insert(address[..<at] + address[at...].lowercased()).inserted
        }
    }
}
