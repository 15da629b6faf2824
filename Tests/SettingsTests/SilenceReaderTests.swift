import Diagnosis
import Model
import Settings
import Testing

@Suite struct SilenceReaderTests {
    private func silences(_ yaml: String) throws(ConfigurationError) -> [Silence] {
        try SilenceReader().read(Array(yaml.utf8), file: "silences.yaml")
    }

    private func problems(_ yaml: String) -> [String] {
        do throws(ConfigurationError) {
            _ = try silences(yaml)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func aSilenceSaysWhatWhoWhyAndUntilWhen() throws {
        let found = try silences(
            """
            - finding: not-back
              hub: pumps-*
              device: valve-12??
              who: Ada
              why: in store
              until: 2026-04-30
            - {key: flapping/pumps/, who: Grace, why: change 4711, until: 2026-03-20}
            """)
        #expect(
            found == [
                Silence(
                    kind: .notBack, hub: "pumps-*", device: "valve-12??", who: "Ada", why: "in store",
                    until: CivilDate("2026-04-30")!),
                Silence(key: "flapping/pumps/", who: "Grace", why: "change 4711", until: CivilDate("2026-03-20")!),
            ])
    }

    @Test func anEmptyFileSilencesNothing() throws {
        #expect(try silences("") == [])
    }

    @Test func anUnknownKeyIsNamedWithLineAndColumn() {
        #expect(
            problems("- key: x\n  who: a\n  why: b\n  untill: 2026-01-01\n") == [
                "silences.yaml:4:3: unknown key \"untill\"; did you mean \"until\"?"
            ])
    }

    @Test(arguments: ["who", "why", "until"])
    func nobodySilencesWithoutNameReasonAndEnd(left: String) {
        let lines = ["- key: x", "  who: a", "  why: b", "  until: 2026-01-01"].filter { !$0.contains(left) }
        #expect(problems(lines.joined(separator: "\n")) == ["silences.yaml:1:3: \(left) is missing"])
    }

    @Test func aSilenceOfEverythingIsRefused() {
        #expect(problems("- {hub: x, who: a, why: b, until: 2026-01-01}").count == 1)
    }

    @Test func aDateThatDoesNotExistIsRefused() {
        #expect(problems("- {key: x, who: a, why: b, until: 2026-02-30}").count == 1)
    }

    @Test(arguments: SilenceReader.keys)
    func everyKeyIsDocumented(key: String) throws {
        let text = try DocumentationTests.text("docs/configuration.md")
        #expect(text.contains("  \(key): ") || text.contains("- \(key): "))
    }
}
