import Foundation

/// A script of `Tests/loopback` that serves what a folder holds, as its settings say, and goes when the test is done.
package class FolderServer<Request: Decodable> {
    package let port: Int
    package let folder: String
    let output: FileHandle
    private let process: pid_t

    /// - Parameter parts: folders that it begins with.
    init(_ script: String, with parts: String) throws {
        folder = NSTemporaryDirectory() + "hubdrops-\(script)-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/" + parts, withIntermediateDirectories: true)
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: script + ".py").path
        (process, output) = try LoopbackServer.start(["/usr/bin/python3", path, folder])
        guard let port = Int(try LoopbackServer.line(of: output)) else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        try? FileManager.default.removeItem(atPath: folder)
    }

    package func set(_ settings: String) throws { try write(settings, to: "settings.json") }

    /// Writes a file of the folder, or one anew, as another one of the same name.
    package func write(_ text: String, to name: String) throws {
        let url = URL(filePath: folder + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    /// Those that were answered, in that order.
    package var requests: [Request] {
        get throws {
            guard let bytes = FileManager.default.contents(atPath: folder + "/requests.jsonl") else { return [] }
            return try bytes.split(separator: 10).map { try JSONDecoder().decode(Request.self, from: Data($0)) }
        }
    }

    package func forgetRequests() throws { try write("", to: "requests.jsonl") }
}
