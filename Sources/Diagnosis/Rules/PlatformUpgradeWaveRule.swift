/// An upgrade of the platform that closed the connections of many devices.
enum PlatformUpgradeWaveRule {
    static let text = RuleText(
        name: "platform-upgrade-wave",
        title: "Platform upgrade",
        what: "Many devices that dropped together, most of their codes 400029 or 400030.",
        why:
            "During service and platform upgrades the hub closes connections and refuses new ones for moments, node by "
            + "node. It is planned and passes.",
        thresholds:
            "As a service incident, with 400029 or 400030 on at least \(.serviceCodeDevices) devices and on at least half of them.",
        actions: ["No action is needed.", "Check that the devices came back."],
        source: MicrosoftDocs.errorCodes)

    static func classify(_ cluster: DropCluster, _ settings: AnalysisSettings) -> IncidentClassification? {
        guard Double(cluster.withUpgrade) >= settings[.serviceCodeDevices], cluster.withUpgrade > cluster.withService
        else {
            return nil
        }
        return IncidentClassification(
            kind: .platformUpgrade, confidence: cluster.withUpgrade * 2 >= cluster.devices ? .high : .medium)
    }
}
