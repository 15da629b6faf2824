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

    @Test func aModuleThatIsNotRegisteredSaysSo() {
        let text = "06:00:00 edge-1 connect\n" + (0..<5).map { "0\(6 + $0):10:00 edge-1/opc refused 404010\n" }.joined()
        let finding = log(text).analysed().diagnosis.findings.first { $0.kind == .unknownToRegistry }
        #expect(finding?.headline == "1 module not registered: 404010 ModuleNotFound")
        #expect(finding?.actions == Catalogue().entry(for: "404010").resolution)
        #expect(finding?.devices == ["edge-1/opc"])
    }

    @Test func anExportOfAnotherHubSaysNothing() {
        #expect(findings(Registry(hubs: ["other": ["x": .init()]])).isEmpty)
        #expect(findings(nil).isEmpty)
    }
}
