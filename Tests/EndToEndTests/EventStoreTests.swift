import Foundation
import Testing

/// A database in ClickHouse, as far as no server is needed.
@Suite struct EventStoreTests {
    @Test func anAddressThatIsNoneIsAMistakeOfTheCommandLine() throws {
        let folder = try TemporaryFolder()
        let result = try Program.hubdrops.run(
            ["report", "--db", "clickhouse://h1,h2/db", "--day", "2026-03-10", "--out", folder.path("out")])
        #expect(result.status == 64)
        #expect(result.errors.contains("clickhouse://h1,h2/db: several hosts need cluster=NAME"))
    }

    @Test(arguments: [["import", "x.json"], ["status"], ["export", "counts"]])
    func aServerThatDoesNotAnswerIsTriedAgainLater(words: [String]) throws {
        let folder = try TemporaryFolder()
        let result = try Program.hubdrops.run(
            words + ["--db", "clickhouse://127.0.0.1:1/db?copy=" + folder.path("copy.sqlite")],
            environment: ["HUBDROPS_CLICKHOUSE_PASSWORD": "s3cret"])
        #expect(result.status == 75)
        #expect(result.errors.split(separator: "\n").count == 1 && result.errors.contains("127.0.0.1:1"))
        #expect(!result.errors.contains("s3cret"))
    }

    @Test func theConfigurationMayNameAnAddress() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path("copy.sqlite")
        let file = try folder.write(
            "database: \"clickhouse://127.0.0.1:1/db?copy=\(copy)\"\noutput: out\n", to: "hubdrops.yaml")
        let result = try Program.hubdrops.run(["check", "--config", file])
        #expect(result.output.contains("127.0.0.1:1: "))
        let report = try Program.hubdrops.run(["report", "--config", file, "--day", "2026-03-10"])
        #expect(report.status == 75)
    }
}
