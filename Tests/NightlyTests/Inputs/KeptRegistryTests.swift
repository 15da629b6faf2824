import Diagnosis
import Model
@testable import Nightly
import Testing

@Suite struct KeptRegistryTests {
    @Test func aRegistryComesBackAsItWas() throws {
        let changed = Instant(iso8601: "2026-03-09T22:14:05Z")
        let registry = Registry(hubs: [
            "": ["pump=77,unit:b'#1": Registry.Entry(isDisabled: true, statusChanged: changed, authentication: .sas)],
            "pumps-weu": [
                "a": Registry.Entry(authentication: .x509, tags: ["site": "Nord\tSüd\n", "floor": "2"]),
                "b": Registry.Entry(tags: ["site": "Nord\tSüd\n", "floor": "2"]), "c": Registry.Entry(),
                "d": Registry.Entry(isConnected: false, lastActivity: changed),
                "e": Registry.Entry(stateChanged: changed),
            ],
            "empty": [:],
        ])
        let bytes = try KeptRegistry.bytes(registry)
        #expect(try KeptRegistry.registry(bytes) == registry)
        #expect(bytes.count { $0 == UInt8(ascii: "T") } == 1, "tags that devices share are written once")
    }
}
