import Diagnosis
import Foundation
import Settings
import Testing

@Suite struct ThresholdSettingsTests {
    @Test func thresholdsAreReadInTheirUnitAndReachTheAnalysis() throws {
        let yaml = """
            thresholds:
              drop-group: 2m
              incident-window: 1h
              flapping-in-day: 6
              group-share: 75%
              old-sdk-rate: 2.5
            """
        var analysis = AnalysisSettings()
        analysis.apply(try read(yaml).thresholds)
        var expected = AnalysisSettings()
        expected[.dropGroup] = 120
        expected[.incidentWindow] = 60
        expected[.flappingInDay] = 6
        expected[.groupShare] = 75
        expected[.oldSDKRate] = 2.5
        #expect(analysis == expected)
        let sources = Dictionary(uniqueKeysWithValues: analysis.thresholds.map { ($0.name, $0.source) })
        #expect(sources["flapping-in-day"] == "the configuration")
        #expect(sources["flapping-in-hour"] == "set by hubdrops")
    }

    @Test(arguments: [
        ("drop-group: 60", "expected a length of time from 1s to 1h"), ("drop-group: 2h", "from 1s to 1h"),
        ("incident-window: 30s", "from 1m to 1d"), ("flapping-in-day: 1", "a whole number from 2 to 100000"),
        ("flapping-in-day: 2.5", "a whole number"), ("group-share: 0", "a number from 1 to 100"),
        ("old-sdk-rate: nan", "a number from 1 to 1000"), ("old-sdk-rate: 0x10", "a number from 1 to 1000"),
        ("old-sdk-rate: 1e1", "a number from 1 to 1000"), ("drop-gruop: 60s", "did you mean \"drop-group\"?"),
    ])
    func aThresholdOutOfItsDefinitionIsRefused(entry: String, expected: String) throws {
        let message = try #require(problems("thresholds: {\(entry)}").first)
        #expect(message.contains(expected))
    }

    @Test func theHubsLimitFollowsFromItsTierAndUnits() throws {
        let message = try #require(problems("thresholds: {connects-per-second-limit: 100}").first)
        #expect(message.contains("unknown threshold"))
    }

    @Test func theDocumentationListsEveryThresholdWithItsDefaultAndItsMeaning() throws {
        let rows = Threshold.allCases.map(\.definition).filter { $0.range != nil }.map { row in
            let value = Int(row.standard)
            let shown =
                switch row.unit {
                case .seconds: "\(value)s"
                case .minutes: "\(value)m"
                case .whole, .number: "\(value)"
                case .percent: "\(value)%"
                }
            return "| `\(row.name)` | `\(shown)` | \(row.meaning) |"
        }
        let text = try DocumentationTests.text("docs/configuration.md")
        let section = try #require(text.components(separatedBy: "\n## Thresholds\n").dropFirst().first)
        let written = section.components(separatedBy: "\n## ")[0].split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(written.map(String.init) == rows)
    }

    @Test func aThresholdOfTheExampleIsItsDefault() throws {
        let lines = try DocumentationTests.text("packaging/hubdrops.yaml").components(separatedBy: "\n#thresholds:\n")[
            1
        ]
        .split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("#  ") }
        let example = try read((["thresholds:"] + lines.map { $0.dropFirst() }).joined(separator: "\n")).thresholds
        #expect(!example.isEmpty)
        for (name, value) in example {
            #expect(Threshold.allCases.first { $0.name == name }?.definition.standard == value, "\(name)")
        }
    }
}
