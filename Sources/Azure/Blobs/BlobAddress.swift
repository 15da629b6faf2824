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

    /// An address as it may be shown: without its query, which signs.
    package static func shown(_ text: String) -> String {
        isAddress(text) ? String(text.prefix { $0 != "?" && $0 != "#" }) : text
    }

    /// - Throws: a sentence that says what is wrong with the text, and holds nothing secret.
    package init(_ text: String) throws(AzureFailure) {
        let shown = BlobAddress.shown(text)
        func wrong(_ reason: String) -> AzureFailure { AzureFailure(shown, reason, later: false) }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), !text.contains("#") else {
            throw wrong("the address has characters that belong into no address; write them percent-encoded")
        }
        guard BlobAddress.isAddress(text) else { throw wrong("the address has to begin with https://") }
        let scheme = whole.lowercased().hasPrefix("https://") ? "https://" : "http://"
        let rest = whole.dropFirst(scheme.count).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let place = rest[0].lowercased()
        guard let server = HTTPAddress(scheme + place) else {
            throw wrong(
                "the address has to begin with https:// and the name of a host, as secrets go with each request")
        }
        host = server.host
        isThisMachine = server.isThisMachine
        guard !host.contains(".dfs.") else { throw wrong("write .blob. in place of .dfs. in the host's name") }
        let isMachine =
            isThisMachine || host.hasPrefix("[") || host.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
        var path = (rest.count > 1 ? String(rest[1]) : "").split(
            separator: "/", maxSplits: isMachine ? 2 : 1, omittingEmptySubsequences: false)
        if isMachine {
            let first = path.removeFirst()
            account = String(first)
            service = scheme + place + "/" + first
        } else {
            account = host.split(separator: ".").count > 2 ? host.split(separator: ".").first.map(String.init) : nil
            service = scheme + place
        }
        container = path.first.map(String.init) ?? ""
        guard !container.isEmpty, container.utf8.allSatisfy(isContainerByte) else {
            throw wrong("the address names no container; write https://ACCOUNT.blob.core.windows.net/CONTAINER")
        }
        guard let prefix = (path.count > 1 ? String(path[1]) : "").removingPercents() else {
            throw wrong("a percent sign in the address begins no character")
        }
        self.prefix = prefix
        let query = parts.count > 1 ? String(parts[1]) : ""
        guard query.isEmpty || StorageSignature(query) != nil else {
            throw wrong("the part behind the question mark is not a shared access signature; copy it whole, in quotes")
        }
        signature = query.isEmpty ? nil : query
    }

    /// What stands for the container, or the part of it that is read, in messages and as an identity: it ends in `/` or `*`,
    /// as the address of no log does.
    package var shown: String { base + (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "*") }

    /// How the addresses of all its blobs begin.
    var base: String { address(of: prefix) }

    /// The address of a blob of the container, without a query.
    func address(of blob: String) -> String { service + "/" + container + "/" + blob.percentEncoded(path: true) }

    /// The path of a request as it is signed.
    func path(of blob: String) -> String {
        let start = service.firstIndex(of: ":").map { service.index($0, offsetBy: 3) } ?? service.startIndex
        let base = service[start...].drop { $0 != "/" }
        return base + "/" + container + (blob.isEmpty ? "" : "/" + blob.percentEncoded(path: true))
    }
}

/// Letters in lower case, digits and hyphens; `$` of `$root` and `$logs`.
private func isContainerByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 36
}
