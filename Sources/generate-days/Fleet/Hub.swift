/// A hub and its place in Azure.
struct Hub: Sendable {
    let number: Int
    /// As the operator spells it.
    let name: String
    let devices: Int
    let region: String

    static let subscription = "00000000-1111-2222-3333-444444444444"
    static let resourceGroup = "rg-field"

    var lowerName: String { name.lowercased() }

    /// The spelling of resource logs: keywords, group and hub in capitals.
    var recordResource: String {
        "/SUBSCRIPTIONS/\(Self.subscription)/RESOURCEGROUPS/\(Self.resourceGroup.uppercased())"
            + "/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\(name.uppercased())"
    }

    /// The spelling of Log Analytics' `_ResourceId`: all lower case.
    var tableResource: String { recordResource.lowercased() }

    /// The spelling of metrics and Resource Health.
    var managementResource: String {
        "/subscriptions/\(Self.subscription)/resourceGroups/\(Self.resourceGroup)"
            + "/providers/Microsoft.Devices/IotHubs/\(lowerName)"
    }

    /// The first hub has all the devices asked for; each further one a fifth, with the same ids as the first ones there.
    static func hubs(named names: [String], devices: Int) -> [Hub] {
        let regions = ["westeurope", "northeurope", "westus", "centralus"]
        return names.enumerated().map { number, name in
            Hub(
                number: number, name: name, devices: number == 0 ? devices : max(devices / 5, 1),
                region: regions[number % regions.count])
        }
    }
}
