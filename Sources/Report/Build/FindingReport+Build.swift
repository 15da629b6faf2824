import Diagnosis
import Model

/// The findings of a day, held against those of the days before.
struct FindingStates {
    let findings: [FindingReport]
    let recovered: [RecoveredFinding]
    /// Marks of the day before that missing input neither confirms nor denies.
    let carried: [DaySummary.FindingMark]

    /// - Parameters:
    ///   - history: days of the same hubs with records, oldest first; those without findings to compare with are
    ///     passed over.
    ///   - isComparable: whether the input of the day is whole enough for an absence to mean something.
    init(
        _ findings: [Finding], day: CivilDate, history: [DaySummary], isComparable: Bool, silences: [Silence]
    ) {
        let past = history.filter { $0.findings != nil }
        let marks = past.map { summary in
            Dictionary((summary.findings ?? []).map { ($0.key, $0) }) { first, _ in first }
        }
        self.findings = findings.map { finding in
            let seen = marks.indices.reversed().filter { marks[$0][finding.key] != nil }
            let whole = seen.first { past[$0].isComplete && marks[$0][finding.key]?.isCarried != true }
            var report = FindingReport(finding)
            report.since = seen.first.flatMap { marks[$0][finding.key]?.since } ?? day.description
            if !past.isEmpty {
                let hasGrown = whole.flatMap { marks[$0][finding.key] }.map { finding.hasGrown(over: $0) } ?? false
                // A day with gaps may have had it unseen: only a whole one proves that it is new.
                report.state =
                    !seen.isEmpty ? (hasGrown ? .worse : .known) : past.contains(where: \.isComplete) ? .new : nil
            }
            // What has become worse is said again: the silence was for something smaller.
            if let silence = silences.first(where: { !$0.isExpired(on: day) && $0.covers(finding) }) {
                report.silence = SilenceMark(silence)
                if report.state != .worse { report.state = .silenced }
            }
            return report
        }
        let present = Set(findings.map(\.key))
        let refusing = Set(findings.filter { $0.kind == .credentialRefused }.map(\.hub))
        let gone = (past.last?.findings ?? []).filter { mark in
            // A device that connected before and is refused is, a day later, one that is refused and never connected.
            let isRenamed = mark.kind == .clockDrift && refusing.contains(mark.hub)
            return !present.contains(mark.key) && mark.canRecover && !isRenamed
        }
        recovered = isComparable ? gone.map { $0.recovered(lastSeen: past.last?.date ?? "") } : []
        carried =
            isComparable
            ? []
            : gone.map { mark in
                var mark = mark
                mark.lastSeen = mark.lastSeen ?? past.last?.date
                return mark
            }
    }

    static let thresholds = [
        ThresholdValue(
            rule: "states", name: "a finding is worse",
            value: "25 % and at least 5 devices, 10 drops or 1 device-hour more",
            source: ThresholdValue.setByHubdrops),
        ThresholdValue(rule: "states", name: "days looked back at", value: "7", source: ThresholdValue.setByHubdrops),
    ]
}

extension Finding {
    /// Whether more devices, drops or downtime stand behind it than behind an earlier one.
    fileprivate func hasGrown(over mark: DaySummary.FindingMark) -> Bool {
        func grew(_ now: Int64, _ before: Int64, atLeast: Int64) -> Bool {
            now - before >= atLeast && now * 4 > before * 5
        }
        return grew(Int64(deviceCount), Int64(mark.deviceCount), atLeast: 5)
            || grew(Int64(drops), Int64(mark.drops), atLeast: 10)
            || grew(downtimeSeconds, mark.downtimeSeconds, atLeast: 3600)
    }
}

extension DaySummary.FindingMark {
    /// Events of one day are over with it; only what lasts can recover.
    fileprivate var canRecover: Bool {
        needsAction && ![.incident, .newCode, .newDevice, .connectLimit].contains(kind)
    }

    fileprivate func recovered(lastSeen: String) -> RecoveredFinding {
        RecoveredFinding(
            key: key, kind: kind, hub: hub, headline: headline, since: since, lastSeen: self.lastSeen ?? lastSeen)
    }
}

extension SilenceReport {
    init(_ silence: Silence, day: CivilDate, findings: [FindingReport]) {
        self.init(
            key: silence.key, kind: silence.kind, hub: silence.hub, device: silence.device, who: silence.who,
            why: silence.why, until: silence.until.description, isExpired: silence.isExpired(on: day),
            findings: findings.count { silence.covers($0.finding) })
    }
}
