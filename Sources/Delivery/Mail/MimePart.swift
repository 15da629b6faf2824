import Model

/// A part of a message as it is transmitted: header lines and a 7-bit body, or several parts within one.
indirect enum MimePart {
    case leaf(headers: String, body: [UInt8])
    case several(subtype: String, parts: [MimePart])

    static func text(
        _ text: String, subtype: String, parameters: [(name: String, value: String)] = []
    ) -> MimePart {
        var writer = HeaderWriter()
        writer.parameters("Content-Type", "text/" + subtype, [("charset", "utf-8")] + parameters)
        writer.line("Content-Transfer-Encoding", tokens: ["quoted-printable"])
        return .leaf(headers: writer.text, body: TransferEncoding.quotedPrintable(text))
    }

    static func attachment(_ attachment: MailAttachment) -> MimePart {
        var writer = HeaderWriter()
        let charset = attachment.mediaType.hasPrefix("text/") ? [("charset", "utf-8")] : []
        writer.parameters("Content-Type", attachment.mediaType, charset)
        writer.parameters("Content-Disposition", "attachment", [("filename", attachment.name)])
        writer.line("Content-Transfer-Encoding", tokens: ["base64"])
        return .leaf(headers: writer.text, body: TransferEncoding.base64(attachment.bytes))
    }

    /// The part's header lines, and its body.
    ///
    /// A boundary is made of the bytes it divides, so the same content gives the same message; it begins with `=_`,
    /// which neither of the two encodings can produce, so it never occurs in a body.
    func encoded() -> (headers: String, body: [UInt8]) {
        switch self {
        case .leaf(let headers, let body):
            return (headers, body)
        case .several(let subtype, let parts):
            let pieces = parts.map { part in
                let (headers, body) = part.encoded()
                return Array((headers + "\r\n").utf8) + body
            }
            let boundary = "=_" + SHA256.hex(of: Array(subtype.utf8) + pieces.joined()).prefix(40)
            var body: [UInt8] = []
            for piece in pieces {
                // The line end before a boundary belongs to the boundary (RFC 2046, section 5.1.1).
                body += Array("\r\n--\(boundary)\r\n".utf8) + piece
            }
            body += Array("\r\n--\(boundary)--\r\n".utf8)
            var writer = HeaderWriter()
            writer.parameters("Content-Type", "multipart/" + subtype, [("boundary", boundary)])
            return (writer.text, body)
        }
    }
}
