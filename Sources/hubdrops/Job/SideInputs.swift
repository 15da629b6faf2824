import Diagnosis
import Inputs
import Model
import Report
import Settings

/// The optional files that sharpen a diagnosis, read once per run.
struct SideInputs {
    var registry: Registry?
    var metrics: [ConnectedMetric] = []
    var health: [HealthEvent] = []

    init() {}

    /// Reads the files that the settings name. A file that cannot be used is an error: a report that silently leaves
    /// out what the operator gave it would be wrong.
    init(_ settings: Configuration, vocabulary: Vocabulary) throws {
        if let path = settings.registry {
            let known = Set(vocabulary.devices.map(\.name))
            let tags: TagChoice = settings.groupByTag.map { .only($0) } ?? .all
            let result = try RegistryReader(hub: "", tags: tags).read(.file(path)) { known.contains($0) }
            SideInputs.report(result.summary, of: path)
            registry = result.registry
        }
        if let path = settings.metrics {
            let result = try MetricReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            metrics = result.points
        }
        if let path = settings.health {
            let result = try HealthReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            health = result.events
        }
    }

    private static func report(_ summary: InputSummary, of path: String) {
        for warning in summary.warnings { Console.problem("\(path): \(warning)", isWarning: true) }
        if summary.bad > 0 {
            let first = summary.problems.first.map { ", the first in line \($0.line): \($0.reason)" } ?? ""
            Console.problem("\(path): \(summary.bad) entries could not be read\(first)", isWarning: true)
        }
    }
}
