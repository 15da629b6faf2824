import Foundation
import Testing

/// The counts of a generated day, held against an independent program that reads the same files.
@Suite struct CountsTests {
    /// One day of two hubs with duplicates, late records, odd JSON shapes, broken lines and other categories, and what
    /// `Tests/reference/counts.py` says of it.
    ///
    /// Broken lines make an import end with 1.
    private static let day: Result<GeneratedDay, any Error> = Result {
        // What is static is never let go, so the process does it at its end.
        atexit { try? CountsTests.day.get().remove() }
        return try GeneratedDay()
    }

    private func counts(_ database: String) throws -> String {
        let result = try Program.hubdrops.run("export", "counts", "--db", database)
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test func equalTheReferenceAfterOneImportAndAfterTwo() throws {
        let day = try Self.day.get()
        let folder = try TemporaryFolder()
        let database = folder.path("hubdrops.sqlite")
        for _ in 1...2 {
            #expect(try Program.hubdrops.run("import", day.logs, "--db", database).status <= 1)
            #expect(try counts(database) == day.expected)
        }
    }

    @Test func equalTheReferenceAfterAShuffledOverlappingImport() throws {
        let day = try Self.day.get()
        let folder = try TemporaryFolder()
        let database = folder.path("hubdrops.sqlite")
        let files = try day.files()
        // Three imports that overlap, the latest files first, and one of them under another name.
        let copy = folder.path("copy.json")
        try FileManager.default.copyItem(atPath: files[3], toPath: copy)
        // Every seventh file, and so on: neither in the order of time nor against it.
        let shuffled = (0..<7).flatMap { first in stride(from: first, to: files.count, by: 7).map { files[$0] } }
        #expect(shuffled.count == files.count && shuffled != files)
        for part in [Array(files.reversed().prefix(14)), [copy] + files.prefix(12), shuffled] {
            #expect(try Program.hubdrops.run(["import"] + part + ["--db", database]).status <= 1)
        }
        #expect(try counts(database) == day.expected)
    }

    @Test func equalTheReferenceFromGzipAndFromStandardInput() throws {
        let day = try Self.day.get()
        let folder = try TemporaryFolder()
        let database = folder.path("hubdrops.sqlite")
        // Concatenated gzip members are one gzip file.
        let all = try day.files().reduce(into: Data()) { all, file in
            all += try Program.python.gzipped(URL(filePath: file))
        }
        #expect(try Program.hubdrops.run(["import", "-", "--db", database], input: all).status <= 1)
        #expect(try counts(database) == day.expected)
    }

    @Test func equalTheReferenceFromTheFormsOfLogAnalytics() throws {
        let day = try Self.day.get()
        for form in ["csv", "query-json", "az-json"] {
            let folder = try TemporaryFolder()
            let database = folder.path("hubdrops.sqlite")
            let logs = try GeneratedDay.generate(form: form, in: folder)
            let imported = try Program.hubdrops.run("import", logs, "--db", database)
            #expect(imported.status <= 1, "\(form): \(imported.errors)")
            #expect(try counts(database) == day.expected, "\(form)")
        }
    }

    @Test func aBlobThatHasGrownIsReadOnFromWhereItEnded() throws {
        let day = try Self.day.get()
        let folder = try TemporaryFolder()
        let database = folder.path("hubdrops.sqlite")
        let blob = folder.path("PT1H.json")
        let whole = try day.files().prefix(4).reduce(into: Data()) { $0 += try Data(contentsOf: URL(filePath: $1)) }
        let lines = whole.split(separator: 10, omittingEmptySubsequences: false)
        for share in [3, 2, 1] {
            try Data(lines.prefix(lines.count / share).joined(separator: [10])).write(to: URL(filePath: blob))
            #expect(try Program.hubdrops.run("import", blob, "--db", database).status <= 1)
        }
        try whole.write(to: URL(filePath: blob))
        #expect(try Program.hubdrops.run("import", blob, "--db", database).status <= 1)

        let once = folder.path("once.sqlite")
        #expect(try Program.hubdrops.run("import", blob, "--db", once).status <= 1)
        #expect(try counts(database) == counts(once))
    }
}

/// A day that `generate-days` writes, the same every time.
struct GeneratedDay: Sendable {
    private let folder: TemporaryFolder
    let logs: String
    let expected: String

    init() throws {
        folder = try TemporaryFolder()
        logs = try GeneratedDay.generate(form: "jsonl", in: folder)
        let reference = Program.repository.appending(path: "Tests/reference/counts.py").path
        let result = try Program.python.run(reference, logs)
        #expect(result.status == 0, "\(result.errors)")
        expected = result.output
    }

    func remove() { try? FileManager.default.removeItem(at: folder.url) }

    static func generate(form: String, in folder: TemporaryFolder) throws -> String {
        let logs = folder.path("logs-" + form)
        let result = try Program.generateDays.run(
            "--out", logs, "--date", "2026-03-10", "--devices", "150", "--seed", "7", "--hub", "PUMPS-WEU",
            "--hub", "PUMPS-NEU", "--format", form)
        #expect(result.status == 0, "\(result.errors)")
        return logs
    }

    /// The hourly files, in order of their names.
    func files() throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: logs)
        return names.filter { $0.hasSuffix(".json") }.sorted().map { logs + "/" + $0 }
    }
}

extension Program {
    /// The bytes of a file as one gzip member.
    func gzipped(_ file: URL) throws -> Data {
        let folder = try TemporaryFolder()
        let script = "import gzip,sys;open(sys.argv[2],'wb').write(gzip.compress(open(sys.argv[1],'rb').read()))"
        _ = try run("-c", script, file.path, folder.path("member"))
        return try Data(contentsOf: folder.url.appending(path: "member"))
    }
}
