import Foundation
import HTTP
import Model

/// Asks those who give out tokens for Azure Storage.
///
/// The resource is the same in all clouds (Azure Storage, "Authorize with Microsoft Entra ID").
struct TokenRequests: Sendable {
    static let resource = "https://storage.azure.com/"
    let surroundings: AzureSurroundings

    /// A service principal, by its secret or by a token of another issuer (Microsoft identity platform, "OAuth 2.0 client
    /// credentials flow").
    ///
    /// - Parameter assertionFile: read each time, since who keeps it renews it.
    func principal(
        tenant: String, client: String, secret: String?, assertionFile: String?
    ) throws(AzureFailure) -> AccessToken {
        let host = surroundings["AZURE_AUTHORITY_HOST"] ?? "https://login.microsoftonline.com"
        let base = (host.contains("://") ? host : "https://" + host).trimmingSuffix("/")
        let place = base + "/" + tenant
        var form = [
            ("client_id", client), ("scope", TokenRequests.resource + ".default"),
            ("grant_type", "client_credentials"),
        ]
        if let secret {
            form.append(("client_secret", secret))
        } else if let assertionFile {
            form.append(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"))
            form.append(("client_assertion", try assertion(in: assertionFile)))
        }
        var request = HTTPRequest(.post, base + "/" + tenant.percentEncoded() + "/oauth2/v2.0/token")
        request.fields.add("Content-Type", "application/x-www-form-urlencoded")
        request.body = Array(form.map { $0.0 + "=" + $0.1.percentEncoded() }.joined(separator: "&").utf8)
        return try token(by: request, at: place)
    }

    private func assertion(in path: String) throws(AzureFailure) -> String {
        guard let bytes = FileManager.default.contents(atPath: path), (1...(1 << 16)).contains(bytes.count) else {
            throw AzureFailure(path, "cannot be read as a token; check AZURE_FEDERATED_TOKEN_FILE", later: false)
        }
        return String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    }

    /// The identity that App Service, Functions and Container Apps give to what runs in them (Microsoft, "Use managed
    /// identities for App Service", the REST endpoint).
    func service(_ endpoint: String, header: String) throws(AzureFailure) -> AccessToken {
        let joint = endpoint.contains("?") ? "&" : "?"
        var request = HTTPRequest(.get, endpoint + joint + "api-version=2019-08-01" + query)
        request.fields.add("X-IDENTITY-HEADER", header)
        request.isDirect = true
        return try token(by: request, at: "IDENTITY_ENDPOINT")
    }

    /// The identity of a virtual machine (Microsoft, "How to use managed identities for Azure resources on an Azure VM to
    /// acquire an access token"); nil where this is none, or it has none.
    func machine() throws(AzureFailure) -> AccessToken? {
        let host = surroundings["AZURE_POD_IDENTITY_AUTHORITY_HOST"] ?? "http://169.254.169.254"
        let path = "/metadata/identity/oauth2/token?api-version=2018-02-01"
        var request = HTTPRequest(.get, host.trimmingSuffix("/") + path + query)
        request.fields.add("Metadata", "true")
        request.isDirect = true
        // Elsewhere nobody answers at this address, and nobody should wait for that.
        request.patience.connectSeconds = 2
        request.patience.totalSeconds = 10
        var result = answer(to: request, tries: 1)
        if case .success(let answer) = result, RetryRule.mayHelp(.answered(answer.head)) {
            result = self.answer(to: request)
        }
        switch result {
        case .failure(let failure) where failure.kind.isPassing: return nil
        case .success(let answer) where TokenRequests.isAbsence(answer): return nil
        default: return try token(of: result, at: "instance metadata")
        }
    }

    /// Whether the answer says that there is no identity: this machine has none, or is one of another cloud, which has another
    /// service at the address.
    static func isAbsence(_ answer: HTTPAnswer) -> Bool {
        guard (400..<500).contains(answer.head.status), !RetryRule.mayHelp(.answered(answer.head)) else { return false }
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body)) else { return true }
        return answer.head.status == 404 || refusal.error_description?.contains("Identity not found") == true
    }

    /// Who asks, where a machine has several identities.
    private var query: String {
        let client = surroundings["AZURE_CLIENT_ID"].map { "&client_id=" + $0.percentEncoded() } ?? ""
        return "&resource=" + TokenRequests.resource.percentEncoded() + client
    }

    /// The identity that `az login` left on this machine.
    func commandLine() throws(AzureFailure) -> AccessToken {
        let place = "az account get-access-token"
        switch surroundings.az(["account", "get-access-token", "--resource", TokenRequests.resource, "-o", "json"]) {
        case .failure(let failure): throw AzureFailure(place, failure.words, later: false)
        case .success(let output):
            guard let json = TokenRequests.object(in: output),
                let token = AccessToken(json, now: surroundings.now())
            else {
                throw AzureFailure(place, "gave no token; run az login", later: false)
            }
            return token
        }
    }

    /// From the first brace to the last: warnings of az may stand around what was asked for.
    private static func object(in output: [UInt8]) -> [UInt8]? {
        guard let first = output.firstIndex(of: UInt8(ascii: "{")), let last = output.lastIndex(of: UInt8(ascii: "}")),
            first < last
        else { return nil }
        return Array(output[first...last])
    }

    private func token(by request: HTTPRequest, at place: String) throws(AzureFailure) -> AccessToken {
        try token(of: answer(to: request), at: place)
    }

    private func answer(to request: HTTPRequest, tries: Int = 4) -> Result<HTTPAnswer, HTTPFailure> {
        var rule = RetryRule()
        rule.tries = tries
        return HTTPClient(agent: surroundings.agent).answer(
            to: request, largest: 1 << 16, retry: rule, now: surroundings.now, pause: surroundings.pause)
    }

    private func token(
        of result: Result<HTTPAnswer, HTTPFailure>, at place: String
    ) throws(AzureFailure) -> AccessToken {
        let later = RetryRule.mayHelp(HTTPOutcome(result))
        switch result {
        case .failure(let failure): throw AzureFailure(place, failure.description, later: later)
        case .success(let answer):
            if answer.head.isSuccess, let token = AccessToken(answer.body, now: surroundings.now()) { return token }
            let status = answer.head.status
            throw AzureFailure(
                place, "gave no token: HTTP \(status)" + TokenRequests.codes(answer.body), later: later, status: status)
        }
    }

    private struct Refusal: Decodable { let error, error_description: String? }

    /// The names of errors in an answer: words of known form, since the rest may quote what was sent.
    static func codes(_ body: [UInt8]) -> String {
        guard let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(body)) else { return "" }
        let code = refusal.error.flatMap { $0.utf8.count < 40 && $0.allSatisfy(isCodeLetter) ? $0 : nil }
        let number = refusal.error_description?.firstMatch(of: /AADSTS[0-9]{1,9}/).map { String($0.output) }
        return [code, number].compactMap { $0 }.map { " " + $0 }.joined(separator: ",")
    }
}

private func isCodeLetter(_ letter: Character) -> Bool { letter.isASCII && (letter.isLetter || letter == "_") }
