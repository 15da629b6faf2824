import Foundation
import Testing

/// A name that was given is on disk before the run goes on: a file without its entry in the folder is lost in a power cut.
@Suite struct FolderSyncTests {
    @Test func everyFileAndFolderIsBroughtToDiskAroundTheNamesGiven() throws {
        let folder = try TemporaryFolder()
        try folder.write(LogLine.drop("2026-03-10T07:12:41Z", "pump-1"), to: "logs/a.json")
        try FileManager.default.createDirectory(
            atPath: folder.path("metrics"), withIntermediateDirectories: false)
        try folder.write("metrics-file: \(folder.path("metrics/hubdrops.prom"))\n", to: "hubdrops.yaml")
        let traced = try Program(tool: "strace").run(
            ["-ff", "-y", "-ttt", "-T", "-e", "trace=rename,renameat,renameat2,symlink,symlinkat,fsync"]
                + ["-o", folder.path("trace")]
                + [Program.hubdrops.url.path, "run", "--logs", "logs", "--db", "h.sqlite", "--out", folder.path("out")]
                + ["--day", "2026-03-10", "--config", "hubdrops.yaml"], at: folder)
        #expect(traced.status == 1, "\(traced.errors)")

        var named: Set<String> = []
        var unsynchronized: Set<String> = []
        // What a name may be given to: a file whose content is on disk, and a link, which has none.
        var ready: Set<String> = []
        var namedTooEarly: Set<String> = []
        for call in try calls(in: folder).sorted(by: { $0.time < $1.time }) {
            switch call.moment {
            case .naming(let file):
                if !ready.contains(file) { namedTooEarly.insert(file) }
            case .named(let place):
                named.insert(place)
                unsynchronized.insert(place)
            // A folder is on disk with what it had when that began, a file's content when it has ended.
            case .synchronizing(let path): unsynchronized.remove(path)
            case .ready(let path): ready.insert(path)
            }
        }
        #expect(named.isSuperset(of: ["out", "out/2026-03-10", "metrics"].map(folder.path)), "\(named)")
        #expect(unsynchronized == [])
        #expect(namedTooEarly == [])
    }

    private enum Moment {
        case naming(String)
        case named(in: String)
        case synchronizing(String)
        case ready(String)
    }

    /// The beginnings and ends of the calls of all threads.
    ///
    /// Each thread has a file of its own, so that no line is broken by those of another.
    private func calls(in folder: TemporaryFolder) throws -> [(time: Double, moment: Moment)] {
        let traces = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            .filter { $0.hasPrefix("trace.") }
        var calls: [(time: Double, moment: Moment)] = []
        for trace in traces {
            for line in try String(contentsOfFile: folder.path(trace), encoding: .utf8).split(separator: "\n") {
                guard let times = line.firstMatch(of: /^([0-9.]+) .* = 0 <([0-9.]+)>$/), let start = Double(times.1),
                    let duration = Double(times.2)
                else { continue }
                if let rename = line.firstMatch(of: /rename\w*\([^"]*"([^"]+)".*, "([^"]+)\/[^"\/]+"/) {
                    calls.append((start, .naming(String(rename.1))))
                    calls.append((start + duration, .named(in: String(rename.2))))
                } else if let sync = line.firstMatch(of: /fsync\(\d+<([^>]+)>\)/) {
                    calls.append((start, .synchronizing(String(sync.1))))
                    calls.append((start + duration, .ready(String(sync.1))))
                } else if let link = line.firstMatch(of: /symlink\w*\(.*"([^"]+)"\)/) {
                    calls.append((start + duration, .ready(String(link.1))))
                }
            }
        }
        return calls
    }
}
