import Diagnosis
import Inputs
import LogReading
import Model
import Settings
import Store

/// The optional files that sharpen a diagnosis, as the settings name them, read once per run.
struct SideInputs {
    let registry: Registry?
    let metrics: [ConnectedMetric]
    let health: [HealthEvent]
    /// Of the hubs that are wanted.
    let connectionEvents: [ConnectionStateEvent]
    /// What tells the files of each kind from others; empty where none is named.
    let sources: [KeptInput.Kind: String]
    /// The registry as the database keeps it; empty where there is none.
    let registryBytes: [UInt8]

    /// Reads the files that the settings name, with real names.
    ///
    /// A file that cannot be used is an error: a report that silently leaves out what the operator gave it would be
    /// wrong.
    init(_ settings: Configuration, store: Store, vocabulary: Vocabulary) throws {
        registry =
            settings.registry.isEmpty
            ? nil : try RegistryFiles(settings, store: store, vocabulary: vocabulary).registry()
        registryBytes = try registry.map(KeptRegistry.bytes) ?? []
        var metrics: [ConnectedMetric] = []
        for path in settings.metrics {
            let result = try MetricReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            metrics += result.points
        }
        self.metrics = metrics
        var health: [HealthEvent] = []
        for path in settings.health {
            let result = try HealthReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            health += result.events
        }
        self.health = health
        var events: [ConnectionStateEvent] = []
        for path in settings.connectionEvents {
            let result = try ConnectionEventReader().read(.file(path))
            SideInputs.report(result.summary, of: path)
            events += result.events.filter { settings.hubs.isEmpty || settings.hubs.contains($0.hub) }
        }
        // Two files may hold one event: Event Grid delivers at least once.
        connectionEvents = settings.connectionEvents.count > 1 ? Array(Set(events)) : events
        sources = ReportFingerprint.inputSources(of: settings)
    }

    static func report(_ summary: InputSummary, of path: String) {
        for warning in summary.warnings { Console.problem("\(path): \(warning)", isWarning: true) }
        if summary.bad > 0 {
            let first = summary.problems.first.map { ", the first in line \($0.line): \($0.reason)" } ?? ""
            Console.problem("\(path): \(summary.bad) entries could not be read\(first)", isWarning: true)
        }
    }
}

/// What side inputs say of one day, in the names that its report shows, and how that is kept.
struct DayInputs {
    var registry: Registry?
    var metrics: [ConnectedMetric] = []
    var health: [HealthEvent] = []
    /// What Event Grid's events were found to prove when the day was worked out; nil where they are to be looked at now.
    var connectionEvents: [ConnectionEventCoverage]?
    var kept: [KeptInput] = []
}
