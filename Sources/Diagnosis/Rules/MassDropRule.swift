/// Many drops at once that no other rule can explain.
enum MassDropRule {
    static let text = RuleText(
        name: "mass-drop",
        title: "Many drops at once, cause unknown",
        what:
            "Many devices that dropped together, without codes of the service, without a prefix or tag in common, and "
            + "without a fault that Azure reports.",
        why:
            "That so many dropped together is not a coincidence, but the records do not say why: a carrier with many prefixes, a "
            + "release that restarts the fleet, or a fault of the service that left no code look alike. The drops keep the "
            + "causes that their own records tell.",
        thresholds:
            "More devices than \(.incidentDevices) and than \(.incidentFleet) of the active ones, less probable by chance than \(.incidentDeviations) deviations, in "
            + "windows around \(.incidentWindow). The confidence is always low.",
        actions: [
            "Check Resource Health and Azure Status for the printed times; a fault there makes it a service incident.",
            "Look for what the devices share that the records do not show: carrier, region, firmware, a release.",
            "Name a registry tag in `group-by-tag`: what shares a site or a firmware is then found.",
        ],
        source: MicrosoftDocs.connectivity)

    static func classify(_ cluster: DropCluster) -> IncidentClassification {
        IncidentClassification(kind: .massDrop, confidence: .low, namesCause: false)
    }
}
