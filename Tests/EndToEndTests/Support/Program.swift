import Foundation
import Testing

/// The built programs, run as a user runs them.
struct Program {
    let url: URL

    static let hubdrops = Program(named: "hubdrops")
    static let generateDays = Program(named: "generate-days")
    /// Debian's own, which has the packages that the tests need, whatever stands earlier in PATH.
    static let python = Program(url: URL(filePath: "/usr/bin/python3"), leading: [])

    private var leading: [String] = []

    /// From the folder that `HUBDROPS_PROGRAMS` names (`make test`: optimised, as they are installed), else as built with the tests.
    private init(named name: String) {
        if let folder = ProcessInfo.processInfo.environment["HUBDROPS_PROGRAMS"] {
            url = URL(filePath: folder).appending(path: name)
            return
        }
        // The test bundle and the programs are built into the same folder.
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = folder.appending(path: name)
        let built = Program.repository.appending(path: ".build/debug").appending(path: name)
        url = FileManager.default.isExecutableFile(atPath: beside.path) ? beside : built
    }

    /// A tool of the system, found by its name.
    init(tool: String) {
        self.init(url: URL(filePath: "/usr/bin/env"), leading: [tool])
    }

    private init(url: URL, leading: [String]) {
        self.url = url
        self.leading = leading
    }

    static var repository: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }

    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the program to its end.
    ///
    /// Output goes through files, so that no pipe can fill and stall it.
    @discardableResult
    func run(
        _ arguments: [String], input: Data? = nil, environment: [String: String] = [:], at place: TemporaryFolder? = nil
    ) throws -> Result {
        let folder = try TemporaryFolder()
        let process = try started(arguments, in: folder, input: input, environment: environment, at: place)
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try String(contentsOf: folder.url.appending(path: "output"), encoding: .utf8),
            errors: try String(contentsOf: folder.url.appending(path: "errors"), encoding: .utf8))
    }

    @discardableResult
    func run(_ arguments: String..., in place: TemporaryFolder? = nil) throws -> Result {
        try run(arguments, at: place)
    }

    /// Starts the program and returns at once.
    func started(
        _ arguments: [String], in folder: TemporaryFolder, input: Data? = nil, environment: [String: String] = [:],
        at place: TemporaryFolder? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = url
        process.arguments = leading + arguments
        if let place { process.currentDirectoryURL = place.url }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        for (name, keep) in [("output", { process.standardOutput = $0 }), ("errors", { process.standardError = $0 })]
            as [(String, (FileHandle) -> Void)]
        {
            let file = folder.url.appending(path: name)
            try Data().write(to: file)
            keep(try FileHandle(forWritingTo: file))
        }
        let given = folder.url.appending(path: "input")
        try (input ?? Data()).write(to: given)
        process.standardInput = try FileHandle(forReadingFrom: given)
        try process.run()
        return process
    }
}

/// A folder that goes when the test is done.
final class TemporaryFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "hubdrops-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appending(path: name).path
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}

extension TemporaryFolder {
    /// Copies a program into the folder.
    ///
    /// A process of its own writes the copy: what this process has open for writing, a program that another test starts
    /// meanwhile inherits, and the kernel runs no file that is open for writing ("Text file busy").
    func install(_ program: String, as name: String) throws -> String {
        let copy = path(name)
        let result = try Program(tool: "install").run(["-D", "-m", "755", program, copy])
        try #require(result.status == 0, "\(result)")
        return copy
    }

    /// What a query gives, a line each row, as the `sqlite3` shell prints it.
    func rows(_ sql: String, db: String = "h.sqlite") throws -> String {
        try Program(tool: "sqlite3").run(db, sql, in: self).output
    }

    /// What later days compare with, as a database keeps it.
    func keptDays(db: String) throws -> String {
        try rows(
            """
            SELECT * FROM device_day ORDER BY 1, 2, 3; SELECT * FROM drop_time ORDER BY 1, 2, 3, 4;
            SELECT * FROM known_device ORDER BY 1, 2; SELECT moment, hub, identities, digest, hex(state) FROM hub_state;
            SELECT day, revision, fingerprint, summary FROM day_summary ORDER BY day;
            """, db: db)
    }

    /// Where files or folders differ, as `diff -r` says it; empty where they do not.
    func differences(_ one: String, _ other: String) throws -> String {
        let result = try Program(tool: "diff").run("-r", one, other, in: self)
        return result.status == 0 ? "" : result.output + result.errors
    }
}
