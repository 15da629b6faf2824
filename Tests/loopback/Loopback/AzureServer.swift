import Foundation

/// Services of Azure of `Tests/loopback/azure.py`.
package final class AzureServer: FolderServer<AzureRequest> {
    /// The key of the hub's policy `reader`, as `azure.py` has it.
    package static let hubKey = Data("a key of a policy of nobody".utf8).base64EncodedString()
    private static let workspace = "00000000-1111-2222-3333-444444444444"

    package init() throws { try super.init("azure", with: "logs") }

    package var logAnalytics: String { "log-analytics://127.0.0.1:\(port)/" + AzureServer.workspace }
    package var dataExplorer: String { "adx://127.0.0.1:\(port)/fleet" }
    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)" + path }

    /// An identity of this machine.
    package var identity: [String: String] { ["AZURE_POD_IDENTITY_AUTHORITY_HOST": url("")] }
}

package struct AzureRequest: Decodable {
    package let method: String
    package let path: String
    package let status: Int
    package let query: String
    package let opened: String

    package var asksForRecords: Bool { query.contains("| project TimeGenerated,") }
    package var isToken: Bool { path.contains("/oauth2/") }
}
