import Foundation
import Testing

/// A name that was given is on disk before the run goes on: a file without its entry in the folder is lost in a power cut.
@Suite struct FolderSyncTests {
    @Test func everyFileAndFolderIsBroughtToDiskAroundTheNamesGiven() throws {
        let folder = try TemporaryFolder()
        try folder.write(LogLine.drop("2026-03-10T07:12:41Z", "pump-1"), to: "logs/a.json")
        let traced = try Program(tool: "strace").run(
            ["-ff", "-y", "-e", "trace=rename,renameat,renameat2,symlink,symlinkat,fsync", "-o", folder.path("trace")]
                + [Program.hubdrops.url.path, "run", "--logs", "logs", "--db", "h.sqlite", "--out", folder.path("out")]
                + ["--day", "2026-03-10"], at: folder)
        #expect(traced.status == 1, "\(traced.errors)")

        var named: Set<String> = []
        var unsynchronized: Set<String> = []
        // What a name may be given to: a file whose content is on disk, and a link, which has none.
        var ready: Set<String> = []
        var namedTooEarly: Set<String> = []
        // A file of each thread, so that no line is broken by those of another.
        let traces = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            .filter { $0.hasPrefix("trace.") }
        let lines = try traces.flatMap {
            try String(contentsOfFile: folder.path($0), encoding: .utf8).split(separator: "\n")
        }
        for line in lines {
            if let rename = line.firstMatch(of: /rename\w*\([^"]*"([^"]+)".*, "([^"]+)\/[^"\/]+"[^"]*\) = 0/) {
                named.insert(String(rename.2))
                unsynchronized.insert(String(rename.2))
                if !ready.contains(String(rename.1)) { namedTooEarly.insert(String(rename.1)) }
            } else if let sync = line.firstMatch(of: /fsync\(\d+<([^>]+)>\) = 0/) {
                unsynchronized.remove(String(sync.1))
                ready.insert(String(sync.1))
            } else if let link = line.firstMatch(of: /symlink\w*\(.*"([^"]+)"\) = 0/) {
                ready.insert(String(link.1))
            }
        }
        #expect(named.isSuperset(of: ["out", "out/2026-03-10"].map(folder.path)), "\(named)")
        #expect(unsynchronized == [])
        #expect(namedTooEarly == [])
    }
}
