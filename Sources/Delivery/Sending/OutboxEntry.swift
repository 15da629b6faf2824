import Foundation
package import Model

/// What is known about one message of the outbox; kept as JSON beside the message, and alone once it is done.
package struct OutboxEntry: Codable, Hashable, Sendable {
    package enum State: String, Codable, Sendable {
        case waiting
        /// Taken by the server or command.
        case accepted
        /// Refused for good, or given up.
        case refused
    }

    package struct Recipient: Codable, Hashable, Sendable {
        package let address: String
        package let isBlind: Bool
        package var state: State
        /// What the other side said last.
        package var reason: String
    }

    package let messageID: String
    /// The service that it goes to, such as `slack`; nil for mail.
    package let way: String?
    package let sender: String
    package let subject: String
    package var recipients: [Recipient]
    /// When the message came into the outbox.
    package let created: Instant
    package var attempts: Int
    package var lastTried: Instant?
    /// Set before a try and cleared after it: a message found so may have been taken without our knowing.
    package var isInFlight: Bool

    init(_ item: OutboxItem, at now: Instant) {
        messageID = item.id
        way = item.way
        sender = item.sender
        subject = plainLine(item.subject, longest: 300)
        let blind = Set(item.blindRecipients)
        recipients = item.recipients.map {
            Recipient(address: $0, isBlind: blind.contains($0), state: .waiting, reason: "")
        }
        created = now
        attempts = 0
        isInFlight = false
    }

    package var isWaiting: Bool { recipients.contains { $0.state == .waiting } }

    /// The name of the file that holds what is sent.
    var bodyName: String { OutboxEntry.name(of: messageID) + OutboxEntry.bodyEnding(way) }

    static func bodyEnding(_ way: String?) -> String { way == nil ? ".eml" : ".body" }

    static let bodyEndings = [".eml", ".body"]

    /// The name of the entry's files, without their endings.
    static func name(of messageID: String) -> String {
        SafeFileName(String(messageID.dropFirst().dropLast())).description
    }

    func envelope(of message: [UInt8]) -> Envelope {
        let waiting = recipients.filter { $0.state == .waiting }.map(\.address)
        return Envelope(
            id: messageID, sender: sender, recipients: waiting,
            blindRecipients: recipients.filter(\.isBlind).map(\.address),
            isWhole: waiting.count == recipients.count, message: message)
    }

    /// Takes in what became of a try, one outcome for each recipient that waited.
    mutating func note(_ outcomes: [SendOutcome]) {
        isInFlight = false
        let waiting = recipients.indices.filter { recipients[$0].state == .waiting }
        for (index, outcome) in zip(waiting, outcomes) {
            recipients[index].reason = outcome.reason
            switch outcome {
            case .accepted: recipients[index].state = .accepted
            case .never: recipients[index].state = .refused
            case .later, .silent, .misconfigured: break
            }
        }
    }

    /// Ends the waiting for good.
    mutating func giveUp(because reason: String) {
        for index in recipients.indices where recipients[index].state == .waiting {
            recipients[index].state = .refused
            let told = recipients[index].reason
            recipients[index].reason = reason + (told.isEmpty ? "" : "; last answer: " + told)
        }
    }
}
