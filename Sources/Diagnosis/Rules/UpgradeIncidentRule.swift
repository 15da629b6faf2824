/// An upgrade of the platform that closed the connections of many devices.
enum UpgradeIncidentRule {
    static let text = RuleText(
        name: "platform-upgrade-wave",
        title: "Platform upgrade of a hub",
        what: "Many devices that dropped together, most of their codes 400029 or 400030.",
        why:
            "During service and platform upgrades the hub closes connections and refuses new ones for moments, node by "
            + "node. It is planned and passes.",
        thresholds: "As a service incident, with 400029 or 400030 on at least 3 devices and on at least half of them.",
        actions: ["No action is needed.", "Check that the devices came back."],
        source: Page.errorCodes)

    static func verdict(_ crowd: IncidentCrowd, _ settings: AnalysisSettings) -> IncidentVerdict? {
        guard Double(crowd.withUpgrade) >= settings.serviceCodeDevices, crowd.withUpgrade > crowd.withService else {
            return nil
        }
        return IncidentVerdict(
            kind: .platformUpgrade, confidence: crowd.withUpgrade * 2 >= crowd.devices ? .high : .medium)
    }
}
