import Model
import Testing

@testable import Diagnosis

@Suite struct NewHubRuleTests {
    /// A hub whose first record is of 20:00, with many from then on, of devices that were connected before.
    private static let text = (0..<240).map { minute in
        "\(20 + minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00 a\(minute) disconnect 404104"
    }.joined(separator: "\n")

    private static func day(_ presence: HubPresence?) -> DayDiagnosis {
        log(text).analysed { context in
            presence.map { context.presence = ["pumps": $0] }
        }.diagnosis
    }

    @Test func theFirstDayOfAHubSaysSinceWhenAndNeedsNoAction() {
        let finding = Self.day(.new(since: LogLines.time("20:00:00"))).findings.first { $0.kind == .newHub }
        #expect(finding?.headline == "pumps is new since 2026-03-10T20:00:00Z")
        #expect(finding?.needsAction == false)
    }

    @Test func nothingIsMissingBeforeItsFirstRecord() {
        #expect(Self.day(nil).missing["pumps"] != nil)
        #expect(Self.day(.new(since: LogLines.time("20:00:00"))).missing["pumps"] == nil)
    }
}
