import Foundation
import Model
import Testing

@testable import LogReading

@Suite struct DiscoveryTests {
    private func inFolder(_ names: [String], _ body: (String) throws -> Void) throws {
        let root = NSTemporaryDirectory() + "hubdrops-discovery-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: root) }
        for name in names {
            let path = root + "/" + name
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: URL(fileURLWithPath: path))
        }
        try body(root)
    }

    @Test func aStorageTreeComesHourByHourAcrossHubs() throws {
        let names = [
            "A/y=2026/m=03/d=10/h=06/m=00/PT1H.json", "A/y=2026/m=03/d=10/h=07/m=00/PT1H.json",
            "b/Y=2026/m=03/d=10/h=06/m=00/PT1H.json", "b/y=2026/m=03/d=09/h=23/m=00/PT1H.json",
        ]
        try inFolder(names) { root in
            let found = try LogDiscovery.sources(for: [root]).map { $0.name.dropFirst(root.count + 1) }
            #expect(found == [3, 0, 2, 1].map { names[$0][...] })
        }
    }

    @Test func ofAFolderOnlyLogsCountAndOfFilesEveryOne() throws {
        let names = [
            "00.avro", "a.json", "b.JSONL", "c.csv", "d.csv.gz", "e.txt", "h.ndjson", "i.tsv", ".f.json",
            "sub/g.json.gz", "PT05M_2.json",
        ]
        try inFolder(names) { root in
            let found = try LogDiscovery.sources(for: [root]).map { String($0.name.dropFirst(root.count + 1)) }
            #expect(
                found == [
                    "", "00.avro", "PT05M_2.json", "a.json", "b.JSONL", "c.csv", "d.csv.gz", "h.ndjson", "i.tsv",
                    "sub/g.json.gz",
                ])
            #expect(try LogDiscovery.sources(for: [root + "/e.txt"]).count == 1)
        }
    }

    @Test(
        arguments: [
            (["a.json", "README.txt", "b.png"], nil),
            (
                ["a.json", "b.log"],
                "1 file in it has another ending than logs: b.log; a file that is named itself is read"
            ),
            (
                ["a.json", "b.csv.zip", "s/c.parquet", "s/d.xlsx", "e.json.zst"],
                "4 files in it have another ending than logs, such as b.csv.zip, c.parquet, d.xlsx; "
                    + "unpack archives, export tables as CSV"
            ),
        ] as [([String], String?)])
    func filesOfOtherEndingsAreNamedOnceForAFolder(names: [String], clause: String?) throws {
        try inFolder(names) { root in
            let named = try LogDiscovery.sources(for: [root]).compactMap { source in
                try LogReader(interner: Interner(knowing: Vocabulary())).read(
                    source, events: { _ in }, rejection: { _ in }
                ).stranger
            }
            #expect(named.filter { !$0.isEmpty } == [clause].compactMap { $0 })
        }
    }

    @Test func aPatternIsExpandedAndAFileComesOnce() throws {
        try inFolder(["a.json", "b.json", "c.csv"]) { root in
            let found = try LogDiscovery.sources(for: [root + "/*.json", root + "/a.json"])
            #expect(found.map(\.name) == [root + "/a.json", root + "/b.json"])
            #expect(found[0].size == 1)
        }
    }

    @Test func nothingFoundNamesThePath() throws {
        try inFolder(["a.txt"]) { root in
            #expect(throws: LogReadingError.noLogs(folder: root)) { try LogDiscovery.sources(for: [root]) }
            #expect(throws: LogReadingError.nothingFound(path: root + "/x")) {
                try LogDiscovery.sources(for: [root + "/x"])
            }
        }
    }

    @Test func aLinkToAFolderIsNotFollowedSoThatAFileComesOnce() throws {
        try inFolder(["sub/a.json"]) { root in
            try FileManager.default.createSymbolicLink(atPath: root + "/again", withDestinationPath: root + "/sub")
            #expect(try LogDiscovery.sources(for: [root]).map(\.name) == [root + "/sub/a.json"])
        }
    }

    @Test func aLinkThatLeadsNowhereHidesNoOtherFileAndFailsWhenItIsOpened() throws {
        try inFolder(["a.json"]) { root in
            try FileManager.default.createSymbolicLink(
                atPath: root + "/gone.json", withDestinationPath: root + "/nowhere")
            for argument in [root, root + "/*.json"] {
                let found = try LogDiscovery.sources(for: [argument])
                #expect(found.map(\.name) == [root + "/a.json", root + "/gone.json"])
                #expect(throws: LogReadingError.system(path: root + "/gone.json", action: "open", code: ENOENT)) {
                    _ = try SourceFingerprint.of(found[1], upTo: 1)
                }
            }
        }
    }

    @Test func aPipeInAFolderIsNoLog() throws {
        try inFolder(["a.json"]) { root in
            let made = mkfifo(root + "/p.json", 0o600)
            #expect(made == 0)
            for argument in [root, root + "/*.json"] {
                let found = try LogDiscovery.sources(for: [argument])
                #expect(found.map(\.name) == [root + "/a.json"])
            }
            #expect(throws: LogReadingError.nothingFound(path: root + "/p*")) {
                try LogDiscovery.sources(for: [root + "/p*"])
            }
        }
    }

    @Test func aFileThatIsGoneIsAnErrorThatNamesIt() throws {
        let source = LogSource(path: "/nowhere/at/all.json", size: nil, modified: nil)
        let error = #expect(throws: LogReadingError.self) {
            _ = try SourceFingerprint.of(source, upTo: 10)
        }
        #expect(error?.description == "/nowhere/at/all.json: cannot open: No such file or directory")
    }

    @Test func aFolderThatCannotBeReachedIsNamedAndHidesNoOther() throws {
        try inFolder(["a.json"]) { root in
            // As long as leaves room for a file and not for one more folder, wherever temporary files are.
            var steps = ""
            while root.utf8.count + steps.utf8.count < 3990 {
                let room = 3990 - root.utf8.count - steps.utf8.count
                steps += (steps.isEmpty ? "" : "/") + String(repeating: "d", count: min(200, room))
            }
            try FileManager.default.createDirectory(atPath: root + "/" + steps, withIntermediateDirectories: true)
            try Data("{}".utf8).write(to: URL(filePath: root + "/" + steps + "/b.json"))
            // Its path is longer than the system takes (limits.h, PATH_MAX), so it is made from the folder it is in.
            let deep = String(repeating: "e", count: 200)
            let parent = open(root + "/" + steps, O_RDONLY | O_DIRECTORY)
            defer {
                unlinkat(parent, deep, AT_REMOVEDIR)
                close(parent)
            }
            #expect(mkdirat(parent, deep, 0o700) == 0)

            let found = try LogDiscovery.sources(for: [root])

            let problem = LogReadingError.system(
                path: [root, steps, deep].joined(separator: "/"), action: "list", code: ENAMETOOLONG)
            #expect(found.map(\.problem) == [nil, nil, problem])
        }
    }

    @Test func anArgumentThatNobodyMayLookAtIsNamedBesideTheOthers() throws {
        try inFolder(["a.json"]) { root in
            let long = "/" + Array(repeating: String(repeating: "d", count: 200), count: 30).joined(separator: "/")
            let found = try LogDiscovery.sources(for: [root, long])
            let problem = LogReadingError.system(path: long, action: "look at", code: ENAMETOOLONG)
            #expect(Set(found.map(\.problem)) == [nil, problem])
        }
    }

    @Test func theFolderOfReportsBelowTheLogsIsPassedOver() throws {
        try inFolder(["a.json", "reports/2026-03-10/report.json", "more/b.json"]) { root in
            let found = try LogDiscovery.sources(for: [root], without: root + "/reports/")
            #expect(Set(found.map(\.name)) == [root + "/a.json", root + "/more/b.json"])
            // Logs and reports in one folder are told apart by what they hold.
            #expect(try LogDiscovery.sources(for: [root], without: root).count == 3)
        }
    }

    @Test func aNameThatIsNotUTF8IsNamedByItsFolderUntilItIsRenamed() throws {
        try inFolder(["a.json"]) { root in
            let foreign = Array((root + "/caf").utf8) + [0xe9] + Array(".json".utf8)
            let made = (foreign + [0]).withUnsafeBytes {
                creat($0.baseAddress!.assumingMemoryBound(to: CChar.self), 0o600)
            }
            #expect(made >= 0)
            close(made)
            for argument in [root, root + "/*.json"] {
                let found = try LogDiscovery.sources(for: [argument])
                #expect(found.filter { $0.problem == nil }.map(\.name) == [root + "/a.json"])
                let said = found.compactMap(\.problem?.description)
                #expect(said.count == 1)
                #expect(said.first?.contains("is not UTF-8") == true)
            }
            #expect(!LogDiscovery.isSettled(root))
            _ = (foreign + [0]).withUnsafeBytes { unlink($0.baseAddress!.assumingMemoryBound(to: CChar.self)) }
            #expect(LogDiscovery.isSettled(root))
        }
    }

    @Test func aTimeOfChangeBeyondAllYearsIsTheLastOneThereIs() {
        #expect(Instant(fileTime: timespec(tv_sec: 1_773_126_761, tv_nsec: 100)).ticks == 17_731_267_610_000_001)
        #expect(Instant(fileTime: timespec(tv_sec: 1_000_000_000_000, tv_nsec: 0)).ticks == .max)
        #expect(Instant(fileTime: timespec(tv_sec: -1_000_000_000_000, tv_nsec: 0)).ticks == .min)
    }

    @Test func aFileWithSuchATimeIsReadAndNamed() throws {
        try inFolder(["a.json"]) { root in
            let source = LogSource(path: root + "/a.json", size: 1, modified: Instant(ticks: .max))
            let reader = LogReader(interner: Interner(knowing: Vocabulary()))
            let summary = try reader.read(source, events: { _ in }, rejection: { _ in })
            #expect(summary.bytes == 1)
            #expect(summary.warnings.count == 1)
        }
    }
}

@Suite struct FingerprintTests {
    @Test func aGrownFileKeepsItsFingerprintAndAChangedOneDoesNot() throws {
        let old = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        func of(_ bytes: [UInt8], _ offset: Int64) throws -> SourceFingerprint? {
            try SourceFingerprint.of(LogSource(name: "t", bytes: bytes), upTo: offset)
        }
        let first = try #require(try of(old, 200_000))
        #expect(try of(old + [1, 2, 3], 200_000) == first)
        for place in [0, 65_535, 199_999, 140_000] {
            var changed = old
            changed[place] ^= 1
            #expect(try of(changed, 200_000) != first)
        }
        #expect(try of(Array(old.dropLast()), 200_000) == nil)
        #expect(try SourceFingerprint.of(.standardInput, upTo: 1) == nil)
    }
}

/// Arguments that lead to nothing, beside others.
@Suite struct MissingPathTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let root = NSTemporaryDirectory() + "hubdrops-missing-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root + "/empty", withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: root + "/a.json"))
        try body(root)
    }

    @Test func aMissingPathBesideAGoodOneIsAProblemOfItsOwn() throws {
        try inFolder { (root: String) throws in
            for missing in [root + "/nope", root + "/n*", root + "/empty"] {
                for paths in [[missing, root + "/a.json"], [root + "/a.json", missing]] {
                    let found = try LogDiscovery.sources(for: paths)
                    #expect(found.filter { $0.problem == nil }.map(\.name) == [root + "/a.json"])
                    #expect(found.compactMap(\.problem).count == 1)
                }
            }
        }
    }

    @Test func whereNoneExistsTheFirstIsNamed() throws {
        try inFolder { root in
            #expect(throws: LogReadingError.nothingFound(path: root + "/x")) {
                try LogDiscovery.sources(for: [root + "/x", root + "/empty"])
            }
            #expect(throws: LogReadingError.noLogs(folder: root + "/empty")) {
                try LogDiscovery.sources(for: [root + "/empty"])
            }
            let found = try LogDiscovery.sources(for: [root + "/x"], isAll: false)
            #expect(found.compactMap(\.problem).count == 1)
        }
    }
}
