import Diagnosis
import Inputs
import LogReading
import Model
import Settings
import Store

/// The optional files that sharpen a diagnosis, read once per run.
struct SideInputs {
    private(set) var registry: Registry?
    private(set) var metrics: [ConnectedMetric] = []
    private(set) var health: [HealthEvent] = []
    /// Of the hubs that are wanted.
    private(set) var connectionEvents: [ConnectionStateEvent] = []

    /// Reads the files that the settings name.
    ///
    /// A file that cannot be used is an error: a report that silently leaves out what the operator gave it would be
    /// wrong.
    init(_ settings: Configuration, store: Store, vocabulary: Vocabulary, redaction: Redaction? = nil) throws {
        if !settings.registry.isEmpty {
            registry = try RegistryFiles(settings, store: store, vocabulary: vocabulary).registry()
        }
        for path in settings.metrics {
            let result = try MetricReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            metrics += result.points
        }
        for path in settings.health {
            let result = try HealthReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            health += result.events
        }
        for path in settings.connectionEvents {
            let result = try ConnectionEventReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            connectionEvents += result.events.filter { settings.hubs.isEmpty || settings.hubs.contains($0.hub) }
        }
        // Two files may hold one event: Event Grid delivers at least once.
        if settings.connectionEvents.count > 1 { connectionEvents = Array(Set(connectionEvents)) }
        guard let redaction else { return }
        registry = registry.map(redaction.registry)
        health = redaction.health(health)
        connectionEvents = connectionEvents.map(redaction.connectionEvent)
    }

    static func report(_ summary: InputSummary, of path: String) {
        for warning in summary.warnings { Console.problem("\(path): \(warning)", isWarning: true) }
        if summary.bad > 0 {
            let first = summary.problems.first.map { ", the first in line \($0.line): \($0.reason)" } ?? ""
            Console.problem("\(path): \(summary.bad) entries could not be read\(first)", isWarning: true)
        }
    }
}
