import Model
import Testing

@testable import Diagnosis
@testable import Report

/// The last thirty days of a number.
@Suite struct TrendTests {
    /// Bars of 20 units for at most 4; four units a day, in the middle of each.
    @Test func barsBeginAtZeroAndAnUnknownDayIsNotZero() throws {
        let chart = try #require(
            TrendChart([nil, 4, nil, 0, 1, 2], isComplete: [false, true, false, true, false, true]))
        #expect(chart.width == 20)
        #expect(chart.complete == "M2 20v-20")
        #expect(chart.unknown == "M6 0v20")
        #expect(chart.partial == "M14 20v-5")
        #expect(chart.last == "M18 20v-10")
    }

    /// What is lacking of availability: 0.01, 0.04 and nothing.
    @Test func availabilityHangsByWhatIsLacking() throws {
        let chart = try #require(TrendChart([0.99, 0.96, 1], isComplete: [true, true, true], hangs: true))
        #expect(chart.complete == "M2 0v5M6 0v20")
        #expect(chart.last == "")
    }

    @Test func withoutADayBeforeThereIsNoPicture() {
        #expect(TrendChart([nil, nil, 7], isComplete: [false, false, true]) == nil)
        #expect(TrendChart([], isComplete: []) == nil)
    }

    private static func summary(_ back: Int, dropped: Int, records: Int = 10) -> DaySummary {
        var summary = DaySummary(ExampleDay.report())
        summary.date = ExampleDay.day.date.advanced(byDays: -back).description
        summary.devicesThatDropped = dropped
        summary.records = records
        return summary
    }

    @Test func aReportHasThirtyDaysAndItsOwnAtTheEnd() throws {
        let history = [
            Self.summary(29, dropped: 5), Self.summary(30, dropped: 6), Self.summary(2, dropped: 7, records: 0),
        ]
        var numbers = [Measure(kind: .devicesThatDropped)]
        numbers[0].value = 9
        let trend = TrendDay.build(day: ExampleDay.day, numbers: numbers, isComplete: true, history: history)
        #expect(trend.count == 30)
        #expect(trend.map(\.devicesThatDropped) == [5] + Array(repeating: nil, count: 28) + [9])
        #expect(trend.last?.date == ExampleDay.day.date.description)
        // A day without records is not known, and not a quiet one.
        #expect(trend[27].devicesThatDropped == nil)
    }
}
