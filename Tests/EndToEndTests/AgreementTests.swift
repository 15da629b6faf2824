import Foundation
import Testing

/// All outputs of one run say the same numbers; a script that knows nothing of the program reads them back.
@Suite struct AgreementTests {
    private static let script = Program.repository.appending(path: "Tests/agreement/outputs.py").path

    private func sampleDay(in folder: TemporaryFolder) throws -> String {
        let sample = Program.repository.appending(path: "SampleData").path
        try folder.write(
            """
            mail:
              from: reports@ops.example
              attach-csv: true
            renewals-csv: true
            tickets: [gfm, gitlab, ado-html, plain]
            """, to: "hubdrops.yaml")
        let result = try Program.hubdrops.run(
            "run", "--config", "hubdrops.yaml", "--logs", sample + "/logs", "--db", "h.sqlite", "--out", "out", "--day",
            "2026-03-10", "--registry", sample + "/registry.json", "--registry", sample + "/registry-pumps-neu.json",
            "--health", sample + "/health.json", "--health", sample + "/health-pumps-neu.json", in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return folder.path("out/2026-03-10")
    }

    @Test func everyOutputOfARunSaysTheSameNumbers() throws {
        let folder = try TemporaryFolder()
        let day = try sampleDay(in: folder)
        let agreed = try Program.python.run(Self.script, day)
        #expect(agreed.status == 0, "\(agreed.output) \(agreed.errors)")

        // The script sees a number that is wrong: one drop less, and another downtime in a ticket.
        let drops = try String(contentsOfFile: day + "/drops.csv", encoding: .utf8)
        let lines = drops.split(separator: "\n")
        let one = try #require(lines.firstIndex { $0.contains("network-loss") })
        try Data((lines[..<one] + lines[(one + 1)...]).joined(separator: "\n").utf8).write(
            to: URL(filePath: day + "/drops.csv"))
        let ticket = day + "/tickets/day.plain.txt"
        let text = try String(contentsOfFile: ticket, encoding: .utf8)
        try Data(text.replacing("downtime in device-hours: ", with: "downtime in device-hours: 9").utf8)
            .write(to: URL(filePath: ticket))
        let wrong = try Program.python.run(Self.script, day)
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("drops.csv: drops: "))
        #expect(wrong.output.contains("day.plain.txt: device-hours: "))
    }
}
