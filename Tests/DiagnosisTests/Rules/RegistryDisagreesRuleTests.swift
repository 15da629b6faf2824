import Model
import Testing

@testable import Diagnosis

@Suite struct RegistryDisagreesRuleTests {
    private func found(_ text: String, _ entry: Registry.Entry) -> Finding? {
        log(text).analysed { $0.registry = Registry(hubs: ["pumps": ["pump-1": entry]]) }
            .diagnosis.findings.first { $0.kind == .registryDisagrees }
    }

    private static let down = "06:00:00 pump-1 connect\n12:00:00 pump-1 disconnect 404104"
    private static let up = "06:00:00 pump-1 connect"

    @Test func aDeviceThatIsDownAndWasActiveLaterMayBeConnected() {
        let finding = found(Self.down, Registry.Entry(lastActivity: LogLines.time("18:00:00")))
        #expect(finding?.devices == ["pump-1"])
        #expect(
            finding?.evidence == [
                "pump-1: down by the log, active at 2026-03-10T18:00:00Z by the registry"
            ])
    }

    @Test func fiveMinutesOfLagAndWhatCameAfterTheDataSayNothing() {
        #expect(found(Self.down, Registry.Entry(lastActivity: LogLines.time("12:05:00"))) == nil)
        #expect(found(Self.down, Registry.Entry(lastActivity: LogLines.time("12:05:01"))) != nil)
        #expect(found(Self.down, Registry.Entry(lastActivity: LogLines.time("02:00:00", dayOffset: 1))) == nil)
        #expect(found(Self.down, Registry.Entry()) == nil)
    }

    @Test func aConnectOfTheRegistryCountsAsActivity() {
        let later = LogLines.time("13:00:00")
        #expect(found(Self.down, Registry.Entry(isConnected: true, stateChanged: later)) != nil)
        #expect(found(Self.down, Registry.Entry(isConnected: false, stateChanged: later)) == nil)
    }

    @Test func aDeviceThatIsConnectedByTheLogAloneIsNamed() {
        let later = LogLines.time("13:00:00")
        #expect(
            found(Self.up, Registry.Entry(isConnected: false, stateChanged: later))?.evidence == [
                "pump-1: connected by the log, disconnected since 2026-03-10T13:00:00Z by the registry"
            ])
        #expect(found(Self.up, Registry.Entry(isConnected: true, stateChanged: later)) == nil)
    }
}
