import Diagnosis
import Settings
import Testing

@Suite struct ThresholdTests {
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
        expected.groupSeconds = 120
        expected.incidentWindowMinutes = 60
        expected.flappingDropsInDay = 6
        expected.groupSharePercent = 75
        expected.oldSDKRateFactor = 2.5
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

    /// All numbers but the hub's limit, which follows from its tier and units.
    @Test func everyNumberThatARuleDecidesByIsASetting() {
        let numbers = Mirror(reflecting: AnalysisSettings()).children.filter { $0.value is Double }.count
        #expect(Set(ThresholdDefinition.all.map(\.path)).count == numbers - 1)
        #expect(Set(ThresholdDefinition.all.map(\.name)).count == numbers - 1)
    }

    /// The report's appendix and the configuration speak of one number by one name and in one unit.
    @Test(arguments: AnalysisSettings.fields)
    func aThresholdHasOneNameAndOneUnitInTheReportAndInTheConfiguration(field: ThresholdField) throws {
        // The hub's limit follows from its tier and units.
        if field.name == "connects-per-second-limit" { return }
        let definition = try #require(ThresholdDefinition.all.first { $0.path == field.path })
        #expect(definition.name == field.name)
        let units: [String] =
            switch definition.unit {
            case .seconds: ["s"]
            case .minutes: ["min"]
            case .percent: ["%"]
            case .count, .number:
                [
                    "records", "ages", "drops", "takeovers", "refusals", "devices", "closes", "days", "deviations",
                    "times",
                ]
            }
        #expect(units.contains(field.unit))
    }

    @Test(arguments: ThresholdDefinition.all)
    func aDefaultLiesWithinItsRange(definition: ThresholdDefinition) {
        #expect(definition.range.contains(AnalysisSettings()[keyPath: definition.path]))
    }

    @Test(arguments: ThresholdDefinition.all)
    func everyThresholdIsDocumentedWithItsDefault(definition: ThresholdDefinition) throws {
        let value = Int(AnalysisSettings()[keyPath: definition.path])
        let shown =
            switch definition.unit {
            case .seconds: "\(value)s"
            case .minutes: "\(value)m"
            case .count, .number: "\(value)"
            case .percent: "\(value)%"
            }
        let text = try DocumentationTests.text("docs/configuration.md")
        #expect(text.contains("\n| `\(definition.name)` | `\(shown)` | "))
    }
}
