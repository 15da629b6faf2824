import HTTP

/// The address of a container, or of all blobs of it whose names begin alike.
///
/// `https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX?SAS`, in every cloud; with the address of a machine in place
/// of a name, as emulators have it, the account comes first in the path (Azure Storage, "Naming and referencing
/// containers, blobs, and metadata"; "Use the Azurite emulator").
package struct BlobAddress: Hashable, Sendable {
    /// `https://ACCOUNT.blob.core.windows.net`, with the account behind it where it is a part of the path.
    let service: String
    /// Nil where the host does not name it.
    let account: String?
    let host: String
    let isThisMachine: Bool
    let container: String
    /// How the names of the blobs begin; empty for all of them.
    let prefix: String
    /// The query that signs requests, without its question mark; nil where the address has none.
    let signature: String?

    /// Whether an argument is an address, well formed or not.
    package static func isAddress(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return start.hasPrefix("https://") || start.hasPrefix("http://")
    }

    /// An address as it may be shown: without its query, which signs, and without a user's name and password.
    package static func shown(_ text: String) -> String {
        guard isAddress(text) else { return text }
        let whole = text.prefix { $0 != "?" && $0 != "#" }
        let start = whole.index(whole.startIndex, offsetBy: whole.lowercased().hasPrefix("https") ? 8 : 7)
        let place = whole[start...].prefix { $0 != "/" }
        guard let sign = place.lastIndex(of: "@") else { return String(whole) }
        return String(whole[..<start] + whole[whole.index(after: sign)...])
    }

    /// - Throws: a sentence that says what is wrong with the text, and holds nothing secret.
    package init(_ text: String) throws(AzureFailure) {
        func wrong(_ reason: String) -> AzureFailure { AzureFailure(BlobAddress.shown(text), reason, later: false) }
        guard BlobAddress.isAddress(text), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 35 }) else {
            throw wrong("the address has to begin with https://, and other than plain characters percent-encoded")
        }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let scheme = parts[0].lowercased().hasPrefix("https://") ? "https://" : "http://"
        let rest = parts[0].dropFirst(scheme.count).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let server = HTTPAddress(scheme + rest[0]) else {
            throw wrong("the address has to begin with https:// and a host's name, as secrets go with each request")
        }
        (host, isThisMachine) = (server.host, server.isThisMachine)
        guard !host.contains(".dfs.") else { throw wrong("write .blob. in place of .dfs. in the host's name") }
        let path = Path(rest.count > 1 ? rest[1] : "", on: server)
        account = path.account ?? BlobAddress.account(of: host)
        service = scheme + rest[0].lowercased() + (path.account.map { "/" + $0 } ?? "")
        container = path.container
        guard !container.isEmpty, container.utf8.allSatisfy(isContainerByte) else {
            throw wrong("the address names no container; write https://ACCOUNT.blob.core.windows.net/CONTAINER")
        }
        guard let prefix = path.rest.removingPercents() else {
            throw wrong("a percent sign in the address begins no character")
        }
        self.prefix = prefix
        signature = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        guard signature == nil || signature.flatMap(StorageSignature.init) != nil else {
            throw wrong("the part behind the question mark is not a shared access signature; copy it whole, in quotes")
        }
    }

    /// `acct` of `acct.blob.core.windows.net` and of `acct-secondary.blob.core.windows.net`, its other region; nil for a host of
    /// the owner's own, whose name says nothing.
    private static func account(of host: String) -> String? {
        guard host.contains(".blob."), let label = host.split(separator: ".").first else { return nil }
        return String(label).trimmingSuffix("-secondary")
    }

    /// The parts of a path; where the host is named by its number no account can be a part of that.
    private struct Path {
        var account: String?
        var container: String
        var rest: String

        init(_ text: Substring, on server: HTTPAddress) {
            let host = server.host
            let isNumber = host.hasPrefix("[") || host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
            let hasAccount = server.isThisMachine || isNumber
            var parts = text.split(separator: "/", maxSplits: hasAccount ? 2 : 1, omittingEmptySubsequences: false)
            if hasAccount { account = String(parts.removeFirst()) }
            container = parts.first.map(String.init) ?? ""
            rest = parts.count > 1 ? String(parts[1]) : ""
        }
    }

    /// What stands for the container, or the part of it that is read, in messages and as an identity: it ends in `/` or `*`,
    /// as the address of no log does.
    package var shown: String { base + (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "*") }

    /// How the addresses of all its blobs begin.
    var base: String { address(of: prefix) }

    /// The address of a blob of the container, without a query.
    func address(of blob: String) -> String { service + "/" + container + "/" + blob.percentEncoded(path: true) }

    /// What a request for a blob is sent to; for the container where the name is empty.
    func url(of blob: String) -> String { blob.isEmpty ? service + "/" + container : address(of: blob) }

    /// The path of a request as it is signed.
    func path(of blob: String) -> String {
        let url = url(of: blob)
        let start = url.firstIndex(of: ":").map { url.index($0, offsetBy: 3) } ?? url.startIndex
        return String(url[start...].drop { $0 != "/" })
    }
}

/// Letters in lower case, digits and hyphens; `$` of `$root` and `$logs`.
private func isContainerByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 36
}
