import Foundation
import Testing

/// The pages beside that of the day: index, week, devices, and what silences do to a day.
@Suite struct PagesTests {
    private func day(_ folder: TemporaryFolder, _ more: [String] = []) throws -> Program.Result {
        try Program.hubdrops.run(
            [
                "run", "--logs", Program.repository.appending(path: "SampleData/logs").path, "--db", "h.sqlite",
                "--out",
                "out", "--day", "2026-03-10",
            ] + more, at: folder)
    }

    private func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }

    @Test func theIndexHasTheDayAndForgetsItWithItsFolder() throws {
        let folder = try TemporaryFolder()
        #expect(try day(folder).status == 0)
        #expect(try text(folder, "out/index.html").contains("href=\"2026-03-10/report.html\""))
        #expect(
            try Program.hubdrops.run("report", "--week", "2026-W11", "--db", "h.sqlite", "--out", "out", in: folder)
                .status == 0)
        #expect(try text(folder, "out/2026-W11/report.html").contains("href=\"../2026-03-10/report.html\""))
        #expect(try text(folder, "out/index.html").contains("href=\"2026-W11/report.html\""))
        try FileManager.default.removeItem(at: folder.url.appending(path: "out/2026-03-10"))
        #expect(
            try Program.hubdrops.run("report", "--month", "2026-03", "--db", "h.sqlite", "--out", "out", in: folder)
                .status == 0)
        #expect(try !text(folder, "out/index.html").contains("href=\"2026-03-10/report.html\""))
    }

    @Test func everyLinkToADevicePageLeadsToOne() throws {
        let folder = try TemporaryFolder()
        _ = try day(folder)
        let links = try text(folder, "out/2026-03-10/report.html").components(separatedBy: "href=\"devices/")
            .dropFirst()
            .map { String($0.prefix { $0 != "\"" }) }
        #expect(links.count == 25)
        for link in links {
            #expect(FileManager.default.fileExists(atPath: folder.path("out/2026-03-10/devices/" + link)), "\(link)")
        }
    }

    /// On pages of days, hubs, devices, incidents, a week, and the index; with the place on the page, if one is named.
    @Test func everyLinkLeadsToAFileAndAPlace() throws {
        let folder = try TemporaryFolder()
        _ = try day(folder)
        let logs = Program.repository.appending(path: "SampleData/logs").path
        for more in [["report", "--week", "2026-W11"], ["run", "--logs", logs, "--day", "2026-03-11"]] {
            _ = try Program.hubdrops.run(more + ["--db", "h.sqlite", "--out", "out"], at: folder)
        }
        let pages = try FileManager.default.subpathsOfDirectory(atPath: folder.path("out"))
            .filter { $0.hasSuffix(".html") && !$0.hasPrefix("latest/") }
        #expect(pages.contains("2026-03-10/next.html") && pages.contains { $0.contains("/incidents/") })
        var links = 0
        for page in pages {
            for match in try text(folder, "out/" + page).matches(of: /href="([^"#]*)(?:#([^"]*))?"/)
            where !match.1.hasPrefix("http") {
                let path = match.1.isEmpty ? page : (page as NSString).deletingLastPathComponent + "/" + match.1
                let target = URL(filePath: folder.path("out/" + path)).standardized
                let found = try? String(contentsOf: target, encoding: .utf8)
                #expect(found != nil, "\(page) links to \(path)")
                if let place = match.2 { #expect(found?.contains("id=\"\(place)\"") == true, "\(page): \(match.0)") }
                links += 1
            }
        }
        #expect(links > 200)
    }

    @Test func theWayToANeighbourChangesAndTheReportDoesNot() throws {
        let folder = try TemporaryFolder()
        _ = try day(folder)
        let page = try text(folder, "out/2026-03-10/report.html")
        #expect(page.contains("href=\"next.html\""))
        #expect(try text(folder, "out/2026-03-10/next.html").contains("No later report yet"))
        let logs = Program.repository.appending(path: "SampleData/logs").path
        _ = try Program.hubdrops.run(
            ["run", "--logs", logs, "--db", "h.sqlite", "--out", "out", "--day", "2026-03-11"], at: folder)
        #expect(try text(folder, "out/2026-03-10/report.html") == page)
        #expect(try text(folder, "out/2026-03-10/next.html").contains("url=../2026-03-11/report.html"))
        #expect(try text(folder, "out/2026-03-11/previous.html").contains("url=../2026-03-10/report.html"))
    }

    @Test func aSilencedFindingLeavesTheActionsAndIsCounted() throws {
        let folder = try TemporaryFolder()
        try "- {finding: duplicate-identity, who: Ada, why: known, until: 2026-03-10}\n".write(
            toFile: folder.path("silences.yaml"), atomically: true, encoding: .utf8)
        try "silences: silences.yaml\n".write(
            toFile: folder.path("hubdrops.yaml"), atomically: true, encoding: .utf8)
        #expect(try day(folder, ["--config", "hubdrops.yaml"]).status == 0)
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(text(folder, "out/2026-03-10/report.json").utf8)) as? [String: Any])
        let actions = try #require(report["actions"] as? [[String: Any]])
        #expect(!actions.contains { $0["kind"] as? String == "duplicate-identity" })
        let findings = try #require(report["findings"] as? [[String: Any]])
        let silenced = findings.filter { $0["state"] as? String == "silenced" }
        #expect(!silenced.isEmpty)
        #expect(silenced.allSatisfy { $0["kind"] as? String == "duplicate-identity" })
        #expect(try text(folder, "out/2026-03-10/report.html").contains("silenced</summary>"))
    }

    @Test func aMistakeInTheSilencesIsNamedByLineAndEndsTheRun() throws {
        let folder = try TemporaryFolder()
        try "- who: Ada\n  wy: x\n".write(toFile: folder.path("silences.yaml"), atomically: true, encoding: .utf8)
        try "silences: silences.yaml\n".write(
            toFile: folder.path("hubdrops.yaml"), atomically: true, encoding: .utf8)
        let result = try day(folder, ["--config", "hubdrops.yaml"])
        #expect(result.status == 78)
        #expect(result.errors.contains("silences.yaml:2:3: unknown key \"wy\"; did you mean \"why\"?"))
        let check = try Program.hubdrops.run("check", "--config", "hubdrops.yaml", in: folder)
        #expect(check.status == 78)
        #expect(check.output.contains("silences.yaml:2:3"))
    }
}
