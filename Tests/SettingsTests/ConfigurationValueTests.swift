import Diagnosis
import Model
import Settings
import Testing

@Suite struct ConfigurationValueTests {
    @Test func theDefaultsAreTheDocumentedOnes() {
        let configuration = Configuration()
        #expect(configuration.day == .yesterday)
        #expect(configuration.timeZone == "UTC")
        #expect(configuration.window.seconds == 900)
        #expect(configuration.contextBefore.seconds == 10_800)
        #expect(configuration.contextAfter.seconds == 3600)
        #expect(configuration.lateDays == 2)
        #expect(configuration.lockWait.seconds == 0)
        #expect(configuration.failOn == .nothing)
        #expect(configuration.mail == nil)
        #expect(configuration.connectLimit == nil)
    }

    @Test func aSingleValueIsAListOfOne() throws {
        #expect(try read("hubs: pumps-weu").hubs == ["pumps-weu"])
        #expect(try read("hubs: [pumps-weu, PUMPS-NEU]").hubs == ["pumps-weu", "pumps-neu"])
    }

    @Test func aRelativePathStartsFromTheFolderOfTheFile() throws {
        let configuration = try read("database: state.sqlite\noutput: /srv/out\nlogs: [a/b]", folder: "/etc/hubdrops")
        #expect(configuration.database == "/etc/hubdrops/state.sqlite")
        #expect(configuration.output == "/srv/out")
        #expect(configuration.logs == ["/etc/hubdrops/a/b"])
    }

    @Test func aTildeIsRefusedAndNotTakenForAFolder() {
        #expect(problems("database: ~/x").first?.contains("is not expanded") == true)
    }

    @Test func aDayIsYesterdayOrADateThatExists() throws {
        #expect(try read("day: 2024-02-29").day == CivilDate(year: 2024, month: 2, day: 29).map(DayChoice.date))
        #expect(problems("day: 2026-02-29").count == 1)
        #expect(problems("day: tomorrow").count == 1)
    }

    @Test func anUnknownTimeZoneGetsASuggestion() {
        #expect(
            problems("time-zone: Europe/Berlln") == [
                #"hubdrops.yaml:1:12: unknown time zone "Europe/Berlln"; did you mean "Europe/Berlin"?"#
            ])
        #expect(problems("time-zone: PST").count == 1)
    }

    @Test(arguments: [
        ("tier: S1\nunits: 2", 100), ("tier: S1\nunits: 10", 120), ("tier: S2\nunits: 3", 360), ("tier: S3", 6000),
        ("tier: F1", 100), ("tier: B2", 120), ("tier: B3\nunits: 2", 12_000),
    ])
    func tierAndUnitsGiveTheConnectLimit(yaml: String, expected: Int) throws {
        #expect(try read(yaml).connectLimit == expected)
    }

    @Test func unitsWithoutATierMeanNothingAndAreRefused() {
        #expect(problems("units: 2") == ["hubdrops.yaml:1:1: units needs tier"])
    }

    @Test func memoryAndSlicesAreTwoAnswersToOneQuestion() {
        #expect(problems("slices: 4\nmemory: 512") == ["hubdrops.yaml:1:1: slices and memory exclude each other"])
    }

    @Test func aCodeHasAdviceAndRunbook() throws {
        let yaml = "codes:\n  404104:\n    advice: Call the site.\n    runbook: https://wiki.example.org/404104\n"
        let code = try #require(try read(yaml).codes["404104"])
        #expect(code.advice == "Call the site.")
        #expect(code.runbook == "https://wiki.example.org/404104")
    }

    @Test(arguments: ["javascript:alert(1)", "ftp://example.org", "https://example.org/a b"])
    func aRunbookIsAWebAddress(address: String) {
        #expect(problems("codes: {\"404104\": {runbook: \"\(address)\"}}").count == 1)
    }

    @Test func whatIsNoCodeIsRefused() {
        #expect(
            problems("codes: {timeout: {advice: x}}") == [
                #"hubdrops.yaml:1:9: expected a code such as 404104, found "timeout""#
            ])
    }

    @Test func alertsAreOffUnlessTheyAreNamed() throws {
        let configuration = try read("alerts: {connected-down-percent: 20%, within: 30m, device-not-back: [a, B]}")
        #expect(configuration.alerts.connectedFallPercent == 20)
        #expect(configuration.alerts.fallMinutes == 30)
        #expect(configuration.alerts.devicesNotBack == ["a", "B"])
        #expect(configuration.alerts.connectedBelow == nil)
        #expect(configuration.alerts.newCode == nil)
        #expect(try read("alerts: {new-code: false}").alerts.newCode == false)
    }

    @Test func withinNeedsTheAlertThatItBelongsTo() {
        #expect(problems("alerts: {within: 30m}").count == 1)
        #expect(problems("alerts: {connected-down-percent: 20, within: 330s}").count == 1)
    }

    @Test func failOnTakesNamesOfAlerts() throws {
        let some = try read("fail-on: [new-code, input-missing]").failOn
        #expect(some.includes(.newCode) && some.includes(.inputMissing) && !some.includes(.dropsOver))
        #expect(try read("fail-on: any").failOn.includes(.serviceIncident))
        #expect(try read("fail-on: none").failOn == .nothing)
        #expect(problems("fail-on: [none, new-code]").count == 1)
        #expect(problems("fail-on: everything").count == 1)
    }

    @Test func aCommandIsALineForTheShellOrAProgramWithArguments() throws {
        #expect(try read("on-success: logger done").onSuccess?.words == ["/bin/sh", "-c", "logger done"])
        #expect(try read("on-failure: [logger, \"not done\"]").onFailure?.words == ["logger", "not done"])
        #expect(problems("on-failure: []").count == 1)
    }

    @Test func countsAreNotKeptShorterThanEvents() throws {
        #expect(try read("retention: {events: 90d, rollups: 400d}").retention.rollups?.seconds == 34_560_000)
        #expect(problems("retention: {events: 90d, rollups: 30d}").count == 1)
        #expect(problems("retention: {events: 12h}").count == 1)
    }

    @Test(arguments: ["90", "1.5h", "-3h", "3 h", "h", "", "99999999999s", "10001d", "٣h"])
    func whatIsNoLengthOfTimeIsRefused(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test(arguments: [("90s", 90), ("15m", 900), ("3h", 10_800), ("90d", 7_776_000), ("0s", 0)])
    func aLengthOfTimeIsANumberAndAUnit(text: String, seconds: Int64) {
        #expect(TimeSpan(text)?.seconds == seconds)
    }

    @Test(arguments: ["0s", "90s", "15m", "90m", "3h", "25h", "90d"])
    func aLengthOfTimeIsSaidInItsLargestWholeUnit(text: String) {
        #expect(TimeSpan(text)?.description == text)
    }
}
