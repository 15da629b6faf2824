import Foundation

/// A storage account of `Tests/loopback/blobs.py`, which goes when the test is done.
package final class BlobServer {
    /// The account's key, as `blobs.py` has it.
    package static let key = Data("a key that is used by nobody else".utf8).base64EncodedString()

    package struct Request: Decodable {
        package let method: String
        package let path: String
        package let status: Int
        package let bytes: Int
        package let range: String?
        package let opened: String
        /// The client's port.
        package let connection: Int

        package var isList: Bool { path.contains("comp=list") }
    }

    package let port: Int
    package let folder: String
    private let process: pid_t
    private let output: FileHandle

    package init() throws {
        folder = NSTemporaryDirectory() + "hubdrops-blobs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/blobs/logs", withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "blobs.py").path
        (process, output) = try LoopbackServer.start(["/usr/bin/python3", script, folder])
        guard let port = Int(try LoopbackServer.line(of: output)) else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Returns when one request more has come, before it is answered; with the setting `says` alone.
    package func waitForRequest() throws {
        _ = try LoopbackServer.line(of: output)
    }

    /// The address of the container `logs`, or of what is below it.
    package func url(_ prefix: String = "") -> String { "http://127.0.0.1:\(port)/acct/logs/" + prefix }

    /// What opens the container `logs` with the account's key.
    package var keyed: [String: String] {
        ["AZURE_STORAGE_ACCOUNT": "acct", "AZURE_STORAGE_KEY": BlobServer.key]
    }

    package func set(_ settings: String) throws {
        try Data(settings.utf8).write(to: URL(filePath: folder + "/settings.json"), options: .atomic)
    }

    /// Writes a blob, or one anew, as another one of the same name.
    package func put(_ text: String, at name: String) throws {
        let url = URL(filePath: folder + "/blobs/logs/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    package func append(_ text: String, to name: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: folder + "/blobs/logs/" + name))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: folder + "/blobs/logs/" + name)
    }

    package var requests: [Request] {
        get throws {
            guard let bytes = FileManager.default.contents(atPath: folder + "/requests.jsonl") else { return [] }
            return try bytes.split(separator: 10).map { try JSONDecoder().decode(Request.self, from: Data($0)) }
        }
    }

    package func forgetRequests() throws {
        try Data().write(to: URL(filePath: folder + "/requests.jsonl"))
    }
}
