import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct ComparisonTests {
    private let day = SmallDay.day

    private func summary(daysBefore: Int, zone: String = "UTC", hubs: [String] = ["hub"]) -> DaySummary {
        var summary = DaySummary(SmallDay.report())
        summary.date = day.date.advanced(byDays: -daysBefore).description
        summary.timeZone = zone
        summary.hubs = hubs
        return summary
    }

    private func compared(_ history: [DaySummary], hubs: [String] = ["hub"]) -> [String] {
        Comparison(day: day, hubs: hubs, history: history).withRecords.map(\.date)
    }

    @Test func theSevenDaysBeforeAreComparedWithAndNoOthers() {
        let dates = (1...7).map { day.date.advanced(byDays: -8 + $0).description }
        #expect(compared((0...8).map { summary(daysBefore: $0) }) == dates)
    }

    @Test func daysOfAnotherTimeZoneAreNotComparedWith() {
        #expect(compared([summary(daysBefore: 1, zone: "Europe/Berlin")]) == [])
    }

    @Test func daysOfOtherHubsAreNotComparedWith() {
        let comparison = Comparison(day: day, hubs: ["hub"], history: [summary(daysBefore: 1, hubs: ["other"])])
        #expect(comparison.dates == [])
        #expect(comparison.words == "")
    }

    @Test func theMedianOfAnEvenCountIsTheMeanOfTheTwoInTheMiddle() {
        #expect(Comparison.median([9, 1, 4]) == 4)
        #expect(Comparison.median([9, 1, 4, 2]) == 3)
    }

    @Test func threeCompleteDaysMakeAMedianAndTwoDoNot() {
        func hasMedian(_ days: Int) -> Bool {
            Comparison(
                day: day, hubs: ["hub"], history: (1...days).map { summary(daysBefore: $0) }
            ).hasMedian
        }
        #expect(!hasMedian(2))
        #expect(hasMedian(3))
    }

    @Test(arguments: [
        // A quarter more is not yet worse, and neither are four devices more.
        (Measure.Kind.devicesThatDropped, 25.0, 20.0, Measure.Tendency.same), (.devicesThatDropped, 26, 20, .worse),
        (.devicesThatDropped, 8, 4, .same), (.devicesThatDropped, 9, 4, .worse),
        // A fifth less is not yet better, and neither are four devices less.
        (.devicesThatDropped, 24, 30, .same), (.devicesThatDropped, 23, 30, .better),
        (.devicesThatDropped, 6, 10, .same), (.devicesThatDropped, 5, 10, .better),
        (.downtimeSeconds, 3600, 1, .same), (.downtimeSeconds, 3601, 1, .worse),
        (.downtimeSeconds, 1, 3600, .same), (.downtimeSeconds, 0, 3600, .better),
        (.stillDown, 2, 0, .same), (.stillDown, 3, 0, .worse),
        (.stillDown, 1, 3, .same), (.stillDown, 0, 3, .better),
        // Sixteenths of a tenth of a point either side, since a tenth has no exact binary form.
        (.availability, 0.99, 0.9909, .same), (.availability, 0.99, 0.9911, .worse),
        (.availability, 0.9909, 0.99, .same), (.availability, 0.9911, 0.99, .better),
    ])
    func aNumberIsWorseOrBetterFromItsThresholdOn(
        kind: Measure.Kind, value: Double, reference: Double, tendency: Measure.Tendency
    ) {
        #expect(Comparison.tendency(kind, value: value, reference: reference) == tendency)
    }
}
