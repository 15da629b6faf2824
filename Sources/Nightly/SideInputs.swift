import Diagnosis
import Inputs
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

    fileprivate static func report(_ summary: InputSummary, of path: String) {
        for warning in summary.warnings { Console.problem("\(path): \(warning)", isWarning: true) }
        if summary.bad > 0 {
            let first = summary.problems.first.map { ", the first in line \($0.line): \($0.reason)" } ?? ""
            Console.problem("\(path): \(summary.bad) entries could not be read\(first)", isWarning: true)
        }
    }
}

/// Registry exports, each given to the hub that it is of.
///
/// No export names its hub (the twin list has device ids only), and two hubs may have a device of one id. Where the
/// log has one hub there is nothing to decide; where it has several, an export belongs to the hub whose devices
/// agree with it best: the most shared ids in proportion to all ids of both (Jaccard index). One that agrees with no
/// hub by half is not used, and that is said.
private struct RegistryFiles {
    private let paths: [String]
    private let tags: TagChoice
    private let vocabulary: Vocabulary
    /// Device ids by hub name.
    private let hubs: [String: Set<String>]

    init(_ settings: Configuration, store: Store, vocabulary: Vocabulary) throws {
        paths = settings.registry
        tags = settings.groupByTag.map { .only($0) } ?? .all
        self.vocabulary = vocabulary
        guard Set(vocabulary.eventTypes.map(\.hub)).count > 1, let (_, last) = try store.firstAndLastEvent(in: .always)
        else {
            hubs = [:]
            return
        }
        let lastDay = TimeWindow(from: last.advanced(bySeconds: -86_400), to: last.advanced(bySeconds: 1))
        hubs = Dictionary(
            uniqueKeysWithValues: try store.devicesByHub(in: lastDay).map { hub, devices in
                (vocabulary.text(hub), Set(devices.map { vocabulary.devices[Int($0)].name }))
            })
    }

    func registry() throws -> Registry {
        let known = Set(vocabulary.devices.map(\.name))
        var registry = Registry()
        for path in paths {
            let result = try RegistryReader(hub: "", tags: tags).read(.file(path)) { known.contains($0) }
            SideInputs.report(result.summary, of: path)
            let entries = result.registry.hubs[""] ?? [:]
            if let hub = owner(of: entries, entriesInAll: result.summary.entries) {
                registry.hubs[hub, default: [:]].merge(entries) { $1 }
            } else {
                Console.problem(
                    "\(path): not used, as its devices agree with no hub of the log; export the registry of a hub that "
                        + "is in the log", isWarning: true)
            }
        }
        return registry
    }

    private func owner(of entries: [String: Registry.Entry], entriesInAll: Int) -> String? {
        guard hubs.count > 1 else { return "" }
        let agreements = hubs.map { hub, devices in
            let shared = devices.count { entries[$0] != nil }
            return (hub: hub, share: Double(shared) / Double(max(1, devices.count + entriesInAll - shared)))
        }
        let best = agreements.max { ($0.share, $1.hub) < ($1.share, $0.hub) }
        return best.flatMap { $0.share >= 0.5 ? $0.hub : nil }
    }
}
