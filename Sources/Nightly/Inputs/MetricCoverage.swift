import Diagnosis
import Model

/// Whether the points of files are of a day and of a hub of the log: of others nothing is concluded, and that is said.
struct MetricCoverage {
    /// Those that are.
    private(set) var metrics: [ConnectedMetric]
    /// What is wrong with them, each a sentence.
    private(set) var problems: [String] = []

    /// - Parameter hubs: names of those that the log has records of.
    init(_ points: [ConnectedMetric], on day: ReportDay, hubs: Set<String>) {
        metrics = points.filter { day.span.contains($0.time) }
        guard let first = points.map(\.time).min(), let last = points.map(\.time).max() else { return }
        if metrics.isEmpty {
            let span = first == last ? "\(first)" : "\(first) to \(last)"
            problems = [
                "The metrics are of \(span), and the report is of \(day.date): nothing is concluded from them. "
                    + "Export them with --start-time \(day.span.start) --end-time \(day.span.end)."
            ]
        }
        let measured = Set(metrics.map(\.hub))
        // Records that name no hub may be of any.
        guard !measured.isEmpty, !hubs.isEmpty, !hubs.contains(""), hubs.isDisjoint(with: measured) else { return }
        metrics = []
        problems = [
            "The metrics are of \(MetricCoverage.names(measured)), and the log is of \(MetricCoverage.names(hubs)): "
                + "nothing is concluded from them. Export those of the hub that the log is of."
        ]
    }

    private static func names(_ hubs: Set<String>) -> String {
        let most = 3
        let shown = hubs.sorted().prefix(most).joined(separator: ", ")
        return hubs.count > most ? shown + " and \(Words.counted(hubs.count - most, "other hub"))" : shown
    }
}
