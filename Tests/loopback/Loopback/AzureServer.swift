import Foundation

/// Services of Azure of `Tests/loopback/azure.py`, which go when the test is done.
package final class AzureServer {
    /// The key of the hub's policy `reader`, as `azure.py` has it.
    package static let hubKey = Data("a key of a policy of nobody".utf8).base64EncodedString()
    private static let workspace = "00000000-1111-2222-3333-444444444444"

    package struct Request: Decodable {
        package let method: String
        package let path: String
        package let status: Int
        package let query: String
        package let opened: String

        package var asksForRecords: Bool { query.contains("| project TimeGenerated,") }
        package var isToken: Bool { path.contains("/oauth2/") }
    }

    package let port: Int
    package let folder: String
    private let process: pid_t
    private let output: FileHandle

    package init() throws {
        folder = NSTemporaryDirectory() + "hubdrops-azure-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/logs", withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "azure.py").path
        (process, output) = try LoopbackServer.start(["/usr/bin/python3", script, folder])
        guard let port = Int(try LoopbackServer.line(of: output)) else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        try? FileManager.default.removeItem(atPath: folder)
    }

    package var logAnalytics: String { "log-analytics://127.0.0.1:\(port)/" + AzureServer.workspace }
    package var dataExplorer: String { "adx://127.0.0.1:\(port)/fleet" }
    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)" + path }

    /// An identity of this machine.
    package var identity: [String: String] { ["AZURE_POD_IDENTITY_AUTHORITY_HOST": url("")] }

    package func set(_ settings: String) throws { try write(settings, to: "settings.json") }

    package func write(_ text: String, to name: String) throws {
        let url = URL(filePath: folder + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    package var requests: [Request] {
        get throws {
            guard let bytes = FileManager.default.contents(atPath: folder + "/requests.jsonl") else { return [] }
            return try bytes.split(separator: 10).map { try JSONDecoder().decode(Request.self, from: Data($0)) }
        }
    }

    package func forgetRequests() throws { try write("", to: "requests.jsonl") }
}
