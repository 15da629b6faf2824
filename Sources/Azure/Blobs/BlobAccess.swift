import HTTP
import Model

/// A container with what opens it, for as many connections as there are.
struct BlobAccess: Sendable {
    /// The version of the interface that answers are read in: names that XML cannot hold come encoded from this one on.
    static let version = "2021-12-02"

    let address: BlobAddress
    let credential: Credential
    let surroundings: AzureSurroundings
    let vain = VainRequests()

    /// A request with what opens the container, and the token in it.
    ///
    /// - Parameters:
    ///   - blob: its name; empty for the container.
    ///   - query: names and values, decoded.
    ///   - refused: a token that was not taken.
    func request(
        _ blob: String, query: [(String, String)], fields: [(String, String)] = [], range: ClosedRange<Int64>? = nil,
        insteadOf refused: String? = nil
    ) throws(AzureFailure) -> (request: HTTPRequest, token: String?) {
        let words = query.map { $0.0 + "=" + $0.1.percentEncoded() }
        var signing: [String] = []
        if case .signature(let signature) = credential.kind { signing = [signature.query] }
        let all = (words + signing).joined(separator: "&")
        var request = HTTPRequest(.get, address.url(of: blob) + (all.isEmpty ? "" : "?" + all))
        request.fields.add("x-ms-version", BlobAccess.version)
        request.fields.add("x-ms-date", HTTPDate.text(surroundings.now()))
        for (name, value) in fields { request.fields.add(name, value) }
        // As Microsoft's own libraries ask: the usual field is a line of its own in what account keys sign.
        if let range { request.fields.add("x-ms-range", "bytes=\(range.lowerBound)-\(range.upperBound)") }
        // A piece that is not here by then is asked for again.
        request.patience.totalSeconds = 300
        var token: String?
        switch credential.kind {
        case .signature: break
        case .key(let key):
            request.fields.add(
                "Authorization", key.authorization(of: request, path: address.path(of: blob), query: query))
        case .token(let source):
            let text = try source.token(insteadOf: refused)
            token = text
            request.fields.add("Authorization", "Bearer " + text)
        }
        return (request, token)
    }
}
