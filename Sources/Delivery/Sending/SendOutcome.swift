/// What became of a message for one recipient.
package enum SendOutcome: Hashable, Sendable {
    /// The next server or command has taken responsibility; it may still send a bounce later.
    case accepted
    /// Not now: the same message may be taken on another try.
    case later(String)
    /// Never: the same message will be refused again.
    case never(String)
    /// The settings are wrong (password, certificate, command); the message itself waits until they are right.
    case misconfigured(String)

    /// What the other side said; empty when it accepted.
    package var reason: String {
        switch self {
        case .accepted: ""
        case .later(let reason), .never(let reason), .misconfigured(let reason): reason
        }
    }

    /// Bounds and cleans what a server or command said.
    static func said(_ text: String) -> String {
        plainLine(text, longest: 300).trimmed()
    }
}

/// A message with the addresses that it is for, which its headers need not name.
package struct MailEnvelope: Hashable, Sendable {
    package let sender: String
    /// Those who have not got it yet.
    package let recipients: [String]
    /// Those among all its recipients whom no header names.
    package var blindRecipients: [String] = []
    /// Whether `recipients` are all that the message is for.
    package var isWhole = true
    /// The octets of the message, with CRLF line ends and without Bcc.
    package let message: [UInt8]
}

/// A way out for mail.
package protocol MailTransport {
    /// Tries once, and answers for each recipient of the envelope, in its order.
    func send(_ envelope: MailEnvelope) -> [SendOutcome]
}
