import Model

/// A site, an uplink or a carrier that lost many devices at once.
enum SiteOutageRule {
    static let text = RuleText(
        name: "site-outage",
        title: "Site or carrier outage",
        what:
            "Devices that dropped together without codes of the service and share a masked address prefix (203.0.113 or "
            + "203.0) or a tag of the registry: the smallest such group that explains the drops.",
        why:
            "What the devices have in common is what failed: an uplink, a carrier, a firewall, a power supply. A silent "
            + "device is noticed only after one and a half keep-alives, so the drops of one moment spread over minutes "
            + "when SDKs are mixed, and the true start is earlier than the first record.",
        thresholds:
            "At least \(.groupDevices) devices and \(.groupDrop) of a group (in a large one more than \(.incidentDevices) devices and \(.incidentFleet) of the "
            + "hub's) within an eighth to four times \(.incidentWindow), less probable by chance at the group's and the hub's usual rate "
            + "than \(.incidentDeviations) deviations, all windows and groups allowed for. The group is the one whose drops chance explains "
            + "least. A place with \(.groupFleet) of the fleet or more counts only if the others stayed connected more often than chance "
            + "explains: a small fleet behind one address proves nothing. A group in which "
            + "\(.groupShare) dropped in the middle of a larger incident counts apart from it where that explains the drops better. "
            + "Devices that flap count only if at least four fifths of their drops come together with drops of half of the "
            + "place's devices: within a tenth of their usual time between two drops, \(.incidentWindow) at most.",
        actions: [
            "Check the uplink, the carrier, the firewall and DNS of the site that the prefix or tag names.",
            "Check the devices that are not back.",
        ],
        source: MicrosoftDocs.keepAlive)

    static func classify(_ cluster: DropCluster, _ settings: AnalysisSettings) -> IncidentClassification? {
        guard let shared = cluster.shared, cluster.isOfOnePlace, !cluster.isScattered else { return nil }
        // A good part of the whole group down at once is no chance; few of a large group may be.
        let part = Double(cluster.devices) / Double(max(1, shared.size)) * 100
        let isSure =
            part >= settings[.groupDrop] && cluster.withService == 0
            && Double(cluster.devices) > settings[.incidentDevices]
        return IncidentClassification(kind: .siteOutage, confidence: isSure ? .high : .medium)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts = [Fact(10, "with others of one place")]
        if !judged.classes.contains(.service) { facts.append(Fact(3, "no code of the service")) }
        if judged.others > 0 { facts.append(Fact(-1, "\(Words.counted(judged.others, "other drop"))")) }
        return facts
    }
}
