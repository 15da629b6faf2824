import Foundation
import LogReading
import Testing

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
        let names = ["a.json", "b.JSONL", "c.csv", "d.csv.gz", "e.txt", ".f.json", "sub/g.json.gz", "PT05M_2.json"]
        try inFolder(names) { root in
            let found = try LogDiscovery.sources(for: [root]).map { String($0.name.dropFirst(root.count + 1)) }
            #expect(found == ["PT05M_2.json", "a.json", "b.JSONL", "c.csv", "d.csv.gz", "sub/g.json.gz"])
            #expect(try LogDiscovery.sources(for: [root + "/e.txt"]).count == 1)
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
