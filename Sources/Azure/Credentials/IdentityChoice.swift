import Foundation

/// Which identity asks: a service principal, that of the machine, or that of whoever ran `az login`.
struct IdentityChoice {
    private let surroundings: AzureSurroundings
    private let requests: TokenRequests

    /// - Parameter resource: what tokens are for.
    init(_ surroundings: AzureSurroundings, for resource: String = TokenRequests.storage) {
        self.surroundings = surroundings
        requests = TokenRequests(surroundings: surroundings, resource: resource)
    }

    /// The first that there is.
    ///
    /// - Throws: where there is none, or one that gets no token.
    func credential(for address: BlobAddress) throws(AzureFailure) -> Credential {
        // A token is good for every storage account of the identity, so it is shown to none but these.
        guard address.host.contains(".blob.") || address.isThisMachine else {
            throw AzureFailure(
                address.shown,
                "no credential that may go to this host; set AZURE_STORAGE_SAS_TOKEN, or write the account's own address",
                later: false)
        }
        return try credential(at: address.shown, orElse: "set AZURE_STORAGE_SAS_TOKEN or another one of docs/azure.md")
    }

    /// The same for what only identities open; whether a token may go there is the caller's to know.
    ///
    /// - Parameter advice: what else would do.
    func credential(at place: String, orElse advice: String) throws(AzureFailure) -> Credential {
        if let credential = principal() ?? service() { return credential }
        if let credential = try machine() { return credential }
        return try commandLine(at: place, advice)
    }

    private func principal() -> Credential? {
        guard let tenant = surroundings["AZURE_TENANT_ID"], let client = surroundings["AZURE_CLIENT_ID"] else {
            return nil
        }
        let secret = surroundings["AZURE_CLIENT_SECRET"]
        let file = surroundings["AZURE_FEDERATED_TOKEN_FILE"]
        guard secret != nil || file != nil else { return nil }
        return credential("service principal \(client), " + (secret == nil ? "federated token" : "client secret")) {
            [requests] () throws(AzureFailure) in
            try requests.principal(tenant: tenant, client: client, secret: secret, assertionFile: file)
        }
    }

    private func service() -> Credential? {
        guard let endpoint = surroundings["IDENTITY_ENDPOINT"], let header = surroundings["IDENTITY_HEADER"] else {
            return nil
        }
        return credential("managed identity (IDENTITY_ENDPOINT)") { [requests] () throws(AzureFailure) in
            try requests.service(endpoint, header: header)
        }
    }

    /// Nil where nobody answers who would say which machine this is, or it has no identity.
    private func machine() throws(AzureFailure) -> Credential? {
        guard let first = try requests.machine() else { return nil }
        return credential("managed identity (instance metadata)", first) { [requests] () throws(AzureFailure) in
            if let token = try requests.machine() { return token }
            throw AzureFailure("instance metadata", "does not answer any more", later: true)
        }
    }

    private func commandLine(at place: String, _ advice: String) throws(AzureFailure) -> Credential {
        do throws(AzureFailure) {
            let first = try requests.commandLine()
            return credential("az login", first) { [requests] () throws(AzureFailure) in try requests.commandLine() }
        } catch {
            throw AzureFailure(place, "no credential: \(advice), or run az login (\(error))", later: false)
        }
    }

    /// - Parameter first: a token that was got while looking who gives one.
    private func credential(
        _ words: String, _ first: AccessToken? = nil,
        by fetch: @escaping @Sendable () throws(AzureFailure) -> AccessToken
    ) -> Credential {
        Credential(
            kind: .token(TokenSource(first, now: surroundings.now, fetch: fetch)), words: words)
    }
}
