import Model
import Testing

@Suite struct HubResourceTests {
    private static let subscription = "/SUBSCRIPTIONS/91D12660-3DEC-467A-BE2A-213B5544DDC0"
    private static let hub = "/RESOURCEGROUPS/RG-IOT_1.(A)/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU"

    @Test func theFormThatAzureWritesLeadsToThePortal() throws {
        let resource = try #require(HubResource(Self.subscription + Self.hub))
        let path =
            "/subscriptions/91d12660-3dec-467a-be2a-213b5544ddc0/resourcegroups/rg-iot_1.(a)"
            + "/providers/microsoft.devices/iothubs/pumps-weu"
        #expect(resource.path == path)
        #expect(resource.portalAddress == "https://portal.azure.com/#@/resource" + path + "/overview")
        #expect(resource.healthAddress == "https://portal.azure.com/#@/resource" + path + "/resourceHealth")
    }

    @Test(arguments: [
        "", "pumps-weu", subscription, hub, subscription + hub + "/", subscription + hub + "/x",
        "/SUBSCRIPTIONS/91D12660/" + hub.dropFirst(), subscription + "X" + hub,
        subscription + "/RESOURCEGROUPS//PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU",
        subscription + "/RESOURCEGROUPS/A B/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU",
        subscription + "/RESOURCEGROUPS/\u{E9}/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU",
        subscription + "/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/A?B#C",
        subscription + "/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/AB",
        subscription + "/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/" + String(repeating: "A", count: 51),
        subscription + "/RESOURCEGROUPS/" + String(repeating: "A", count: 91)
            + "/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU",
        subscription + "/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.WEB/SITES/PUMPS-WEU",
    ])
    func everyOtherFormIsRefused(text: String) {
        #expect(HubResource(text) == nil)
    }
}
