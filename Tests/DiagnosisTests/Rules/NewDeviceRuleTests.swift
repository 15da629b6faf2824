import Model
import Testing

@testable import Diagnosis

@Suite struct NewDeviceRuleTests {
    private func found(days: Int, known: Set<Baseline.Identity>?) -> Finding? {
        log("06:00:00 pump-1 connect\n07:00:00 pump-2 connect").analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": days]
            baseline.known = known
            context.baseline = baseline
        }.diagnosis.findings.first { $0.kind == .newDevice }
    }

    private let first = Baseline.Identity(hub: "pumps", device: 0)

    @Test func aDeviceThatTheEarlierDaysDoNotKnowIsNewAndNeedsNoAction() {
        let finding = found(days: 4, known: [first])
        #expect(finding?.devices == ["pump-2"])
        #expect(finding?.needsAction == false)
    }

    @Test func theSameIdOnAnotherHubIsAnotherDevice() {
        let elsewhere = Baseline.Identity(hub: "other", device: 1)
        #expect(found(days: 4, known: [first, elsewhere])?.devices == ["pump-2"])
    }

    @Test func threeDaysOfHistoryKnowTooLittle() {
        #expect(found(days: 3, known: [first]) == nil)
    }

    @Test func whereNobodyAskedWhoIsKnownNobodyIsNew() {
        #expect(found(days: 4, known: nil) == nil)
    }
}
