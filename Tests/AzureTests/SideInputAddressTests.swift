import Model
import Testing

@testable import Azure

@Suite struct SideInputAddressTests {
    private static let hub =
        "https://management.azure.com/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/h"

    @Test func theHubOfARegistryIsTheFirstPartOfItsHost() {
        #expect(HubRegistry.hub("https://Pumps-WEU.azure-devices.net") == "pumps-weu")
        #expect(HubRegistry.hub("https://pumps.azure-devices.us/") == "pumps")
        #expect(HubRegistry.hub("http://127.0.0.1:80") == nil)
        #expect(HubRegistry.hub("registry.json") == nil)
    }

    /// Whoever gets a token is the identity.
    @Test(arguments: [
        "https://hub.example.org", "https://pumps.azure-devices.net.example.org", "http://pumps.azure-devices.net",
        "https://pumps.azure-devices.net/devices",
        "https://pumps.azure-devices.net?sig=S3CRET", "https://u:S3CRET@pumps.azure-devices.net",
    ])
    func aRegistryIsAtNoOtherHost(text: String) {
        let failure = #expect(throws: AzureFailure.self) { try HubRegistry(text) }
        #expect(failure?.description.contains("S3CRET") == false)
    }

    @Test(arguments: [
        (hub, true), (hub + "/", true), (hub.replacing("azure.com", with: "usgovcloudapi.net"), true),
        (hub.replacing("azure.com", with: "example.org"), false), (hub + "/providers/x", false),
        ("https://management.azure.com/subscriptions/s", false), (hub.replacing("Devices/", with: "Storage/"), false),
        (hub + "?x=1", false),
    ])
    func aResourceIsThatOfAHub(text: String, isOne: Bool) {
        #expect(((try? HubResourceAddress(text)) != nil) == isOne)
    }

    /// The expected one is of Microsoft's own library (`azure.iot.hub.sastoken`) for the same moment, which leaves slashes as they are.
    @Test func aPolicySignsAsTheLibraryOfTheHubDoes() throws {
        let string =
            "HostName=Hub.azure-devices.net;SharedAccessKeyName=reader;SharedAccessKey=YSBrZXkgb2YgYSBwb2xpY3kgb2Ygbm9ib2R5"
        let key = try #require(
            try HubKey.of("hub.azure-devices.net", surroundings(["IOTHUB_CONNECTION_STRING": string])))
        #expect(
            key.authorization(at: Instant(seconds: 1_773_210_600))
                == "SharedAccessSignature sr=hub.azure-devices.net&sig=b%2ByREN%2FNPE%2FnCstFDFLAYXSc90algooYqS5VsM2dYDI%3D"
                + "&se=1773214200&skn=reader"
        )
        #expect(try HubKey.of("other.azure-devices.net", surroundings(["IOTHUB_CONNECTION_STRING": string])) == nil)
        #expect(throws: AzureFailure.self) {
            try HubKey.of("h", surroundings(["IOTHUB_CONNECTION_STRING": "HostName=h;SharedAccessKey=S3CRET"]))
        }
    }
}
