import Model

/// Hours in which a hub that otherwise has records has none, or hardly any: missing data, not a quiet hour.
///
/// Exports file records by the hour of their arrival, so a lost hour of files still leaves the few that came late.
enum MissingHours {
    /// Spans without records, adjacent hours joined, by hub.
    static func find(_ analysis: DayAnalysis) -> [[Span]] {
        let reach = Span(start: 0, end: analysis.dataEnd)
        return analysis.hubs.map { hub in
            var spans = (analysis.context.hoursWithoutRecords[hub.name] ?? []).map {
                Span(start: analysis.clock.clamped($0.start), end: analysis.clock.clamped($0.end))
            }
            let median = Robust.median(hub.recordsPerHour.map { Int($0) })
            if median >= analysis.settings.usualRecordsPerHour {
                for (hour, count) in hub.recordsPerHour.enumerated()
                where Double(count) < median * analysis.settings.emptyHourPercent / 100 {
                    let start = Moment(hour) * 3_600_000
                    let end = min(start + 3_600_000, reach.end)
                    // A piece of an hour at the end of the data may well be empty.
                    if end == start + 3_600_000 { spans.append(Span(start: start, end: end)) }
                }
            }
            return joined(spans.filter { $0.start < $0.end })
        }
    }

    private static func joined(_ spans: [Span]) -> [Span] {
        var result: [Span] = []
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
