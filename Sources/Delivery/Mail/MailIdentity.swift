/// The name of a message that no other message has, `<hub.2026-03-14.r1@ops.example>`.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// With its angle brackets.
    package let description: String

    /// Joins the words with dots; distinct words give distinct ids.
    ///
    /// Words may hold anything; the domain may not.
    package init(_ words: [String], domain: String) throws(MailError) {
        guard isDomain(domain[...]) else { throw .domain(domain) }
        let left = words.map(MessageID.atom).joined(separator: ".")
        let bounded = left.utf8.count <= 180 ? left : MessageID.atom(left)
        description = "<\(bounded)@\(domain)>"
    }

    private static func atom(_ text: String) -> String {
        SafeFileName(text).description.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "=2E")
    }
}

/// The place of a report's mail among the mails of its hub: its own id and the ids that it answers to.
///
/// The id is made of hub, day and revision alone, so that a message that is sent again is recognisably the same one,
/// and receivers can drop it. A later revision of a day answers the first and so lands under it; a day that tells of
/// incidents names their root ids, so that the days of one long incident stand together (RFC 5322, section 3.6.4).
package struct MailIdentity: Hashable, Sendable {
    package let messageID: MessageID
    package let inReplyTo: MessageID?
    package let references: [MessageID]
    package let revision: Int

    /// The identity of any mail that is issued again and again: of a day, a week, a month, one incident.
    ///
    /// - Parameters:
    ///   - revision: from 1.
    ///   - incidents: stable keys of incidents that the mail tells of.
    package init(of words: [String], revision: Int, incidents: [String] = [], domain: String) throws(MailError) {
        self.revision = revision
        messageID = try MessageID(words + ["r\(revision)"], domain: domain)
        var references: [MessageID] = []
        for key in incidents {
            references.append(try MailIdentity.root(ofIncident: key, domain: domain))
        }
        let first = revision > 1 ? try MessageID(words + ["r1"], domain: domain) : nil
        inReplyTo = first
        self.references = references + (first.map { [$0] } ?? [])
    }

    /// The id that all mails about one incident refer to.
    package static func root(ofIncident key: String, domain: String) throws(MailError) -> MessageID {
        try MessageID(["incident", key], domain: domain)
    }

    /// The subject, with `Re: ` before it from the second revision on.
    package func subject(_ subject: String) -> String {
        revision > 1 ? "Re: " + subject : subject
    }
}
