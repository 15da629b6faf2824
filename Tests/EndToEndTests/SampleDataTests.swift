import Foundation
import Testing

/// The sample day, as `make demo` runs it.
@Suite struct SampleDataTests {
    private static let expected = Program.repository.appending(path: "SampleData/expected/report.json")

    /// Runs in a folder that has SampleData in it, so that the paths in the report are those of a clone.
    private func report(in folder: TemporaryFolder) throws -> Program.Result {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("SampleData"),
            withDestinationPath: Program.repository.appending(path: "SampleData").path)
        var arguments = [
            "run", "--logs", "SampleData/logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10",
        ]
        for input in ["registry", "metrics", "health"] {
            for hub in ["", "-pumps-neu"] { arguments += ["--" + input, "SampleData/\(input)\(hub).json"] }
        }
        return try Program.hubdrops.run(arguments, at: folder)
    }

    /// Compares whole reports.
    ///
    /// RECORD=1 writes the expected one anew, to be read as a diff.
    @Test func theReportOfTheSampleDayIsAsExpected() throws {
        let folder = try TemporaryFolder()
        let result = try report(in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        let written = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try written.write(to: Self.expected)
            Issue.record("written anew, compared with nothing: read the diff, then test without RECORD")
        }
        #expect(try written == Data(contentsOf: Self.expected))
    }

    /// The sample has fewer devices that dropped: as many rows of its mean length are added as are missing.
    @Test func aPageOfTwoHundredDevicesIsBelowTwoHundredKilobytes() throws {
        let folder = try TemporaryFolder()
        _ = try report(in: folder)
        let page = try String(
            contentsOf: folder.url.appending(path: "out/2026-03-10/hubs/pumps-weu.html"), encoding: .utf8)
        let list = try #require(page.components(separatedBy: "aria-label=\"More devices by downtime\"").last)
        let rows = try #require(list.components(separatedBy: "</tbody>").first)
            .split(separator: "\n").filter { $0.hasPrefix("<tr><th scope=row>") }
        #expect(rows.count > 100)
        let mean = rows.reduce(0) { $0 + $1.utf8.count + 1 } / rows.count
        let size = page.utf8.count + (200 - 25 - rows.count) * mean
        #expect(size < 200_000, "\(size)")
    }

    /// A page that leads nowhere leaves its reader with the folder; a link that leads to nothing is worse.
    @Test func theLinksOfEveryPageLeadToFilesThatExist() throws {
        let folder = try TemporaryFolder()
        _ = try report(in: folder)
        let pages = try FileManager.default.subpathsOfDirectory(atPath: folder.path("out")).filter {
            $0.hasSuffix(".html") && !$0.hasPrefix("latest")
        }
        #expect(pages.count > 25)
        var targets: Set<String> = []
        for page in pages {
            let place = folder.url.appending(path: "out/" + page)
            let links = try String(contentsOf: place, encoding: .utf8).components(separatedBy: "href=\"").dropFirst()
                .compactMap { $0.components(separatedBy: "\"").first?.components(separatedBy: "#").first }
            for link in links where !link.isEmpty && !link.hasPrefix("http") {
                let target = place.deletingLastPathComponent().appending(path: link).standardizedFileURL.path
                #expect(FileManager.default.fileExists(atPath: target), "\(page): \(link)")
                targets.insert(String(target.dropFirst(folder.path("out").count + 1)))
            }
        }
        let day = "2026-03-10/"
        #expect(
            targets.isSuperset(
                of: ["index.html", day + "report.html", day + "report.md", day + "report.json", day + "drops.csv"]))
        #expect(targets.contains { $0.hasPrefix(day + "incidents/") && $0.hasSuffix("-site-outage.html") })
    }

    @Test func aWeekAndAMonthWithoutAnyDayGetNoReport() throws {
        let folder = try TemporaryFolder()
        _ = try report(in: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out"))
        #expect(Set(names) == ["2026-03-10", "index.html", "index.json", "latest"])
    }

    /// The truth is written by the generator, which shares no code with the rules.
    @Test func theCausesOfTheSampleDayAreThoseOfItsTruth() throws {
        let folder = try TemporaryFolder()
        _ = try report(in: folder)
        let truth = try causes(of: Program.repository.appending(path: "SampleData/truth/drops.csv"))
        let exported = try Program.hubdrops.run(
            "export", "drops", "--db", "h.sqlite", "--day", "2026-03-10", in: folder)
        let found = try causes(of: URL(filePath: folder.write(exported.output, to: "drops.csv")))
        #expect(Set(truth.keys) == Set(found.keys), "every drop, and no other")
        let renewals = truth.filter { $0.value == "token-renewal" }
        let others = truth.filter { $0.value != "token-renewal" }
        let rightRenewals = renewals.count { found[$0.key] == "token-renewal" }
        let falseRenewals = others.count { found[$0.key] == "token-renewal" }
        let rightOthers = others.count { found[$0.key] == $0.value }
        #expect(Double(rightRenewals) >= 0.99 * Double(renewals.count))
        #expect(Double(falseRenewals) <= 0.005 * Double(others.count))
        #expect(Double(rightOthers) >= 0.95 * Double(others.count))
    }

    /// Causes by hub, device, module and start.
    ///
    /// No field of these columns needs quotes in the sample.
    private func causes(of file: URL) throws -> [String: String] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let columns = try #require(lines.first).split(separator: ",").map(String.init)
        let cause = try #require(columns.firstIndex(of: "cause"))
        var causes: [String: String] = [:]
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            // Drops of the day only: the truth also tells of the hours around it.
            guard fields[3].hasPrefix("2026-03-10") else { continue }
            causes[fields[0..<4].joined(separator: ",")] = fields[cause]
        }
        return causes
    }
}
