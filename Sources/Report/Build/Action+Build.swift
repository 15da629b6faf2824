import Diagnosis
import Model

extension Action {
    /// The findings that need action, as many as there are, in the order of the diagnosis.
    static func ranked(
        _ findings: [Finding], advice: @escaping @Sendable (String, String) -> CodeAdvice?
    ) -> [Action] {
        findings.filter(\.needsAction).enumerated().map { position, finding in
            Action(
                rank: position + 1, finding: finding.key, kind: finding.kind, hub: finding.hub,
                headline: finding.headline, steps: finding.actions, confidence: finding.confidence,
                devices: finding.devices, deviceCount: finding.deviceCount, savesDrops: finding.drops,
                savesDowntimeSeconds: finding.downtimeSeconds, codes: finding.codes,
                runbook: finding.codes.lazy.compactMap { advice($0, "")?.runbook }.first)
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
