import Foundation
package import Model

/// What an outbox holds that did not get where it should, for those who watch over it.
package struct OutboxSummary: Hashable, Sendable {
    /// One message for one recipient.
    package struct Undelivered: Hashable, Sendable {
        /// `mail`, or the service.
        package let way: String
        package let subject: String
        package let address: String
        /// False for what was refused for good or given up.
        package let isWaiting: Bool
        /// What the other side said last.
        package let reason: String
        package let created: Instant

        /// One sentence, without a full stop.
        package var sentence: String {
            (way == "mail" ? "Mail" : "Notification") + " '\(subject)' to \(address) "
                + (isWaiting ? "is still waiting" : "was not delivered") + (reason.isEmpty ? "" : ": \(reason)")
        }
    }

    /// Oldest first.
    package let undelivered: [Undelivered]

    /// Looks into the folder of an outbox; one that does not exist holds nothing.
    ///
    /// - Parameter since: what was refused before is left out: somebody has heard of it.
    package init(_ path: String, refusedSince since: Instant) throws(DeliveryError) {
        guard FileManager.default.fileExists(atPath: path) else {
            undelivered = []
            return
        }
        var found: [Undelivered] = []
        for entry in try Outbox(path).entries() {
            for recipient in entry.recipients where recipient.state != .accepted {
                let isWaiting = recipient.state == .waiting
                guard isWaiting || (entry.lastTried ?? entry.created) >= since else { continue }
                found.append(
                    Undelivered(
                        way: entry.way ?? "mail", subject: entry.subject, address: recipient.address,
                        isWaiting: isWaiting, reason: recipient.reason, created: entry.created))
            }
        }
        undelivered = found
    }

    package func count(way: String, isWaiting: Bool) -> Int {
        undelivered.count { $0.way == way && $0.isWaiting == isWaiting }
    }
}
