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
    private let transfers: HTTPTransfers?
    private let agent: String

    /// - Parameter agent: what the program calls itself, such as `hubdrops/0.2.0`.
    package init(agent: String) {
        self.agent = agent
        transfers = HTTPTransfers()
    }

    /// One try, with the body piece by piece.
    ///
    /// - Parameter receive: is given the head with each piece of the body; a piece is only valid within the call. An answer
    ///   without a body calls it not at all.
    package func exchange(
        _ request: HTTPRequest, receive: @escaping (HTTPHead, ArraySlice<UInt8>) -> HTTPFlow
    ) -> HTTPOutcome {
        unsafe run(request) { unsafe receive($0, [UInt8]($1)[...]) }
    }

    private func run(
        _ request: HTTPRequest, receive: @escaping (HTTPHead, UnsafeRawBufferPointer) -> HTTPFlow
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
        return unsafe transfers.run(request, address, agent: agent, receive: receive)
    }

    /// One try, with the body as a whole.
    ///
    /// - Parameter largest: most bytes of a body.
    package func answer(to request: HTTPRequest, largest: Int = 1 << 20) -> Result<HTTPAnswer, HTTPFailure> {
        var room: [UInt8] = []
        return answer(to: request, largest: largest, into: &room)
    }

    /// The same, in the room of an array that nobody needs any more: for large answers one after the other.
    package func answer(
        to request: HTTPRequest, largest: Int, into room: inout [UInt8]
    ) -> Result<HTTPAnswer, HTTPFailure> {
        let gathered = Gathered()
        swap(&gathered.body, &room)
        gathered.body.removeAll(keepingCapacity: true)
        let outcome = unsafe run(request) { head, piece in
            // Grown bit by bit it would take up to twice the room.
            if gathered.body.isEmpty, let length = head.fields["Content-Length"].flatMap(Int.init) {
                gathered.body.reserveCapacity(min(max(0, length), largest))
            }
            unsafe gathered.body.append(contentsOf: piece)
            gathered.isTooLarge = gathered.body.count > largest
            return gathered.isTooLarge ? .stop : .goOn
        }
        switch outcome {
        case .failed(let failure): return .failure(failure)
        case .answered(let head):
            guard !gathered.isTooLarge else {
                let place = HTTPAddress(request)?.place ?? ""
                return .failure(HTTPFailure(.tooLarge, "\(place): the answer has more than \(largest) bytes"))
            }
            return .success(HTTPAnswer(head: head, body: gathered.body))
        }
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
        var isTooLarge = false
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
