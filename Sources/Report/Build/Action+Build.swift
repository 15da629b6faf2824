import Diagnosis
import Model

extension CodeAdvice {
    init(_ entry: CatalogueEntry) {
        self.init(
            code: entry.code, name: entry.name, headline: entry.headline, cause: entry.cause,
            shortAdvice: entry.shortAdvice, steps: entry.resolution, transient: entry.transient,
            faults: entry.faults.map(\.rawValue),
            pictures: entry.pictures.map { Picture(when: $0.when, meaning: $0.meaning, action: $0.action) },
            link: entry.link, isKnown: entry.isKnown, ownAdvice: entry.ownAdvice, runbook: entry.runbook)
    }
}

extension Action {
    /// The findings that need action and are not silenced, as many as there are, in the order of the diagnosis.
    static func ranked(_ findings: [FindingReport], catalogue: Catalogue) -> [Action] {
        findings.filter { $0.needsAction && $0.state != .silenced }.enumerated().map { position, finding in
            Action(
                rank: position + 1, finding: finding.key, kind: finding.kind, hub: finding.hub,
                headline: finding.headline, steps: finding.actions, confidence: finding.confidence,
                devices: finding.devices, deviceCount: finding.deviceCount, savesDrops: finding.drops,
                savesDowntimeSeconds: finding.downtimeSeconds, codes: finding.codes,
                runbook: finding.codes.lazy.compactMap { catalogue.entry(for: $0).runbook }.first,
                state: finding.state, since: finding.since)
        }
    }

    /// `71 device-hours, 7,609 drops a day`.
    package var savesWords: String {
        var parts: [String] = []
        if savesDowntimeSeconds > 0 { parts.append(Words.deviceHours(savesDowntimeSeconds)) }
        if savesDrops > 0 { parts.append(Words.counted(savesDrops, "drop")) }
        return parts.joined(separator: ", ")
    }
}
