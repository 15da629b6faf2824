package import Model

/// Asks servers, by libcurl, one request after the other.
///
/// TLS 1.2 or later; redirects are not followed, since what goes with a request is meant for one server; proxies come from
/// the environment as libcurl reads them (`https_proxy`, `all_proxy`, `no_proxy`), certificates from `CURL_CA_BUNDLE`,
/// `SSL_CERT_FILE` and `SSL_CERT_DIR`. Connections are kept for the next request to the same server.
///
/// A client belongs to one thread; who wants several connections at once makes several clients. An answer is pushed to the
/// receiver as it comes: who would rather pull runs the exchange on a thread of its own behind a bounded queue, whose full
/// end holds the line back.
package final class HTTPClient {
    /// So much of a body that nobody wants is read, so that the connection is there for the next request.
    private static let largestRefusal = 1 << 16

    private let transfers: HTTPTransfers?
    private let agent: String

    /// - Parameter agent: what the program calls itself, such as `hubdrops/0.2.0`.
    package init(agent: String) {
        self.agent = agent
        transfers = HTTPTransfers()
    }

    /// One try, with the body piece by piece.
    ///
    /// - Parameters:
    ///   - begin: is given the head before the first piece. An answer without a body calls it not at all.
    ///   - receive: is given a piece, which is only valid within the call: the bytes are libcurl's own, so whoever only
    ///     gathers them copies them once.
    package func exchange(
        _ request: HTTPRequest, begin: @escaping (HTTPHead) -> Void,
        receive: @escaping (UnsafeRawBufferPointer) -> HTTPFlow
    ) -> HTTPOutcome {
        guard let address = HTTPAddress(request) else {
            return .failed(
                HTTPFailure(
                    .misconfigured,
                    "the address should begin with https:// (http:// to this machine only) and have no user name in it")
            )
        }
        if let name = request.fields.unsafeName {
            return .failed(
                HTTPFailure(
                    .misconfigured, "\(address.place): the header \(name) has a character that no header may have"))
        }
        guard let transfers else {
            return .failed(HTTPFailure(.unreachable, "\(address.place): libcurl cannot start; is there memory left?"))
        }
        return unsafe transfers.run(request, address, agent: agent, begin: begin, receive: receive)
    }

    /// One try, with the body as a whole.
    ///
    /// - Parameter largest: most bytes of a body.
    package func answer(to request: HTTPRequest, largest: Int = 1 << 20) -> Result<HTTPAnswer, HTTPFailure> {
        let gathered = Gathered()
        let outcome = unsafe exchange(request) { head in
            // Grown bit by bit it would take up to twice the room.
            guard let length = head.fields["Content-Length"].flatMap(Int.init) else { return }
            gathered.body.reserveCapacity(min(max(0, length), largest))
        } receive: { piece in
            unsafe gathered.body.append(contentsOf: piece)
            gathered.isTooLarge = gathered.body.count > largest
            return gathered.isTooLarge ? .stop : .goOn
        }
        return gathered.result(outcome, to: request, largest: largest)
    }

    /// One try, with the body put into other memory, of an answer with one status: that of any other is left away.
    ///
    /// - Parameters:
    ///   - largest: most bytes of a body.
    ///   - take: is given the piece behind so many bytes.
    package func answer(
        to request: HTTPRequest, with status: Int, largest: Int,
        take: @escaping (_ count: Int, UnsafeRawBufferPointer) -> Void
    ) -> Result<HTTPAnswer, HTTPFailure> {
        let gathered = Gathered()
        let outcome = unsafe exchange(request) {
            gathered.isWanted = $0.status == status
        } receive: { piece in
            let most = gathered.isWanted ? largest : HTTPClient.largestRefusal
            gathered.isTooLarge = piece.count > most - gathered.count
            if gathered.isTooLarge { return .stop }
            if gathered.isWanted { unsafe take(gathered.count, piece) }
            gathered.count += piece.count
            return .goOn
        }
        // A refusal is one however long it is.
        gathered.isTooLarge = gathered.isTooLarge && gathered.isWanted
        return gathered.result(outcome, to: request, largest: largest)
    }

    /// The same, tried again as the rule says.
    ///
    /// - Parameters:
    ///   - now: the time of the answer, for a Retry-After that is a date.
    ///   - pause: waits so many seconds.
    package func answer(
        to request: HTTPRequest, largest: Int = 1 << 20, retry rule: RetryRule, now: () -> Instant, pause: (Int) -> Void
    ) -> Result<HTTPAnswer, HTTPFailure> {
        var tried = 0
        while true {
            let result = answer(to: request, largest: largest)
            tried += 1
            guard let wait = rule.wait(after: HTTPOutcome(result), tried: tried, now: now()) else { return result }
            pause(wait)
        }
    }

    private final class Gathered {
        var body: [UInt8] = []
        var count = 0
        var isWanted = true
        var isTooLarge = false

        func result(_ outcome: HTTPOutcome, to request: HTTPRequest, largest: Int) -> Result<HTTPAnswer, HTTPFailure> {
            switch outcome {
            case .failed(let failure): return .failure(failure)
            case .answered(let head):
                guard isTooLarge else { return .success(HTTPAnswer(head: head, body: body)) }
                let place = HTTPAddress(request)?.place ?? ""
                return .failure(HTTPFailure(.tooLarge, "\(place): the answer has more than \(largest) bytes"))
            }
        }
    }
}

extension HTTPOutcome {
    package init(_ result: Result<HTTPAnswer, HTTPFailure>) {
        switch result {
        case .success(let answer): self = .answered(answer.head)
        case .failure(let failure): self = .failed(failure)
        }
    }
}
