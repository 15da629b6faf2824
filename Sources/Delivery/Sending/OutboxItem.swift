/// What the outbox takes: a mail, or a notification of another service.
package struct OutboxItem: Hashable, Sendable {
    /// With angle brackets, as of a mail; the same id is the same item.
    package var id: String
    /// The service that it goes to, such as `slack`; nil for mail.
    package var way: String?
    package var sender: String
    package var subject: String
    package var recipients: [String]
    /// Those among them whom no header names.
    package var blindRecipients: [String] = []
    /// The bytes to send, without any secret.
    package var body: [UInt8]

    /// A notification, whose one recipient is its service.
    ///
    /// - Parameter words: what makes its id: the same words are the same notification.
    package init(to way: String, words: [String], subject: String, body: [UInt8]) {
        id = "<" + words.map { SafeFileName($0).description }.joined(separator: ".") + "@" + way + ">"
        self.way = way
        sender = "hubdrops"
        self.subject = subject
        recipients = [way]
        self.body = body
    }

    init(_ message: MailMessage) {
        id = message.identity.messageID.description
        sender = message.from.address
        subject = message.identity.subject(message.subject)
        recipients = message.recipients
        blindRecipients = message.blindRecipients
        body = message.encoded()
    }
}
