import Delivery
package import Model
package import Settings

/// A mail that is sent at once, for whoever wants to see it arrive.
package enum TestMail {
    /// - Returns: whether each recipient's server or command took it, with a sentence.
    package static func send(_ settings: Configuration, now: Instant) throws -> [(isTaken: Bool, sentence: String)] {
        try MailJob(settings: settings.mail, outboxPath: "").sendTest(now: now)
    }
}
