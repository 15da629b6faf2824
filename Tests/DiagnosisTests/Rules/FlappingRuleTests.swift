import Testing

@testable import Diagnosis

@Suite struct FlappingRuleTests {
    @Test func anHourEndsAfterSixtyMinutes() {
        #expect(FlappingRule.mostWithinHour([0, 900_000, 1_800_000, 2_700_000, 3_600_000]) == 4)
        #expect(FlappingRule.mostWithinHour([0, 900_000, 1_800_000, 2_700_000, 3_599_999]) == 5)
    }

    @Test func tenDropsADayAreFlappingAndNineAreNot() {
        func drops(_ count: Int, _ name: String) -> String {
            var text = "00:30:00 \(name) connect\n"
            for hour in 1...count {
                text += "\(two(hour)):\(two(hour * 5 % 60)):00 \(name) disconnect 404104\n"
                text += "\(two(hour)):\(two(hour * 5 % 60 + 2)):00 \(name) connect\n"
            }
            return text
        }
        let findings = log(drops(10, "ten") + drops(9, "nine")).analysed().diagnosis.findings
        #expect(findings.filter { $0.kind == .flapping }.map(\.devices) == [["ten"]])
    }

    @Test func aClientThatConnectsAndClosesEverySecondIsInALoopAndNotAsleep() {
        var text = ""
        for turn in 0..<12 {
            text += "\(clock(36_000 + turn * 2)) pump-1 connect\n\(clock(36_001 + turn * 2)) pump-1 disconnect\n"
        }
        let findings = log(text).analysed().diagnosis.findings
        #expect(
            findings.first { $0.kind == .flapping }?.evidence == [
                "pump-1: 12 connections in a loop, median connection 1 s"
            ])
        #expect(!findings.contains { $0.kind == .sleepyByDesign })
    }
}
