import Testing

@testable import Diagnosis

@Suite struct DeviceDisabledRuleTests {
    @Test func anOpenDropOfADisabledDeviceIsTheRegistrysMatter() {
        let day = log("06:00:00 pump-1 connect\n07:30:00 pump-1 disconnect 404104").analysed {
            $0.registry = Registry(hubs: ["pumps": ["pump-1": Registry.Entry(isDisabled: true)]])
        }
        #expect(day.causes("pump-1") == [.deviceDisabled])
        #expect(
            day.diagnosis.findings.map(\.kind) == [.disabledInRegistry, .notBack].filter { $0 == .disabledInRegistry })
    }

    @Test func theCodeOfADisabledDeviceIsEnough() {
        #expect(singleDrop("403012", back: 30).causes("pump-1") == [.deviceDisabled])
    }
}
