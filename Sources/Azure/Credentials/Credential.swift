import Model

/// What opens a container.
struct Credential: Sendable {
    enum Kind: Sendable {
        case signature(StorageSignature)
        case key(SharedKey)
        case token(TokenSource)
    }

    let kind: Kind
    /// Where it came from, in words that hold nothing secret.
    let words: String

    /// The first that is there, in the order of `docs/azure.md`.
    ///
    /// - Throws: where one is there and is no use: a run must not go on with another one in silence.
    static func of(_ address: BlobAddress, _ surroundings: AzureSurroundings) throws(AzureFailure) -> Credential {
        if let query = address.signature, let signature = StorageSignature(query) {
            return Credential(kind: .signature(signature), words: "SAS in the address" + signature.endWords)
        }
        if let credential = try signature(address, surroundings) { return credential }
        if let credential = try connectionString(address, surroundings) { return credential }
        if let credential = try key(address, surroundings) { return credential }
        return try IdentityChoice(surroundings).credential(for: address)
    }

    private static func signature(
        _ address: BlobAddress, _ surroundings: AzureSurroundings
    ) throws(AzureFailure) -> Credential? {
        let name = "AZURE_STORAGE_SAS_TOKEN"
        guard let text = surroundings[name], isMeant(surroundings["AZURE_STORAGE_ACCOUNT"], for: address) else {
            return nil
        }
        guard let signature = StorageSignature(text) else {
            // What follows the name of a secret and a colon is masked.
            throw AzureFailure(
                name + " in the environment", "no shared access signature; it begins with sv= and has sig=",
                later: false)
        }
        return Credential(kind: .signature(signature), words: name + signature.endWords)
    }

    /// `AccountName=…;AccountKey=…` or `…;SharedAccessSignature=…` (Azure Storage, "Configure Azure Storage connection
    /// strings").
    private static func connectionString(
        _ address: BlobAddress, _ surroundings: AzureSurroundings
    ) throws(AzureFailure) -> Credential? {
        let name = "AZURE_STORAGE_CONNECTION_STRING"
        guard let text = surroundings[name] else { return nil }
        let parts = text.connectionParts
        let endpoint = parts["blobendpoint"].map { $0.trimmingSuffix("/").lowercased() }
        guard isMeant(parts["accountname"], for: address), endpoint == nil || endpoint == address.service.lowercased()
        else { return nil }
        if let signature = parts["sharedaccesssignature"].flatMap(StorageSignature.init) {
            return Credential(kind: .signature(signature), words: name + ", its SAS" + signature.endWords)
        }
        guard let account = parts["accountname"] ?? address.account,
            let key = parts["accountkey"].flatMap({ SharedKey(account: account, key: $0) })
        else {
            throw AzureFailure(name, "has neither a usable AccountKey nor a SharedAccessSignature", later: false)
        }
        return Credential(kind: .key(key), words: name + ", the key of account \(account)")
    }

    private static func key(
        _ address: BlobAddress, _ surroundings: AzureSurroundings
    ) throws(AzureFailure) -> Credential? {
        let name = "AZURE_STORAGE_KEY"
        let named = surroundings["AZURE_STORAGE_ACCOUNT"]
        guard let text = surroundings[name], isMeant(named, for: address) else { return nil }
        guard let account = named ?? address.account else {
            throw AzureFailure(name, "is of no account that is known; set AZURE_STORAGE_ACCOUNT as well", later: false)
        }
        guard let key = SharedKey(account: account, key: text) else {
            throw AzureFailure(name, "holds no key; it is base64, as the portal shows it", later: false)
        }
        return Credential(kind: .key(key), words: name + " of account \(account)")
    }

    /// Whether what is set for an account, if it names one, is for the account of the address, if that names one.
    private static func isMeant(_ account: String?, for address: BlobAddress) -> Bool {
        guard let account, let own = address.account else { return true }
        return account.lowercased() == own.lowercased()
    }
}
