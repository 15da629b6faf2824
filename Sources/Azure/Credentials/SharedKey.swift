import Foundation
import HTTP
import Model

/// The key of a storage account, which signs each request.
///
/// Azure Storage, "Authorize with Shared Key" (https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key),
/// the form of version 2009-09-19 and later for blobs.
struct SharedKey: Sendable {
    let account: String
    private let hash: HMAC

    /// - Parameter key: as the portal shows it, in base64.
    /// - Returns: nil for what is no key.
    init?(account: String, key: String) {
        guard let bytes = Data(base64Encoded: key), bytes.count >= 16, !account.isEmpty else { return nil }
        self.account = account
        hash = HMAC(key: Array(bytes))
    }

    /// The value of `Authorization`.
    ///
    /// - Parameters:
    ///   - path: of the request, percent-encoded as it is sent.
    ///   - query: names and values of the request, decoded.
    func authorization(of request: HTTPRequest, path: String, query: [(String, String)]) -> String {
        let text = text(of: request, path: path, query: query)
        return "SharedKey \(account):" + Data(hash.code(of: Array(text.utf8))).base64EncodedString()
    }

    /// What is signed.
    func text(of request: HTTPRequest, path: String, query: [(String, String)]) -> String {
        let fields = request.fields
        let range = request.range.map { "bytes=\($0.lowerBound)-\($0.upperBound)" } ?? ""
        let body = request.body.isEmpty ? "" : String(request.body.count)
        var lines = [
            request.method.rawValue, fields["Content-Encoding"] ?? "", fields["Content-Language"] ?? "", body,
            fields["Content-MD5"] ?? "", fields["Content-Type"] ?? "", fields["Date"] ?? "",
            fields["If-Modified-Since"] ?? "", fields["If-Match"] ?? "", fields["If-None-Match"] ?? "",
            fields["If-Unmodified-Since"] ?? "", range,
        ]
        lines += fields.list.map { ($0.name.lowercased(), $0.value) }.filter { $0.0.hasPrefix("x-ms-") }
            .sorted { $0.0 < $1.0 }.map { $0.0 + ":" + $0.1 }
        lines.append("/" + account + path)
        lines += query.map { ($0.0.lowercased(), $0.1) }.sorted { $0.0 < $1.0 }.map { $0.0 + ":" + $0.1 }
        return lines.joined(separator: "\n")
    }
}
