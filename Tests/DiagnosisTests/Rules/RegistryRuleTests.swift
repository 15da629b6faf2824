import Model
import Testing

@testable import Diagnosis

@Suite struct RegistryRuleTests {
    private let lines = log(
        """
        06:00:00 pump-1 connect
        07:00:00 pump-1 disconnect 404104
        07:01:00 pump-1 refused 500001
        06:00:00 pump-2 connect
        08:00:00 pump-2 disconnect 404104
        06:00:00 pump-3 connect
        """)

    private func findings(_ registry: Registry?) -> [Finding] {
        lines.analysed { $0.registry = registry }.diagnosis.findings
            .filter { $0.kind == .disabledInRegistry || $0.kind == .unknownToRegistry }
    }

    @Test func aDisabledDeviceThatIsDownIsNamedAndOneThatTheExportLacksToo() {
        let found = findings(Registry(hubs: ["": ["pump-1": Registry.Entry(isDisabled: true)]]))
        #expect(found.first { $0.kind == .disabledInRegistry }?.devices == ["pump-1"])
        #expect(found.first { $0.kind == .unknownToRegistry }?.devices == ["pump-2"], "pump-3 has no trouble")
    }

    @Test func enabledDevicesOfTheExportAreNoFinding() {
        #expect(findings(Registry(hubs: ["": ["pump-1": .init(), "pump-2": .init(), "pump-3": .init()]])).isEmpty)
    }

    @Test func anExportOfAnotherHubSaysNothing() {
        #expect(findings(Registry(hubs: ["other": ["x": .init()]])).isEmpty)
        #expect(findings(nil).isEmpty)
    }
}
