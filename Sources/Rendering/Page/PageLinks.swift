package import Model

/// Where the pages and files beside a page are.
package struct PageLinks: Sendable {
    /// An identity, as rows name it.
    package struct Place: Hashable, Sendable {
        let hub: String
        let device: String
        let module: String

        package init(hub: String, device: String, module: String) {
            self.hub = hub
            self.device = device
            self.module = module
        }
    }

    /// From the page to the folder of the day: empty, or `../` for a page in a folder of it.
    package var root = ""
    /// File names of the pages of devices.
    package var devices: [Place: String] = [:]
    /// The resources of hubs in Azure, by the hub's name, where the records say them.
    package var resources: [String: HubResource] = [:]
    /// File names of the pages of hubs, where the day has several.
    package var hubs: [String: String] = [:]

    /// The address of the folder of all reports; nil where none is known, and on pages, which link to what is beside them.
    var base: String?

    /// Whether the page is that of one hub of several.
    package var isOfOneHub = false
    /// The page with tables that sort and filter, from the page itself.
    package var interactive: String?

    package init() {}

    /// As a page in a folder of the day's has them.
    package var below: PageLinks {
        var links = self
        links.root = "../"
        links.isOfOneHub = true
        return links
    }

    /// The address of a page below the folder of all reports, as a list of one or none.
    func address(_ path: String) -> [String] { base.map { [$0 + "/" + path] } ?? [] }

    /// The pages of a hub in the Azure portal, as a list of one or none.
    func portal(of hub: String) -> [[String: Any]] {
        resources[hub].map { [["health": $0.healthAddress, "overview": $0.portalAddress]] } ?? []
    }
}
