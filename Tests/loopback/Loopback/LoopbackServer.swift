import Foundation

/// A server of `Tests/loopback/server.py`, which goes when the test is done.
package final class LoopbackServer {
    package struct Request {
        package let method: String
        package let path: String
        package let fields: [(name: String, value: String)]
        package let body: [UInt8]
        /// The client's port: the same for two requests over one connection.
        package let connection: Int

        package subscript(name: String) -> String? {
            fields.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package enum Mode: String {
        case plain
        case tls
        case oldTLS = "old-tls"
    }

    package let port: Int
    package let folder: String
    private let process: pid_t
    private let output: FileHandle

    /// - Parameter answers: the list that `server.py` takes, as JSON.
    package init(_ answers: String, _ mode: Mode = .plain) throws {
        folder = NSTemporaryDirectory() + "hubdrops-loopback-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(answers.utf8).write(to: URL(filePath: folder + "/answers.json"))
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "server.py").path
        // Debian's own, which has the packages that the tests need, whatever stands earlier in PATH.
        (process, output) = try LoopbackServer.start(
            ["/usr/bin/python3", script, folder] + (mode == .plain ? [] : [mode.rawValue]))
        guard let port = Int(try LoopbackServer.line(of: output)) else { throw CocoaError(.fileReadUnknown) }
        self.port = port
    }

    /// Starts a program whose output is read.
    ///
    /// Not by Foundation's `Process`: it notes the end of a program when a socket closes that the program inherited, and
    /// the server closes all that it inherited, so that the other tests need not wait for it.
    static func start(_ words: [String]) throws -> (pid_t, FileHandle) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        var actions = posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { for position in unsafe arguments.indices { unsafe free(arguments[position]) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        return (process, output)
    }

    /// Returns when one request more has come, before it is answered.
    package func waitForRequest() throws {
        _ = try LoopbackServer.line(of: output)
    }

    static func line(of output: FileHandle) throws -> String {
        var line: [UInt8] = []
        while let byte = try output.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    deinit {
        // What is started on a thread of the test runner has its signals blocked, SIGTERM too.
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The address of a path.
    package func url(_ path: String = "/", secure: Bool = false) -> String {
        (secure ? "https" : "http") + "://127.0.0.1:\(port)" + path
    }

    package var requests: [Request] {
        get throws {
            guard let bytes = FileManager.default.contents(atPath: folder + "/requests.jsonl") else { return [] }
            return try bytes.split(separator: 10).map { line in
                guard let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
                    let method = object["method"] as? String, let path = object["path"] as? String,
                    let fields = object["fields"] as? [[String]], let body = object["body"] as? String,
                    let data = Data(base64Encoded: body), let connection = object["connection"] as? Int
                else { throw CocoaError(.coderReadCorrupt) }
                return Request(
                    method: method, path: path, fields: fields.map { ($0[0], $0[1]) }, body: Array(data),
                    connection: connection)
            }
        }
    }
}
