import Model

/// A fault of the service that many devices felt.
enum ServiceIncidentRule {
    static let text = RuleText(
        name: "service-incident",
        title: "Service incident",
        what: "Many devices that dropped together, some of them with 5xx codes, from many places.",
        why: "Nodes of the service fail in small subsets: many devices of many sites disconnect at once, the number of "
            + "connected devices dips, and there are more 404104 and 500xxx than usual.",
        thresholds:
            "Drops of a hub less probable by chance than \(.incidentDeviations) deviations, as for a site outage, and beyond the usual ones "
            + "more than \(.incidentFleet) of the fleet; codes of the service on at least \(.serviceCodeDevices) devices, or on two and a tenth of few, then "
            + "with medium confidence. Without such codes and without a common group only a fault that Resource Health or "
            + "Service Health reports for just then makes it one, with medium confidence.",
        actions: [
            "Check Resource Health and Azure Status for the printed times.",
            "Attach times, codes and numbers to a support request.",
            "Check that the devices came back.",
        ],
        source: MicrosoftDocs.health)

    static func classify(_ cluster: DropCluster, _ settings: AnalysisSettings) -> IncidentClassification? {
        let said = cluster.withService + cluster.withUpgrade
        // A site outage in which a few devices met a 5xx on their way back is still a site outage.
        if cluster.isOfOnePlace && said * 5 < cluster.devices { return nil }
        let isSpread = cluster.shared == nil && cluster.prefixes > 2
        if Double(said) >= settings[.serviceCodeDevices] {
            return IncidentClassification(kind: .serviceIncident, confidence: isSpread ? .high : .medium)
        }
        // Of a few devices from many places two that tell are enough to name it, not to be sure.
        guard said >= 2, isSpread, said * 10 >= cluster.devices, cluster.devices >= 4 else { return nil }
        return IncidentClassification(kind: .serviceIncident, confidence: .medium)
    }

    /// Many devices of which nothing but Azure's own health tells: a fault that it reports for just then.
    static func told(by health: [HealthEvent], of cluster: DropCluster) -> IncidentClassification? {
        let faults: Set = ["unavailable", "degraded", "serviceissue", "incident"]
        guard health.contains(where: { faults.contains($0.state.lowercased()) }) else { return nil }
        return IncidentClassification(kind: .serviceIncident, confidence: .medium)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts: [Fact] = []
        let isSaid = judged.classes.contains(.service) || judged.classes.contains(.upgrade)
        if isSaid { facts.append(Fact(14, "\(judged.codes) from the service")) }
        if judged.drop.flags.contains(.refusedByService) {
            facts.append(Fact(13, "the service refused it on its way back"))
        }
        if judged.isAlone {
            facts.append(Fact(-2, "no other device dropped with it"))
        } else {
            facts.append(Fact(10, ThrottledRule.togetherWords))
            if !isSaid { facts.append(Fact(-1, "\(judged.codes) says nothing of the service")) }
        }
        return facts
    }
}
