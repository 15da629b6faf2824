/// The resource of a hub in Azure, as records name it.
///
/// Records are untrusted, and this becomes a link: only the one form that Azure writes is taken, in small letters, which
/// is the same resource (Azure Resource Manager documentation, "Understand the structure of resource IDs").
package struct HubResource: Hashable, Sendable {
    /// `/subscriptions/…/resourcegroups/…/providers/microsoft.devices/iothubs/…`.
    package let path: String

    /// More than the longest names need.
    package static let mostBytes = 400

    /// Nil for everything else.
    ///
    /// Names of groups have up to 90 letters, digits and `-_.()`, names of hubs 3 to 50 letters, digits and hyphens
    /// (Azure documentation, "Naming rules and restrictions for Azure resources").
    package init?(_ text: String) {
        guard text.utf8.count <= HubResource.mostBytes, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let path = text.lowercased()
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String($0) ?? ""
        }
        guard parts.count == 9, parts[0].isEmpty, parts[1] == "subscriptions", parts[3] == "resourcegroups",
            parts[5] == "providers", parts[6] == "microsoft.devices", parts[7] == "iothubs",
            parts[2].utf8.count == 36, HubResource.has(parts[2], only: "-"),
            1...90 ~= parts[4].utf8.count, HubResource.has(parts[4], only: "-_.()"),
            3...50 ~= parts[8].utf8.count, HubResource.has(parts[8], only: "-")
        else { return nil }
        self.path = path
    }

    /// The hub's page in the Azure portal.
    package var portalAddress: String { "https://portal.azure.com/#@/resource\(path)/overview" }

    /// What Azure says of the hub's health, now and of the last weeks.
    package var healthAddress: String { "https://portal.azure.com/#@/resource\(path)/resourceHealth" }

    /// Letters and digits, and some marks.
    private static func has(_ text: String, only marks: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || marks.utf8.contains(byte)
        }
    }
}
