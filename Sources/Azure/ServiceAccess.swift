import HTTP
import Model

/// What opens a service: the field `Authorization` of its requests, and where that came from.
struct ServiceAccess: Sendable {
    /// In words that hold nothing secret.
    let words: String
    let surroundings: AzureSurroundings
    let vain = VainRequests()
    /// Gives the field's text; it is told which one was refused.
    let authorization: @Sendable (_ refused: String?) throws(AzureFailure) -> String

    init(
        words: String, _ surroundings: AzureSurroundings,
        authorization: @escaping @Sendable (_ refused: String?) throws(AzureFailure) -> String
    ) {
        self.words = words
        self.surroundings = surroundings
        self.authorization = authorization
    }

    /// An identity, by tokens for a resource.
    init(
        identityFor resource: String, at place: String, _ surroundings: AzureSurroundings,
        orElse advice: String = "set those of a service principal, as docs/azure.md has them"
    ) throws(AzureFailure) {
        let credential = try surroundings.identities.credential(for: resource) { () throws(AzureFailure) in
            try IdentityChoice(surroundings, for: resource).credential(at: place, orElse: advice)
        }
        guard case .token(let source) = credential.kind else {
            throw AzureFailure(place, "no identity to ask with", later: false)
        }
        self.init(words: credential.words, surroundings) { (refused) throws(AzureFailure) in
            "Bearer " + (try source.token(insteadOf: refused.map { String($0.dropFirst(7)) }))
        }
    }
}

/// Requests of one service over one connection, with what opens it, tried again where that may help.
final class ServiceCalls {
    let access: ServiceAccess
    private let client: HTTPClient
    private let rule: RetryRule
    private let isFinal: (Int) -> Bool

    /// - Parameters:
    ///   - tries: how often a request is made where that may help.
    ///   - isFinal: a status that says something although others of its kind are tried again.
    init(_ access: ServiceAccess, tries: Int = 6, isFinal: @escaping (Int) -> Bool = { _ in false }) {
        self.access = access
        client = HTTPClient(agent: access.surroundings.agent)
        var rule = RetryRule()
        rule.tries = tries
        self.rule = rule
        self.isFinal = isFinal
    }

    /// The last answer, whatever it says.
    ///
    /// - Throws: where there is no token, and where so many requests were in vain that nothing more is asked for.
    func answer(
        to request: HTTPRequest, at place: String, largest: Int
    ) throws(AzureFailure) -> Result<HTTPAnswer, HTTPFailure> {
        var tried = 0
        var refused: String?
        while true {
            if let end = access.vain.end { throw AzureFailure(place, end, later: true) }
            var request = request
            let text = try access.authorization(refused)
            request.fields.add("Authorization", text)
            let result = client.answer(to: request, largest: largest)
            tried += 1
            if case .success(let answer) = result {
                if answer.head.status == 401, refused == nil {
                    refused = text
                    continue
                }
                if isFinal(answer.head.status) { return result }
            }
            let outcome = HTTPOutcome(result)
            if let wait = rule.wait(after: outcome, tried: tried, now: access.surroundings.now()) {
                access.surroundings.pause(wait)
                continue
            }
            access.vain.note(RetryRule.mayHelp(outcome) ? ServiceCalls.words(of: result) : nil)
            return result
        }
    }

    private static func words(of result: Result<HTTPAnswer, HTTPFailure>) -> String {
        switch result {
        case .success(let answer): "HTTP \(answer.head.status)"
        case .failure(let failure): failure.description
        }
    }
}
