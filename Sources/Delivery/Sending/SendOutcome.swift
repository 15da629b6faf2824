/// What became of a message, or a notification, for one recipient.
package enum SendOutcome: Hashable, Sendable {
    /// The next server or command has taken responsibility; it may still send a bounce later.
    case accepted
    /// Not now: the same message may be taken on another try.
    ///
    /// - Parameter after: seconds that the other side asks to wait.
    case later(String, after: Int? = nil)
    /// Nobody answered, or not in time: who has more to say there need not try today.
    case silent(String)
    /// Never: the same message will be refused again.
    case never(String)
    /// The settings are wrong (password, certificate, command); the message itself waits until they are right.
    case misconfigured(String)

    /// What the other side said; empty when it accepted.
    package var reason: String {
        switch self {
        case .accepted: ""
        case .later(let reason, _), .silent(let reason), .never(let reason), .misconfigured(let reason): reason
        }
    }

    /// Bounds and cleans what a server or command said.
    static func said(_ text: String) -> String {
        plainLine(text, longest: 300).trimmed()
    }
}

/// A message with those that it is for, whom its headers need not name.
package struct Envelope: Hashable, Sendable {
    /// The same for every try.
    package let id: String
    package let sender: String
    /// Those who have not got it yet.
    package let recipients: [String]
    /// Those among all its recipients whom no header names.
    package let blindRecipients: [String]
    /// Whether `recipients` are all that the message is for.
    package let isWhole: Bool
    /// The octets; of a mail with CRLF line ends and without Bcc.
    package let message: [UInt8]

    package init(
        id: String = "", sender: String, recipients: [String], blindRecipients: [String] = [], isWhole: Bool = true,
        message: [UInt8]
    ) {
        self.id = id
        self.sender = sender
        self.recipients = recipients
        self.blindRecipients = blindRecipients
        self.isWhole = isWhole
        self.message = message
    }
}

/// A way out of the outbox.
package protocol OutboxTransport {
    /// Whether nothing may overtake what waits: the end of a matter must not arrive before its beginning.
    var keepsOrder: Bool { get }

    /// Tries once, and answers for each recipient of the envelope, in its order.
    func send(_ envelope: Envelope) -> [SendOutcome]
}

extension OutboxTransport {
    package var keepsOrder: Bool { false }
}

extension SendOutcome {
    /// Whether another try of the same run may have another outcome.
    var isWorthAnother: Bool {
        switch self {
        case .later, .silent: true
        case .accepted, .never, .misconfigured: false
        }
    }

    /// Seconds that the other side asks to wait.
    var asked: Int {
        if case .later(_, let after) = self { after ?? 0 } else { 0 }
    }

    var isSilent: Bool { if case .silent = self { true } else { false } }
}
