import Azure
import Diagnosis
import Inputs
import LogReading
import Model
import Settings
import Store

/// What sharpens a diagnosis, files and addresses as the settings name them: read once per run, the metric of an address
/// once for each day.
struct SideInputs {
    private(set) var registry: Registry?
    private(set) var metrics: [ConnectedMetric] = []
    let metricAddresses: MetricAddresses
    private(set) var health: [HealthEvent] = []
    /// Of the hubs that are wanted.
    private(set) var connectionEvents: [ConnectionStateEvent] = []
    /// What tells the files of each kind from others; empty where none is named.
    let sources: [KeptInput.Kind: String]
    /// The registry as the database keeps it; empty where there is none.
    private(set) var registryBytes: [UInt8] = []
    /// What of them could not be used, each a sentence.
    private(set) var problems: [KeptInput.Kind: [String]] = [:]
    /// The kinds of which an address was asked in vain.
    private(set) var failed: Set<KeptInput.Kind> = []

    /// What a part of a fleet needs beside what is given of a day.
    init(connectionEvents: [ConnectionStateEvent]) {
        self.connectionEvents = connectionEvents
        metricAddresses = MetricAddresses([], nil)
        sources = [:]
    }

    /// Reads the files that the settings name, with real names.
    ///
    /// One that cannot be used costs only itself: the night's report matters more than what would have sharpened it, and
    /// says in its first lines what it is without.
    ///
    /// - Parameter mayAsk: false for who only reads the database, and says what reports say: no address is asked.
    init(
        _ settings: Configuration, store: Store, vocabulary: Vocabulary, redaction: Redaction? = nil,
        mayAsk: Bool = true
    ) throws {
        sources = ReportFingerprint.inputSources(of: settings)
        var settings = settings
        for list in [\Configuration.registry, \.metrics, \.health] where !mayAsk {
            settings[keyPath: list].removeAll(where: LogPlaces.isAddress)
        }
        metricAddresses = MetricAddresses(settings.metrics.filter(LogPlaces.isAddress), redaction)
        var log = SideInputLog(redaction)
        if !settings.registry.isEmpty {
            registry = try RegistryFiles(settings, store: store, vocabulary: vocabulary).registry(&log)
        }
        registryBytes = try registry.map(KeptRegistry.bytes) ?? []
        for path in settings.metrics where !LogPlaces.isAddress(path) {
            log.read(.metrics, path) { () throws(InputError) in
                let result = try MetricReader().read(.file(path))
                metrics += result.points
                return result.summary
            }
        }
        for path in settings.health {
            log.read(.health, path) { () throws(InputError) in
                let isAddress = LogPlaces.isAddress(path)
                let source: LogSource =
                    isAddress ? HubResourceAddress.health(path, .ofThisProcess) : .file(path)
                let result = try HealthReader().read(source)
                health += result.events
                return result.summary
            }
        }
        for path in settings.connectionEvents {
            log.read(.connectionEvents, path) { () throws(InputError) in
                let result = try ConnectionEventReader().read(.file(path))
                connectionEvents += result.events.filter { settings.hubs.isEmpty || settings.hubs.contains($0.hub) }
                return result.summary
            }
        }
        // Two files may hold one event: Event Grid delivers at least once.
        if settings.connectionEvents.count > 1 { connectionEvents = Array(Set(connectionEvents)) }
        problems = log.problems
        failed = log.failed
    }
}

/// What reading the optional inputs gave, for the terminal and for the report.
struct SideInputLog {
    private(set) var problems: [KeptInput.Kind: [String]] = [:]
    private(set) var failed: Set<KeptInput.Kind> = []
    private let redaction: Redaction?

    /// What was printed already.
    private var known: Set<String> = []

    init(_ redaction: Redaction?) { self.redaction = redaction }

    /// Forgets what was noted, so that it can be noted of another day.
    mutating func beginDay() { problems = [:] }

    /// Reads a file, and notes why it could not be used.
    mutating func read(_ kind: KeptInput.Kind, _ path: String, _ body: () throws(InputError) -> InputSummary) {
        do throws(InputError) {
            let summary = try body()
            for warning in summary.warnings { note(kind, path, warning) }
            guard summary.bad > 0 else { return }
            let first = summary.problems.first.map { ", the first in line \($0.line): \($0.reason)" } ?? ""
            note(kind, path, Words.counted(summary.bad, "entry", "entries") + " could not be read\(first)")
        } catch {
            note(kind, path, "not used: " + error.reason)
            if LogPlaces.isAddress(path) { failed.insert(kind) }
        }
    }

    mutating func note(_ kind: KeptInput.Kind, _ path: String, _ what: String) {
        let path = BlobAddress.shown(path)
        if known.insert(path + what).inserted { Console.problem("\(path): \(what)", isWarning: true) }
        let name = redaction.map { $0.path(path) } ?? path
        problems[kind, default: []].append(
            "The \(SideInputLog.words(kind)) in \(name): \(redaction.map { $0.text(what) } ?? what).")
    }

    private static func words(_ kind: KeptInput.Kind) -> String {
        switch kind {
        case .registry: "registry"
        case .metrics: "metrics"
        case .health: "health events"
        case .connectionEvents: "connection events"
        }
    }
}

/// What side inputs say of one day, in the names that its report shows, and how that is kept.
struct DayInputs: Sendable {
    var registry: Registry?
    var metrics: [ConnectedMetric] = []
    var health: [HealthEvent] = []
    /// What Event Grid's events were found to prove when the day was worked out; nil where they are to be looked at now.
    var connectionEvents: [ConnectionEventCoverage]?
    var kept: [KeptInput] = []
    /// What of them could not be used or relied on, each a sentence.
    var problems: [String] = []
}
