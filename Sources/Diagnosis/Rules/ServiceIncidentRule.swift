/// A fault of the service that many devices felt.
enum ServiceIncidentRule {
    static let text = RuleText(
        name: "service-incident",
        title: "Service incident",
        what: "Many devices that dropped together, some of them with 5xx codes, from many places.",
        why: "Nodes of the service fail in small subsets: many devices of many sites disconnect at once, the number of "
            + "connected devices dips, and there are more 404104 and 500xxx than usual.",
        thresholds:
            "More devices than \(.incidentDevices), than \(.incidentFleet) of the active ones and than the median window by \(.incidentDeviations) deviations, in "
            + "windows of \(.incidentWindow); 5xx codes on at least \(.serviceCodeDevices) devices; no group of less than \(.groupFleet) of the fleet holds \(.groupShare) "
            + "of them. Without such codes and without a common group only a fault that Resource Health or Service Health "
            + "reports for just then makes it one, with medium confidence.",
        actions: [
            "Check Resource Health and Azure Status for the printed times.",
            "Attach times, codes and numbers to a support request.",
            "Check that the devices came back.",
        ],
        source: MicrosoftDocs.health)

    static func classify(_ cluster: DropCluster, _ settings: AnalysisSettings) -> IncidentClassification? {
        let said = cluster.withService + cluster.withUpgrade
        guard Double(said) >= settings[.serviceCodeDevices] else { return nil }
        // A site outage in which a few devices met a 5xx on their way back is still a site outage.
        if cluster.shared != nil && said * 5 < cluster.devices { return nil }
        let isSure = cluster.shared == nil && cluster.prefixes > 2
        return IncidentClassification(kind: .serviceIncident, confidence: isSure ? .high : .medium)
    }

    /// Many devices of which nothing but Azure's own health tells: a fault that it reports for just then.
    static func told(by health: [HealthEvent], of cluster: DropCluster) -> IncidentClassification? {
        let faults: Set = ["unavailable", "degraded", "serviceissue", "incident"]
        guard health.contains(where: { faults.contains($0.state.lowercased()) }) else { return nil }
        return IncidentClassification(kind: .serviceIncident, confidence: .medium)
    }
}
