import HTTP
package import Model

/// A service that notifications go to.
package enum NotificationService: String, CaseIterable, Sendable {
    case slack, teams, pagerduty, webhook
}

/// Posts notifications over HTTPS.
///
/// Secrets are read when something is sent and go into nothing but the request.
package struct NotificationTransport: OutboxTransport, Sendable {
    /// An address, which may itself be the secret.
    package enum Address: Hashable, Sendable {
        case plain(String)
        case secret(SecretPlace)
    }

    package let keepsOrder = true
    private let service: NotificationService
    private let address: Address
    /// The routing key of PagerDuty, or the token of a webhook.
    private let key: SecretPlace?
    private let agent: String
    /// For a wait that a server asks for by its end.
    private let now: @Sendable () -> Instant

    package init(
        _ service: NotificationService, at address: Address, key: SecretPlace? = nil, agent: String,
        now: @escaping @Sendable () -> Instant
    ) {
        self.service = service
        self.address = address
        self.key = key
        self.agent = agent
        self.now = now
    }

    package func send(_ envelope: Envelope) -> [SendOutcome] {
        envelope.recipients.map { _ in post(envelope) }
    }

    private func post(_ envelope: Envelope) -> SendOutcome {
        var secrets: [String] = []
        func secret(_ place: SecretPlace, _ what: String) -> Result<String, SecretPlace.Problem> {
            let found = place.read(what)
            if case .success(let text) = found { secrets.append(text) }
            return found
        }
        do throws(SecretPlace.Problem) {
            let url =
                switch address {
                case .plain(let text): text
                case .secret(let place): try secret(place, "the address of the webhook").get()
                }
            let key = try self.key.map { (place) throws(SecretPlace.Problem) in
                try secret(place, service == .pagerduty ? "the routing key" : "the token").get()
            }
            guard let request = request(to: url, key: key, envelope) else {
                return .misconfigured("the routing key should be letters and digits only")
            }
            // A server may quote what it was asked for.
            if case .secret = address { secrets.append(NotificationTransport.path(of: url)) }
            let result = HTTPClient(agent: agent).answer(to: request, largest: 1 << 16)
            return NotificationTransport.outcome(of: result, secrets: secrets, now: now())
        } catch {
            return .misconfigured(error.text)
        }
    }

    /// - Returns: nil for a routing key that cannot be one.
    private func request(to url: String, key: String?, _ envelope: Envelope) -> HTTPRequest? {
        var request = HTTPRequest(.post, url)
        request.fields.add("Content-Type", "application/json")
        request.body = envelope.message
        switch (service, key) {
        case (.pagerduty, let key?):
            guard key.utf8.allSatisfy(isAlphanumeric), envelope.message.first == UInt8(ascii: "{") else { return nil }
            request.body = Array("{\"routing_key\":\"\(key)\",".utf8) + envelope.message.dropFirst()
        case (.webhook, let token?): request.fields.add("Authorization", "Bearer " + token)
        default: break
        }
        // For a receiver of one's own, which can tell a repetition by it; PagerDuty has its dedup_key.
        if service == .webhook { request.fields.add("Idempotency-Key", envelope.id) }
        return request
    }

    /// What follows the host of an address.
    private static func path(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.count == 4 ? "/" + parts[3] : ""
    }

    /// What an answer means for a notification.
    static func outcome(
        of result: Result<HTTPAnswer, HTTPFailure>, secrets: [String], now: Instant
    ) -> SendOutcome {
        switch result {
        case .failure(let failure):
            let said = SendOutcome.said(failure.description)
            switch failure.kind {
            case .unreachable, .timedOut: return .silent(said)
            case .broken: return .later(said)
            // Whoever answers so much has taken the request, or will not say more the next time.
            case .tooLarge: return .never(said)
            case .untrusted, .noTLS, .misconfigured: return .misconfigured(said)
            }
        case .success(let answer):
            let head = answer.head
            if head.isSuccess { return .accepted }
            // Secrets go before the text is cut: half of one is one.
            var words = String(decoding: answer.body.prefix(4096), as: UTF8.self)
            for secret in secrets where secret.utf8.count > 1 { words = words.replacing(secret, with: Secrets.mask) }
            let said = SendOutcome.said(
                "answered \(head.status)" + (words.isEmpty ? "" : ": " + Secrets.masked(words).prefix(200)))
            if RetryRule.mayHelp(.answered(head)) { return .later(said, after: RetryRule.asked(head, now: now)) }
            // An address that has moved, was revoked, or wants another key: settings are to be mended, not the message.
            return [301, 302, 303, 307, 308, 401, 403, 404, 405, 410].contains(head.status)
                ? .misconfigured(said) : .never(said)
        }
    }
}
