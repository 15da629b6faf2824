import Model
import Testing

@testable import Diagnosis

@Suite struct LeftFleetRuleTests {
    /// pump-1 is lost so many days before the day; pump-2 connects on it.
    private func found(days: Int, wasDown: Bool = true, registry: Registry? = nil, more: String = "") -> Finding? {
        log("-33 12:00:00 pump-1 connect\n-\(days) 00:00:00 pump-1 disconnect 404104\n06:00:00 pump-2 connect\n" + more)
            .carriedOn { context in
                var baseline = Baseline()
                if wasDown { baseline.downBefore = [context.identity(of: 0, on: "pumps")] }
                context.baseline = baseline
                context.registry = registry
            }.diagnosis.findings.first { $0.kind == .leftFleet }
    }

    @Test func thirtyDaysAfterItsLastRecordADeviceHasLeft() {
        let finding = found(days: 30)
        #expect(finding?.headline == "1 device has left the fleet")
        #expect(finding?.evidence == ["pump-1: last seen 2026-02-08T00:00:00Z"])
        #expect(finding?.needsAction == false)
        #expect(found(days: 29) == nil)
    }

    @Test func itIsSaidOnce() {
        #expect(found(days: 31, wasDown: false) == nil)
    }

    @Test func aDeviceThatTheRegistryLacksHasLeftAtOnce() {
        let lacking = Registry(hubs: ["pumps": ["pump-2": Registry.Entry()]])
        #expect(found(days: 2, registry: lacking)?.devices == ["pump-1"])
        let listing = Registry(hubs: ["pumps": ["pump-1": Registry.Entry(), "pump-2": Registry.Entry()]])
        #expect(found(days: 2, registry: listing) == nil)
    }

    @Test func whatIsSeenAgainHasNotLeft() {
        #expect(found(days: 30, more: "07:00:00 pump-1 connect") == nil)
    }
}
