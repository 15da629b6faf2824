import Testing

@testable import Diagnosis

@Suite struct ThresholdTests {
    @Test func everyThresholdHasItsRowAtItsPlaceAndANameOfItsOwn() {
        #expect(Threshold.table.map(\.threshold) == Threshold.allCases)
        #expect(Set(Threshold.allCases.map(\.name)).count == Threshold.allCases.count)
    }

    @Test(arguments: Threshold.allCases)
    func aDefaultLiesWithinItsRange(threshold: Threshold) {
        let row = threshold.definition
        if let range = row.range { #expect(range.contains(row.standard)) }
    }

    @Test func onlyTheLimitOfTheHubFollowsFromOtherSettings() {
        #expect(Threshold.allCases.filter { $0.definition.range == nil } == [.connectsPerSecondLimit])
    }

    @Test func aDefaultInASentenceIsTheOneOfTheTable() {
        let prose: RuleProse = "Back within \(.renewalBack), " + "\(.rhythmSpread) of \(.rhythmAges, less: 1)."
        #expect(prose.text == "Back within 60 seconds, 5 % of 3.")
        #expect(prose.withoutThresholds == "Back within , " + " of .")
    }

    @Test(arguments: [
        (Threshold.Unit.seconds, 5, "5 seconds"), (.seconds, 90, "90 seconds"), (.seconds, 600, "10 minutes"),
        (.minutes, 8, "8 minutes"), (.percent, 0.5, "0.5 %"), (.whole("devices"), 12, "12"),
        (.number("deviations"), 2.5, "2.5"),
    ])
    func aNumberIsWrittenAsPeopleSayIt(unit: Threshold.Unit, value: Double, words: String) {
        #expect(unit.words(value) == words)
    }

    @Test(arguments: [
        (Threshold.Unit.seconds, 1, "1 s"), (.whole("devices"), 1, "1 device"), (.whole("devices"), 2, "2 devices"),
        (.number("connects/s"), 1, "1 connects/s"), (.percent, 1, "1 %"),
    ])
    func aCellOfATableHasItsUnit(unit: Threshold.Unit, value: Double, cell: String) {
        #expect(unit.cell(value) == cell)
    }

    /// Numbers that sentences of rules may have although no threshold gives them.
    private static let otherNumbers: [String: [String]] = [
        // Hours, below which an age that devices share is no token's.
        "token-renewal": ["4"],
        // Round values of idle timers, in minutes.
        "idle-timeout": ["4", "5", "10"],
        // Minutes before and after a move.
        "moved": ["15", "30"],
        // Midnight, when the quota starts afresh.
        "daily-quota": ["00", "00", "00", "00"],
        // Microsoft's limits by tier.
        "connect-limit": ["100", "12", "1", "1", "120", "2", "2", "6,000", "3", "3"],
        // A day; and drops above which a device meets any time of day by chance.
        "fixed-time-of-day": ["6"], "registry-disagrees": ["5"],
        // The smallest group; drops that are enough to compare, and that one device counts with at most.
        "credential-refused-for-good": ["3"],
        "old-sdk": ["10", "10"],
    ]

    @Test func noSentenceOfARuleHasANumberOfItsOwnWhereThereIsAThreshold() {
        for text in Playbook.texts {
            let words = (text.what.withoutThresholds + " " + text.thresholds.withoutThresholds)
                .replacing(/\b[45]\d\d(\d\d\d|xxx)?\b/, with: "").replacing(/5xx|P\d\d|203\.0(\.113)?|X\.509/, with: "")
            let numbers = words.matches(of: /\d[\d.,]*\d|\d/).map { String($0.output) }
            #expect(numbers == Self.otherNumbers[text.name] ?? [], "\(text.name)")
        }
    }
}
