import Model

/// Hours of a hub without records, or with hardly any, in which it would have written some: missing data, not calm.
///
/// A hub with few devices is silent for hours, and a fleet of one time zone sleeps at night: an empty hour says nothing
/// unless records were to be expected in it. What is expected is the hub's own median for that hour of the day, where
/// enough earlier days are known, and otherwise the median hour of the day's data. Neighbouring empty hours count
/// together: with ten records expected and events that come independently of one another, silence has a chance of
/// e^-10, one in 22,000.
///
/// Exports file records by the hour of their arrival, so a lost hour of files still leaves the few that came late.
enum MissingHours {
    /// Spans that are missing, adjacent hours joined, by hub.
    static func find(_ analysis: DayAnalysis) -> [[MillisRange]] {
        analysis.hubs.map { joined(found($0, analysis)) }
    }

    /// The missing spans, and those of which the caller says that nothing is known; adjacent ones joined.
    static func unknown(_ analysis: DayAnalysis, missing: [[MillisRange]]) -> [[MillisRange]] {
        zip(analysis.hubs, missing).map { hub, missing in
            let given = (analysis.context.hoursWithoutRecords[hub.name] ?? []).map {
                MillisRange(start: analysis.clock.clamped($0.start), end: analysis.clock.clamped($0.end))
            }
            return joined((given + missing).filter { $0.start < $0.end })
        }
    }

    private static func found(_ hub: HubTally, _ analysis: DayAnalysis) -> [MillisRange] {
        switch analysis.context.presence[hub.name] {
        case .noData: return [analysis.day]
        case .gone, .retired: return []
        case .new(let since):
            let start = analysis.clock.clamped(since)
            return judged(hub, analysis).compactMap { span in
                let rest = MillisRange(start: max(span.start, start), end: span.end)
                return rest.start < rest.end ? rest : nil
            }
        case nil: return judged(hub, analysis)
        }
    }

    private static func judged(_ hub: HubTally, _ analysis: DayAnalysis) -> [MillisRange] {
        // A piece of an hour at the end of the data may well be empty.
        let counts = hub.recordsPerHour.prefix(Int((analysis.dataEnd - MillisClock.reach) / 3_600_000)).map(Double.init)
        let usual = usualRecords(counts)
        let expected = expected(hub, hours: counts.count, analysis) ?? Array(repeating: usual, count: counts.count)
        let settings = analysis.settings
        var spans: [MillisRange] = []
        var run = 0..<0
        for hour in 0...counts.count {
            if hour < counts.count {
                let least = min(usual, expected[hour])
                let isScanty =
                    least >= settings[.usualRecordsPerHour] && counts[hour] < least * settings[.emptyHour] / 100
                if counts[hour] == 0 || isScanty {
                    run = run.lowerBound..<(hour + 1)
                    continue
                }
            }
            if run.reduce(0, { $0 + expected[$1] }) >= settings[.usualRecordsPerHour] {
                spans.append(MillisRange(start: moment(ofHour: run.lowerBound), end: moment(ofHour: run.upperBound)))
            }
            run = (hour + 1)..<(hour + 1)
        }
        return spans
    }

    /// The median hour; where all hours before the first record are empty and most are written from then on, the median
    /// of those spread over all: of a day of which only the last hours were exported the rest is missing, while busy
    /// hours here and there say nothing of the others.
    private static func usualRecords(_ counts: [Double]) -> Double {
        guard let first = counts.firstIndex(where: { $0 > 0 }) else { return 0 }
        let exported = Array(counts[first...])
        return max(Robust.median(counts), Robust.median(exported) * Double(exported.count) / Double(counts.count))
    }

    /// By hour of the data, the records that the hub's earlier days let expect; nil with too little history.
    ///
    /// The least of the hour and its neighbours: a change of the clocks moves what a fleet does by an hour.
    private static func expected(_ hub: HubTally, hours: Int, _ analysis: DayAnalysis) -> [Double]? {
        guard let baseline = analysis.context.baseline, let usual = baseline.recordsPerHour[hub.name],
            usual.count == 24,
            Double(baseline.days[hub.name] ?? 0) >= analysis.settings[.baselineDays]
        else { return nil }
        return (0..<hours).map { hour in
            let start = analysis.clock.instant(moment(ofHour: hour))
            let ofDay = Int((start.seconds / 3600) % 24 + 24) % 24
            return [23, 0, 1].map { usual[(ofDay + $0) % 24] }.min() ?? 0
        }
    }

    /// The start of an hour of the data.
    private static func moment(ofHour hour: Int) -> DayMillis { MillisClock.reach + DayMillis(hour) * 3_600_000 }

    private static func joined(_ spans: [MillisRange]) -> [MillisRange] {
        var result: [MillisRange] = []
        for span in spans.sorted(by: { $0.start < $1.start }) {
            if let last = result.last, span.start <= last.end {
                result[result.count - 1].end = max(last.end, span.end)
            } else {
                result.append(span)
            }
        }
        return result
    }
}
