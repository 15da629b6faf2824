import Model

/// What the diagnosis of several hubs has added up, of one of them.
package struct HubPart: Sendable {
    package var limits: [String]
    package var isErrorOnly: Bool
    package var causes: [CauseTotal]
    package var renewals: [RenewalGroup]
}

extension DayDiagnosis {
    /// The part that is of one hub: as if there were no other.
    ///
    /// Hubs share no devices, so that incidents, findings and rows of several hubs are those of each. Identities and
    /// their drops, which later days look back at, are not in it.
    package func part(of hub: String) -> DayDiagnosis {
        guard let own = parts[hub] else { return self }
        var part = DayDiagnosis()
        part.limits = own.limits
        part.isErrorOnly = own.isErrorOnly
        part.hubs = hubs.filter { $0.hub == hub }
        part.missing = missing.filter { $0.key == hub }
        part.hubsWithoutData = hubsWithoutData.filter { $0 == hub }
        part.unknown = unknown.filter { $0.key == hub }
        part.causes = own.causes
        part.codeSets = codeSets
        part.incidents = incidents.filter { $0.hub == hub }
        part.findings = findings.filter { $0.hub == hub }
        part.alerts = alerts.filter { $0.hub == hub }
        part.devices = (devices + devicesOfHubs).filter { $0.hub == hub }
        part.returned = returned.filter { $0.hub == hub }
        part.devicesThatDropped = part.hubs.reduce(0) { $0 + $1.devicesThatDropped }
        part.renewals = own.renewals
        part.cohorts = cohorts.filter { $0.hub == hub }
        part.thresholds = thresholds
        return part
    }
}
