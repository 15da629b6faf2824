import Settings
import Testing

@Suite struct ConfigurationReaderTests {
    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "~\n", "{}\n", "\u{FEFF}\n"])
    func anEmptyFileGivesTheDefaults(yaml: String) throws {
        #expect(try read(yaml) == Configuration())
    }

    @Test func anUnknownKeyIsNamedWithItsPlaceAndTheKeyThatWasMeant() {
        #expect(
            problems("# first\nday: yesterday\nwindw: 15m\n") == [
                #"hubdrops.yaml:3:1: unknown key "windw"; did you mean "window"?"#
            ])
    }

    @Test func anUnknownKeyInsideAMappingIsNamedWithItsPlace() {
        #expect(
            problems("alerts:\n  new-code: true\n  drop-over: 5\n") == [
                #"hubdrops.yaml:3:3: unknown key "drop-over"; did you mean "drops-over"?"#
            ])
    }

    @Test func anUnderscoreInPlaceOfAHyphenIsRecognised() {
        #expect(
            problems("time_zone: UTC\n") == [
                #"hubdrops.yaml:1:1: unknown key "time_zone"; did you mean "time-zone"?"#
            ])
    }

    @Test func aNameThatIsNearNothingGetsNoSuggestion() {
        #expect(problems("colour: blue\n") == [#"hubdrops.yaml:1:1: unknown key "colour""#])
    }

    @Test func allProblemsAreListedInTheOrderOfTheirPlaces() {
        let yaml = "window: 7m\nlate-days: many\nunits: 0\nredact: perhaps\n"
        #expect(
            problems(yaml) == [
                #"hubdrops.yaml:1:9: expected a length that divides a day, such as 15m or 1h, found "7m""#,
                #"hubdrops.yaml:2:12: expected a whole number from 0 to 31, found "many""#,
                #"hubdrops.yaml:3:8: expected a whole number from 1 to 1000, found "0""#,
                #"hubdrops.yaml:4:9: expected true or false, found "perhaps""#,
            ])
    }

    @Test func problemsBeyondFiftyAreCounted() throws {
        let yaml = (1...60).map { "key-number-\($0): 1\n" }.joined()
        let error = try #require(throws: ConfigurationError.self) { try read(yaml) }
        #expect(error.problems.count == 50)
        #expect(error.description.hasSuffix("\nand 10 more"))
    }

    @Test func aKeyThatStandsTwiceIsAnError() {
        let yaml = "day: yesterday\nday: 2026-03-10\n"
        #expect(problems(yaml) == ["hubdrops.yaml:1:1: key \"day\" appears more than once"])
    }

    @Test func aKeyThatStandsTwiceInTwoWritingsIsAnError() {
        let yaml = "codes:\n  404104: {advice: a}\n  \"404104\": {advice: b}\n"
        #expect(problems(yaml) == ["hubdrops.yaml:3:3: key \"404104\" appears more than once"])
    }

    @Test func aTabIsNamedAsATab() {
        #expect(
            problems("mail:\n\twhen: always\n") == ["hubdrops.yaml:2:1: this line is indented with a tab; use spaces"])
    }

    @Test(arguments: ["day: [yesterday\n", "day: 'yesterday\n", "a: b: c\n", "- a\nb: c\n", "}\n", "%YAML 9.9\n---\n"])
    func whatIsNotYAMLIsAnErrorWithAPlace(yaml: String) throws {
        let messages = problems(yaml)
        let message = try #require(messages.first)
        #expect(messages.count == 1)
        #expect(message.hasPrefix("hubdrops.yaml:"))
        #expect(message.contains(": not YAML: "))
    }

    @Test(arguments: ["- a list\n", "a text\n", "12\n"])
    func aFileThatIsNoMappingIsAnError(yaml: String) {
        #expect(problems(yaml) == ["hubdrops.yaml:1:1: expected the configuration to be a mapping of keys to values"])
    }

    @Test func twoDocumentsAreAnError() {
        #expect(problems("day: yesterday\n---\nday: yesterday\n").count == 1)
    }

    @Test func aTagIsRefusedAndDoesNothing() {
        #expect(
            problems("database: !include /etc/passwd\n") == [
                #"hubdrops.yaml:1:11: tag "!include" is not supported"#
            ])
        #expect(problems("database: !!python/object:os.system x\n").count == 1)
    }

    @Test func anAnchorCanBeUsedAgain() throws {
        let configuration = try read("mail:\n  from: &me ops@example.org\n  to: *me\n")
        #expect(configuration.mail?.to == ["ops@example.org"])
    }

    @Test func aliasesThatMultiplyAreRefused() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        yaml += "? *a30\n: 1\n"
        #expect(problems(yaml) == ["hubdrops.yaml: more than 16 aliases (*name)"])
    }

    @Test func aStarInAPatternIsNoAlias() throws {
        let yaml = "logs:\n" + (0..<40).map { "  - /logs/\($0)/*/*.json\n" }.joined()
        #expect(try read(yaml).logs.count == 40)
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func deepNestingIsRefused(opening: String) {
        #expect(problems(String(repeating: opening, count: 100_000)).count == 1)
    }

    @Test func aFileBeyondTheLimitIsRefused() {
        let yaml = "#" + String(repeating: "x", count: ConfigurationReader.mostBytes)
        #expect(problems(yaml) == ["hubdrops.yaml: larger than 1048576 bytes"])
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let reader = ConfigurationReader()
        #expect(throws: ConfigurationError.self) { try reader.read([0x61, 0xFF, 0x0A], file: "f.yaml") }
        #expect(throws: ConfigurationError.self) { try reader.read([0x61, 0x00, 0x0A], file: "f.yaml") }
    }

    @Test func aKeyWithNothingAfterItIsAsGoodAsLeftOut() throws {
        #expect(try read("mail:\ndatabase:\nwindow: ~\nalerts:\n  within:\ncodes:\n") == Configuration())
    }

    @Test func controlCharactersOfTheFileDoNotReachTheMessage() {
        #expect(problems(#""\e[31mred": 1"#) == [#"hubdrops.yaml:1:1: unknown key "�[31mred""#])
    }
}
