/// A site, an uplink or a carrier that lost many devices at once.
enum SiteOutageRule {
    static let text = RuleText(
        name: "site-outage",
        title: "Site or carrier outage",
        what: "Many devices that dropped together without codes of the service, most of which share a masked address "
            + "prefix (203.0.113 or 203.0) or a tag of the registry.",
        why:
            "What the devices have in common is what failed: an uplink, a carrier, a firewall, a power supply. A silent "
            + "device is noticed only after one and a half keep-alives, so the drops of one moment spread over minutes "
            + "when SDKs are mixed, and the true start is earlier than the first record.",
        thresholds:
            "More devices than \(.incidentDevices), than \(.incidentFleet) of the active ones and than the median window by \(.incidentDeviations) deviations, in "
            + "windows of \(.incidentWindow); or a group of which more than \(.groupDrop) dropped. At least \(.groupShare) of them in a group that "
            + "holds less than \(.groupFleet) of the fleet: a small fleet behind one address proves nothing.",
        actions: [
            "Check the uplink, the carrier, the firewall and DNS of the site that the prefix or tag names.",
            "Check the devices that are not back.",
        ],
        source: MicrosoftDocs.keepAlive)

    static func classify(_ cluster: DropCluster, _ settings: AnalysisSettings) -> IncidentClassification? {
        guard let shared = cluster.shared else { return nil }
        // A good part of the whole group down at once is no chance; few of a large group may be.
        let part = Double(shared.devices) / Double(max(1, shared.size)) * 100
        let isSure = part >= settings[.groupDrop] && cluster.withService == 0
        return IncidentClassification(kind: .siteOutage, confidence: isSure ? .high : .medium, shared: shared)
    }
}
