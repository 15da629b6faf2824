import HTTP
import LogReading
import Model

/// One connection to a container: lists and pieces of blobs, tried again where that may help.
///
/// A client belongs to one thread.
final class BlobClient {
    /// The most bytes of a page of a list: 5,000 blobs with names of the greatest length have fewer.
    private static let largestPage = 32 << 20

    private let access: BlobAccess
    private let client: HTTPClient
    private let rule: RetryRule

    /// - Parameter tries: how often a request is made where that may help.
    init(_ access: BlobAccess, tries: Int = 6) {
        self.access = access
        client = HTTPClient(agent: access.surroundings.agent)
        var rule = RetryRule()
        rule.tries = tries
        self.rule = rule
    }

    /// A page of the list of blobs whose names begin so.
    ///
    /// - Parameters:
    ///   - delimiter: parts names at it and gives those alike as one prefix; none where empty.
    ///   - marker: that of the page before; empty for the first one.
    func page(
        of prefix: String, delimiter: String = "", behind marker: String = ""
    ) throws(AzureFailure) -> BlobPage {
        var query = [("restype", "container"), ("comp", "list")]
        for (name, value) in [("prefix", prefix), ("delimiter", delimiter), ("marker", marker)] where !value.isEmpty {
            query.append((name, value))
        }
        let answer = try answer(to: "", query) { client.answer(to: $0, largest: BlobClient.largestPage) }
        let place = access.address.shown
        guard answer.head.isSuccess else {
            throw BlobRefusal(answer.head, access.credential).failure(of: place, now: access.surroundings.now())
        }
        do {
            return try BlobPage(answer.body)
        } catch {
            throw AzureFailure(
                place, "the answer is not a list of blobs (\(error.words)); is this the address of a container?",
                later: false)
        }
    }

    /// Fetches a range of a blob, all of it.
    ///
    /// - Parameter room: as large as the range; what is in it is lost.
    func fetch(_ range: Range<Int64>, of blob: Blob, into room: PieceBuffer) throws(AzureFailure) {
        guard !range.isEmpty else { return }
        // An append blob has another ETag with each append, and what was listed of it stays as it was.
        let fields = blob.isAppended || blob.etag.isEmpty ? [] : [("If-Match", "\"" + blob.etag + "\"")]
        let answer = try answer(to: blob.name, [], fields, range.lowerBound...range.upperBound - 1) { request in
            room.removeAll()
            return unsafe client.answer(to: request, with: 206, largest: range.count) { unsafe room.put($1, at: $0) }
        }
        let place = access.address.address(of: blob.name)
        guard answer.head.status == 206 else {
            if answer.head.isSuccess {
                throw AzureFailure(place, "the server does not support range requests", later: false)
            }
            throw BlobRefusal(answer.head, access.credential).failure(of: place, now: access.surroundings.now())
        }
        let made = answer.head.fields["x-ms-creation-time"]
        guard made == nil || blob.created.isEmpty || made == blob.created else {
            throw AzureFailure(place, BlobRefusal.replaced, later: true)
        }
        guard room.count == range.count else {
            throw AzureFailure(
                place, "has become shorter since it was listed; the next run reads it again", later: true)
        }
    }

    /// - Parameter ask: asks once.
    private func answer(
        to blob: String, _ query: [(String, String)], _ fields: [(String, String)] = [],
        _ range: ClosedRange<Int64>? = nil, ask: (HTTPRequest) -> Result<HTTPAnswer, HTTPFailure>
    ) throws(AzureFailure) -> HTTPAnswer {
        var tried = 0
        var refused: String?
        while true {
            if let end = access.vain.end { throw AzureFailure(access.address.shown, end, later: true) }
            let (request, token) = try access.request(
                blob, query: query, fields: fields, range: range, insteadOf: refused)
            let result = ask(request)
            tried += 1
            if case .success(let answer) = result, answer.head.status == 401, let token, refused == nil {
                refused = token
                continue
            }
            let outcome = HTTPOutcome(result)
            if let wait = rule.wait(after: outcome, tried: tried, now: access.surroundings.now()) {
                access.surroundings.pause(wait)
                continue
            }
            let isPassing = RetryRule.mayHelp(outcome)
            switch result {
            case .success(let answer):
                access.vain.note(isPassing ? "HTTP \(answer.head.status)" : nil)
                return answer
            case .failure(let failure):
                access.vain.note(isPassing ? failure.description : nil)
                let place = blob.isEmpty ? access.address.shown : access.address.address(of: blob)
                throw AzureFailure(place, failure.description, later: isPassing)
            }
        }
    }
}
