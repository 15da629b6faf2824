import Diagnosis
import Model

extension PeriodReport {
    /// - Parameters:
    ///   - days: summaries of days of the period, and `before` of the period before; any order, each date once.
    ///   - devices: the worst devices, already ranked and cut, and `devicesThatDropped` how many there are in all.
    package static func build(
        period: Period, timeZone: String, days: [DaySummary], before: [DaySummary], devices: [Device],
        devicesThatDropped: Int, toolVersion: String
    ) -> PeriodReport {
        let known = Dictionary(days.map { ($0.date, $0) }) { first, _ in first }
        let present = period.days.compactMap { known[$0.description] }.filter { $0.records > 0 }
        let whole = present.filter(\.isComplete)
        let past = before.filter(\.isComplete)
        let incidents = present.flatMap { $0.incidentMarks ?? [] }.sorted { ($0.start, $0.key) < ($1.start, $1.key) }
        let findings = findings(of: present)
        let lasting = findings.filter { $0.days > 1 || ($0.lastSeen == present.last?.date && $0.kind.canLast) }
        let numbers = numbers(whole, past)
        var report = PeriodReport(
            tool: DayReport.Tool(version: toolVersion), kind: period.kind, name: period.name,
            first: period.first.description, last: period.last.description, timeZone: timeZone,
            hubs: Set(days.flatMap(\.hubs)).sorted(), headline: "", sentence: "",
            missing: missing(period, known), comparedWith: comparedWith(period, past), numbers: numbers,
            days: period.days.map { Day($0, known[$0.description]) },
            drops: present.reduce(0) { $0 + $1.drops }, renewals: present.reduce(0) { $0 + $1.renewals },
            downtimeSeconds: present.reduce(0) { $0 + ($1.downtimeSeconds ?? 0) },
            devicesThatDropped: devicesThatDropped, devices: Array(devices.prefix(mostDevices)),
            causes: causes(of: present), codes: codes(of: present), incidents: Array(incidents.prefix(mostIncidents)),
            incidentsNotListed: max(0, incidents.count - mostIncidents),
            findings: Array(lasting.prefix(mostFindings)),
            findingsNotListed: max(0, lasting.count - mostFindings), findingsOfOneDay: findings.count - lasting.count)
        report.headline = headline(report, whole: whole.count, past: past.count)
        report.sentence = sentence(report, present: present, whole: whole.count)
        return report
    }

    private static func numbers(_ whole: [DaySummary], _ past: [DaySummary]) -> [Measure] {
        func measure(_ kind: Measure.Kind, _ value: (DaySummary) -> Double?) -> Measure {
            let now = mean(whole.compactMap(value))
            let before = mean(past.compactMap(value))
            var tendency: Measure.Tendency?
            if let now, let before, min(whole.count, past.count) >= Comparison.fewestDays {
                tendency = Comparison.tendency(kind, value: now, reference: before)
            }
            return Measure(kind: kind, value: now, previous: before, tendency: tendency)
        }
        return [
            measure(.devicesThatDropped) { Double($0.devicesThatDropped) },
            measure(.downtimeSeconds) { $0.downtimeSeconds.map(Double.init) },
            measure(.stillDown) { $0.stillDown.map(Double.init) },
            measure(.availability) { $0.availability },
        ]
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private static func missing(_ period: Period, _ known: [String: DaySummary]) -> [String] {
        var sentences: [String] = []
        let absent = period.days.filter { known[$0.description] == nil }
        let empty = period.days.filter { known[$0.description]?.records == 0 }
        let partial = period.days.filter { date in
            known[date.description].map { $0.records > 0 && !$0.isComplete } ?? false
        }
        func say(_ dates: [CivilDate], _ rest: String) {
            guard !dates.isEmpty else { return }
            let shown = dates.prefix(7).map {
                DateWords.weekday($0).prefix(3) + " \($0.day) " + DateWords.shortMonth($0.month)
            }
            let more = dates.count > 7 ? ["\(dates.count - 7) more"] : []
            sentences.append(Words.list(shown + more) + ": " + rest)
        }
        say(absent, "no report was made. No number here includes what happened then.")
        say(empty, "no records. What happened then is unknown.")
        say(
            partial,
            "incomplete input. Their known drops are counted here, but they are left out of every mean and comparison."
        )
        return sentences
    }

    private static func comparedWith(_ period: Period, _ past: [DaySummary]) -> String {
        past.isEmpty
            ? ""
            : "\(Words.counted(past.count, "complete day")) of the \(period.kind.rawValue) before, \(period.before.name)"
    }

    private static func headline(_ report: PeriodReport, whole: Int, past: Int) -> String {
        let unit = report.kind.rawValue
        let tendencies = report.numbers.compactMap(\.tendency)
        guard report.days.contains(where: { $0.verdict != nil && $0.verdict != .noData }) else { return "No data" }
        if whole == 0 { return "Incomplete data" }
        guard !tendencies.isEmpty else { return "A \(unit) with little to compare with" }
        if tendencies.contains(.worse) { return "Worse than the \(unit) before" }
        return tendencies.count(where: { $0 == .better }) >= 2
            ? "Better than the \(unit) before" : "Much like the \(unit) before"
    }

    private static func sentence(_ report: PeriodReport, present: [DaySummary], whole: Int) -> String {
        guard !present.isEmpty else { return "The state of the devices is unknown." }
        var counts: [Verdict.Word: Int] = [:]
        for day in present { counts[day.verdict, default: 0] += 1 }
        let order: [Verdict.Word] = [.worse, .trouble, .incomplete, .usual, .better, .calm]
        let words = order.compactMap { word in counts[word].map { "\($0) \(name(word))" } }
        var parts = ["Of \(Words.counted(present.count, "day")) with records: \(Words.list(words))."]
        if whole < report.days.count { parts.insert("\(whole) of \(report.days.count) days complete.", at: 0) }
        parts.append(
            "\(Words.counted(report.devicesThatDropped, "device")) dropped \(Words.counted(report.drops, "time")), "
                + "\(Words.deviceHours(report.downtimeSeconds)) of downtime, "
                + Words.counted(report.incidents.count + report.incidentsNotListed, "incident") + ".")
        if let finding = report.findings.first, finding.days > 1 {
            parts.append("On \(finding.days) days: \(finding.headline).")
        }
        return parts.joined(separator: " ")
    }

    private static func name(_ word: Verdict.Word) -> String {
        switch word {
        case .worse: "worse than usual"
        case .trouble: "with open matters"
        default: word.rawValue
        }
    }

    private static func causes(of days: [DaySummary]) -> [DaySummary.CauseMark] {
        var sums: [Cause: DaySummary.CauseMark] = [:]
        for mark in days.flatMap({ $0.causes ?? [] }) {
            sums[mark.cause, default: DaySummary.CauseMark(cause: mark.cause, drops: 0, downtimeSeconds: 0)].drops +=
                mark.drops
            sums[mark.cause]?.downtimeSeconds += mark.downtimeSeconds
        }
        return sums.values.sorted { ($1.drops, $0.cause.name) < ($0.drops, $1.cause.name) }
    }

    private static func codes(of days: [DaySummary]) -> [Code] {
        var sums: [[String]: Int] = [:]
        for code in days.flatMap(\.codes) { sums[[code.operation, code.level, code.code], default: 0] += code.records }
        return sums.map { Code(operation: $0.key[0], level: $0.key[1], code: $0.key[2], records: $0.value) }
            .sorted {
                $0.records != $1.records
                    ? $0.records > $1.records
                    : [$0.operation, $0.level, $0.code].lexicographicallyPrecedes([$1.operation, $1.level, $1.code])
            }
    }

    private static func findings(of days: [DaySummary]) -> [PeriodFinding] {
        var found: [String: PeriodFinding] = [:]
        for day in days {
            for mark in day.findings ?? [] where !mark.isCarried && mark.kind != .incident {
                let count = found[mark.key]?.days ?? 0
                // A day that was worked out before the earlier ones knew of less.
                let since = min(found[mark.key]?.since ?? mark.since, mark.since)
                found[mark.key] = PeriodFinding(
                    key: mark.key, kind: mark.kind, hub: mark.hub, headline: mark.headline, days: count + 1,
                    since: since, lastSeen: day.date, state: mark.state)
            }
        }
        return found.values.sorted { ($1.days, $1.lastSeen, $0.key) < ($0.days, $0.lastSeen, $1.key) }
    }
}

extension PeriodReport.Day {
    init(_ date: CivilDate, _ summary: DaySummary?) {
        self.init(
            date: date.description, verdict: summary?.verdict, headline: summary?.headline ?? "No report",
            sentence: summary?.sentence ?? "", isComplete: summary?.isComplete ?? false,
            missingHours: summary?.missingHours.count ?? 0)
        guard let summary, summary.records > 0 else { return }
        activeDevices = summary.activeDevices
        devicesThatDropped = summary.devicesThatDropped
        drops = summary.drops
        downtimeSeconds = summary.downtimeSeconds
        stillDown = summary.stillDown
        availability = summary.availability
        incidents = summary.incidents
        alerts = summary.alerts
    }
}
