import Model
import Testing

@testable import Diagnosis

@Suite struct NewDeviceRuleTests {
    /// Two devices of the day; the number of the first is 0, that of the second 1.
    private func found(
        days: Int, known: [(hub: String, device: DeviceID)]?, since: Int = -4,
        day: String = "06:00:00 pump-1 connect\n07:00:00 pump-2 connect"
    ) -> Finding? {
        log(day).analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": days]
            baseline.known = known.map { known in
                var identities = KnownIdentities()
                for one in known {
                    identities.insert(
                        hub: one.hub, device: one.device, firstSeen: LogLines.time("12:00:00", dayOffset: since))
                }
                return identities
            }
            context.baseline = baseline
        }.diagnosis.findings.first { $0.kind == .newDevice }
    }

    @Test func aDeviceThatTheEarlierDaysDoNotKnowIsNewAndNeedsNoAction() {
        let finding = found(days: 4, known: [("pumps", 0)])
        #expect(finding?.devices == ["pump-2"])
        #expect(finding?.needsAction == false)
    }

    @Test func theSameIdOnAnotherHubIsAnotherDevice() {
        #expect(found(days: 4, known: [("pumps", 0), ("other", 1)])?.devices == ["pump-2"])
    }

    @Test func threeDaysOfHistoryKnowTooLittle() {
        #expect(found(days: 3, known: [("pumps", 0)]) == nil)
    }

    @Test func aHubWhoseDevicesAreKnownForTwoDaysOnlyHasNoNewOnes() {
        #expect(found(days: 4, known: [("pumps", 0)], since: -3) == nil)
    }

    @Test func whereNobodyAskedWhoIsKnownNobodyIsNew() {
        #expect(found(days: 4, known: nil) == nil)
    }

    @Test func aDeviceWhoseFirstRecordIsADisconnectWasThereBefore() {
        let day = "06:00:00 pump-1 connect\n07:00:00 pump-2 disconnect 404104\n07:00:05 pump-2 connect"
        #expect(found(days: 4, known: [("pumps", 0)], day: day) == nil)
    }

    @Test func aDeviceThatCameAnHourBeforeMidnightIsNotNewOnTheNextDay() {
        let day = "06:00:00 pump-1 connect\n-1 23:00:00 pump-2 connect\n07:00:00 pump-2 disconnect"
        #expect(found(days: 4, known: [("pumps", 0)], day: day) == nil)
    }
}
