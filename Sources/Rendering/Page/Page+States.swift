import Diagnosis
import Model
import Report

extension Page {
    /// `new`, `known since 4 March`, `worse, known since 4 March`.
    func stateWords(_ state: FindingState?, _ since: String?) -> String {
        let start = since.flatMap { CivilDate($0) }.map { DateWords.short($0) } ?? ""
        switch state {
        case .new: return "new"
        case .known: return "known since " + start
        case .worse: return "worse, known since " + start
        case .recovered: return "recovered"
        case .silenced: return "silenced"
        case nil: return ""
        }
    }

    /// `Silenced by Ada until 2026-04-30: in store`.
    func silenceWords(_ silence: SilenceMark?) -> String? {
        silence.map { "Silenced by \($0.who) until \($0.until): \($0.why)" }
    }

    /// Findings that stand apart: silenced, expired, new, worse and gone ones.
    func states() -> [String: Any] {
        let silenced = report.findings.filter { $0.state == .silenced }
        let (shown, rest) = cut(silenced, at: Page.mostRows)
        let expired = report.silences.filter(\.isExpired)
        let (expiredShown, expiredRest) = cut(expired, at: 20)
        return [
            "silenced": shown.map(finding), "hasSilenced": !silenced.isEmpty,
            "silencedCount": Words.counted(silenced.count, "finding is", "findings are"),
            "silencedNotListed": notListed(rest, "finding"),
            "expiredSilences": expiredShown.map(expiredSilence), "hasExpiredSilences": !expired.isEmpty,
            "expiredNotListed": notListed(expiredRest, "silence"),
            "findingGroups": findingGroups(), "hasFindingGroups": !findingGroups().isEmpty,
            "revisionChanges": report.revisionChanges.map { [revision($0)] } ?? [],
        ]
    }

    private func expiredSilence(_ silence: SilenceReport) -> [String: Any] {
        let subject = [
            silence.key, silence.kind?.rawValue, silence.device.map { "device " + $0 }, silence.hub.map { "hub " + $0 },
        ].compactMap { $0 }.joined(separator: ", ")
        return [
            "subject": subject, "who": silence.who, "why": silence.why, "until": silence.until,
            "findings": Words.counted(silence.findings, "finding"),
        ]
    }

    private func findingGroups() -> [[String: Any]] {
        func marks(_ state: FindingState) -> [[String: String]] {
            report.findings.filter { $0.state == state && $0.kind != .incident }.prefix(20).map { finding in
                [
                    "headline": finding.headline, "hub": report.hubs.count > 1 ? finding.hub : "",
                    "note": state == .worse ? stateWords(.known, finding.since) : "",
                ]
            }
        }
        let recovered = report.recovered.prefix(20).map { finding in
            [
                "headline": finding.headline, "hub": report.hubs.count > 1 ? finding.hub : "",
                "note": "as it was on \(DateWords.short(finding.lastSeen)), since \(DateWords.short(finding.since))",
            ]
        }
        let groups: [(String, [[String: String]], Int)] = [
            ("New findings", marks(.new), count(.new)),
            ("Findings that have become worse", marks(.worse), count(.worse)),
            ("Recovered", recovered, report.recovered.count),
        ]
        return groups.filter { !$0.1.isEmpty }.map { title, marks, count in
            [
                "title": title, "count": Words.count(count), "marks": marks,
                "rest": notListed(count - marks.count, "finding"),
            ]
        }
    }

    private func count(_ state: FindingState) -> Int {
        report.findings.count { $0.state == state && $0.kind != .incident }
    }

    /// What a revision changed, one sentence each.
    private func revision(_ changes: RevisionChanges) -> [String: Any] {
        var sentences = changes.numbers.map { number in
            let before = number.before.map { words(number.kind, $0) } ?? "not known"
            return Page.name(number.kind) + ": " + (number.after.map { words(number.kind, $0) } ?? "not known")
                + ", before " + before
        }
        if let headline = changes.headlineBefore { sentences.append("The headline was: " + headline) }
        if !changes.lateFiles.isEmpty {
            sentences.append(
                "New or grown files: " + changes.lateFiles.joined(separator: ", ")
                    + (changes.lateFilesNotListed > 0 ? " and \(Words.count(changes.lateFilesNotListed)) more" : ""))
        }
        if changes.numbers.isEmpty {
            sentences.append("No number of the day changed: the late records belong to the hours around it.")
        }
        return ["against": changes.against, "sentences": sentences]
    }

    private func words(_ kind: RevisionChanges.Number.Kind, _ value: Double) -> String {
        switch kind {
        case .downtimeSeconds: Words.deviceHours(Int64(value))
        case .availability: Words.availability(value)
        default: Words.count(Int(value.rounded()))
        }
    }

    private static func name(_ kind: RevisionChanges.Number.Kind) -> String {
        switch kind {
        case .renewals: "Token renewals"
        case .downtimeSeconds: "Downtime"
        case .stillDown: "Still down at day's end"
        default: kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst().replacing("-", with: " ")
        }
    }
}

extension DateWords {
    /// `4 March`.
    static func short(_ date: CivilDate) -> String { "\(date.day) \(month(date.month))" }

    /// The same of `2026-03-04`; a text that is no date stays as it is.
    static func short(_ text: String) -> String { CivilDate(text).map { short($0) } ?? text }
}
