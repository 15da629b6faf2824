import Diagnosis
import Model

/// The findings of a day, held against those of the days before.
struct FindingStates {
    let findings: [FindingReport]
    let recovered: [RecoveredFinding]
    /// Marks of the day before that missing input neither confirms nor denies.
    let carried: [DaySummary.FindingMark]

    /// - Parameters:
    ///   - history: days with records, oldest first; each finding is held against those that know its hub, and those
    ///     without findings to compare with are passed over.
    ///   - isComparable: by hub, whether the input of the day is whole enough for an absence to mean something; of a hub
    ///     that is not in it nothing is expected.
    init(
        _ findings: [Finding], day: CivilDate, history: [DaySummary], isComparable: [String: Bool], silences: [Silence]
    ) {
        let past = PastFindings(history)
        self.findings = findings.map { finding in
            var report = FindingReport(finding)
            (report.state, report.since) = past.state(of: finding, on: day)
            // What has become worse is said again: the silence was for something smaller.
            if let silence = silences.first(where: { !$0.isExpired(on: day) && $0.covers(finding) }) {
                report.silence = SilenceMark(silence)
                if report.state != .worse { report.state = .silenced }
            }
            return report
        }
        let present = Set(findings.map(\.key))
        let refusing = Set(findings.filter { $0.kind == .credentialRefused }.map(\.hub))
        let lacking = Set(findings.filter { $0.kind == .notBack }.map(\.hub))
        var recovered: [RecoveredFinding] = []
        var carried: [DaySummary.FindingMark] = []
        for (hub, isComparable) in isComparable.sorted(by: { $0.key < $1.key }) {
            guard let last = past.days(of: hub).last else { continue }
            for mark in last.findings ?? [] where mark.hub == hub && !present.contains(mark.key) && mark.canRecover {
                // A device that connected before and is refused is, a day later, one that is refused and never
                // connected.
                if mark.kind == .clockDrift && refusing.contains(hub) { continue }
                if mark.kind == .notBack && lacking.contains(hub) { continue }
                if isComparable {
                    recovered.append(mark.recovered(lastSeen: last.date))
                } else {
                    var mark = mark
                    mark.lastSeen = mark.lastSeen ?? last.date
                    carried.append(mark)
                }
            }
        }
        self.recovered = recovered
        self.carried = carried
    }

    static let thresholds = [
        ThresholdValue(
            rule: "states", name: "a finding is worse",
            value: "25 % and at least 5 devices, 10 drops or 1 device-hour more",
            source: ThresholdValue.setByHubdrops),
        ThresholdValue(rule: "states", name: "days looked back at", value: "7", source: ThresholdValue.setByHubdrops),
    ]
}

/// The findings of the days before, by hub.
private struct PastFindings {
    private let all: [DaySummary]
    private let ofHubs: [String: [DaySummary]]
    private let marks: [String: [String: DaySummary.FindingMark]]

    init(_ history: [DaySummary]) {
        all = history.filter { $0.findings != nil }
        marks = Dictionary(
            all.map { summary in
                (summary.date, Dictionary((summary.findings ?? []).map { ($0.key, $0) }) { first, _ in first })
            }
        ) { first, _ in first }
        var ofHubs: [String: [DaySummary]] = [:]
        for day in all {
            for hub in day.hubDays != nil || day.hubs.count == 1 ? day.knownHubs : [] {
                ofHubs[hub, default: []].append(day)
            }
        }
        self.ofHubs = ofHubs
    }

    /// The days that know a hub, oldest first.
    func days(of hub: String) -> [DaySummary] { ofHubs[hub] ?? [] }

    private func notBack(_ hub: String, in day: DaySummary) -> DaySummary.FindingMark? {
        day.findings?.first { $0.kind == .notBack && $0.hub == hub }
    }

    /// How a finding stands to them, and since when it is there.
    func state(of finding: Finding, on day: CivilDate) -> (state: FindingState?, since: String) {
        // Of a hub without records only other hubs' days can tell.
        let past = finding.kind == .hubWithoutRecords ? all : days(of: finding.hub)
        func mark(_ day: DaySummary) -> DaySummary.FindingMark? {
            // Hours without records after a drop, or none of them: the same devices are not back.
            marks[day.date]?[finding.key] ?? (finding.kind == .notBack ? notBack(finding.hub, in: day) : nil)
        }
        func isComplete(_ day: DaySummary) -> Bool { day.mark(of: finding.hub)?.isComplete ?? day.isComplete }
        let seen = past.reversed().filter { mark($0) != nil }
        let since = seen.first.flatMap { mark($0)?.since } ?? day.description
        guard !past.isEmpty else { return (nil, since) }
        guard !seen.isEmpty else {
            // A day with gaps may have had it unseen: only a whole one proves that it is new.
            return (past.contains(where: isComplete) ? .new : nil, since)
        }
        let whole = seen.first { isComplete($0) && mark($0)?.isCarried != true }
        let hasGrown = whole.flatMap(mark).map { finding.hasGrown(over: $0) } ?? false
        return (hasGrown ? .worse : .known, since)
    }
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

extension Finding.Kind {
    /// Events of one day are over with it.
    var canLast: Bool { ![.incident, .newCode, .newDevice, .connectLimit, .newHub, .leftFleet].contains(self) }
}

extension DaySummary.FindingMark {
    /// Events of one day are over with it; only what lasts can recover.
    fileprivate var canRecover: Bool {
        needsAction && kind.canLast && kind != .hubWithoutRecords
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
