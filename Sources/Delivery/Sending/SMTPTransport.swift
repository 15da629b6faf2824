package import Model

/// Where and how a mail server is reached.
package struct SMTPServer: Hashable, Sendable {
    package var host: String
    package var port: Int
    package var security: TransportSecurity
    /// No AUTH without one.
    package var user: String?
    package var password: SecretPlace?
    /// Certificates to trust instead of the system's, in PEM form.
    package var certificateFile: String?
    /// The name that the program greets the server with; this machine's name when nil.
    package var greeting: String?
    /// Three times short of what RFC 5321 would wait: a run must not hang on a server that is dead.
    package var connectSeconds = 10
    /// Seconds without an answer, or without a byte moving.
    package var silentSeconds = 25
    package var totalSeconds = 120

    /// - Throws: `MailError.domain` for a host that is neither a name nor an IPv4 address.
    package init(host: String, port: Int, security: TransportSecurity) throws(MailError) {
        guard isDomain(host[...]), (1...65_535).contains(port) else { throw .domain("\(host):\(port)") }
        self.host = host
        self.port = port
        self.security = security
    }

    /// What libcurl connects to; the path is the name of the greeting.
    var url: String {
        let scheme = security == .implicitTLS ? "smtps" : "smtp"
        let name = greeting.flatMap { isDomain($0[...]) ? "/" + $0 : nil } ?? ""
        return "\(scheme)://\(host):\(port)\(name)"
    }
}

/// Speaks SMTP with a server, which unlike a local command tells "not now" from "never" for each recipient.
package struct SMTPTransport: OutboxTransport, Sendable {
    private let server: SMTPServer

    package init(_ server: SMTPServer) {
        self.server = server
    }

    package func send(_ envelope: Envelope) -> [SendOutcome] {
        func all(_ outcome: SendOutcome) -> [SendOutcome] { envelope.recipients.map { _ in outcome } }
        if envelope.recipients.isEmpty { return [] }
        var password: String?
        if let secret = server.password {
            if server.security == .none {
                return all(.misconfigured("\(place): a password is only sent over TLS; choose starttls or implicit"))
            }
            switch secret.read("the mail password") {
            case .success(let text): password = text
            case .failure(let problem): return all(.misconfigured(problem.text))
            }
        }
        let dialogue = SMTPDialogue(server: server, password: password, envelope: envelope)
        return outcomes(of: dialogue.run(), for: envelope)
    }

    private var place: String { "\(server.host):\(server.port)" }

    /// What the result of a dialogue means for each recipient.
    func outcomes(of result: SMTPResult, for envelope: Envelope) -> [SendOutcome] {
        let whole = outcome(ofWhole: result)
        return envelope.recipients.indices.map { index in
            guard index < result.recipientReplies.count, let reply = result.recipientReplies[index] else {
                return whole
            }
            let told = SendOutcome.said("\(place): \(reply.text)")
            // "Too many recipients" once was 552 and means: the rest another time (RFC 5321, section 4.5.3.1.10).
            if reply.code >= 500 && reply.code != 552 { return .never(told) }
            if reply.code >= 400 { return .later(told) }
            return whole
        }
    }

    private func outcome(ofWhole result: SMTPResult) -> SendOutcome {
        if result.code == .ok { return .accepted }
        let reply = result.lastReply
        let words = reply.map { $0.code >= 400 ? $0.text : "" } ?? ""
        let told = SendOutcome.said("\(place): " + (words.isEmpty ? result.message : words))
        switch result.code {
        case .untrusted, .noTLS, .badSettings: return .misconfigured(told)
        case .loginDenied:
            return reply.map { (400..<500).contains($0.code) } == true ? .later(told) : .misconfigured(told)
        case .unreachable: return .silent(told)
        case .ok, .other: break
        }
        guard let code = reply?.code, code >= 400 else { return .later(told) }
        // 530: the server wants AUTH or TLS first (RFC 4954, section 6; RFC 3207, section 4).
        if [530, 534, 535, 538].contains(code) { return .misconfigured(told) }
        return code >= 500 ? .never(told) : .later(told)
    }
}
