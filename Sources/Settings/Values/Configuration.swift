package import Diagnosis
package import Model

/// Everything that an operator can set, with its default.
///
/// A command starts from a value that `ConfigurationReader` read, and assigns what its own options say: the command
/// line stands over the file, the file over the default. Paths are absolute or relative to the working directory.
package struct Configuration: Equatable, Sendable {
    /// Files, folders and patterns to import.
    package var logs: [String] = []
    package var database: String?
    /// The address of the ClickHouse database that `database` is this machine's copy of; nil where it is a file of its own.
    package var eventStore: String?
    package var output: String?
    /// The name of a group that may read all reports.
    package var outputGroup: String?
    package var day = DayChoice.yesterday
    /// The zone of report days: an IANA name.
    package var timeZone = "UTC"
    package var window = WindowLength.quarterHour
    /// Hubs to report on, in lower case; all hubs where empty.
    package var hubs: [String] = []
    /// Hubs of which no records are to be expected any more, in lower case.
    package var retiredHubs: [String] = []
    /// The hub of records that name none.
    package var defaultHub: String?
    /// Events before and after the day that the diagnosis reads, without counting them.
    package var contextBefore = TimeSpan(seconds: 10_800)
    package var contextAfter = TimeSpan(seconds: 3600)
    /// Earlier days whose reports are written anew when late records arrive for them.
    package var lateDays = 2
    package var templates: String?
    /// Whether pages with tables that sort and filter are written beside the others.
    package var isInteractive = false
    /// Exports of the registry, one per hub.
    package var registry: [String] = []
    package var metrics: [String] = []
    package var health: [String] = []
    /// Event Grid connection events, to check the log's completeness.
    package var connectionEvents: [String] = []
    /// The tag of the registry by which devices are grouped, such as `site` or `location.plant`.
    package var groupByTag: String?
    package var tier: HubTier?
    package var units = 1
    /// How to read CSV exports whose times are local; nil refuses them.
    package var localTime: LocalTimeSettings?
    /// What the operator says of a code, by code.
    package var codes: [String: CodeSettings] = [:]
    /// Thresholds of the diagnosis by name, each in the unit of its definition.
    package var thresholds: [String: Double] = [:]
    package var alerts = AlertSettings()
    /// The file of findings that need no telling.
    package var silences: String?
    package var failOn: FailOn = .nothing
    package var mail: MailSettings?
    package var notify: NotifySettings?
    /// The address under which others find the output folder, without a closing slash.
    package var baseURL: String?
    /// The forms in which the texts of tickets are written.
    package var tickets: [TicketProfile] = []
    /// Whether renewals and clean closes are listed too, in a file of their own.
    package var renewalsCSV = false
    package var retention = RetentionSettings()
    package var redact = false
    package var redactKeyFile: String?
    /// Hubs of a day that are worked out side by side, each with its own words in memory alone; 0 works all out at once.
    package var jobs = 0
    /// Slices in which the drops of a day are judged, one in memory at a time; 1 keeps all in memory, nil goes by `memory`, or by
    /// the day's records.
    package var slices: Int?
    /// Mebibytes that a run is to stay within.
    package var memory: Int?
    /// How long a run waits for another one to end; 0 gives up at once.
    package var lockWait = TimeSpan(seconds: 0)
    /// A file of metrics for Prometheus' textfile collector.
    package var metricsFile: String?
    package var onSuccess: Command?
    package var onFailure: Command?

    package init() {}

    /// Where the secret behind pseudonyms is: beside the database, where nothing else is said.
    package var redactKeyPath: String? { redactKeyFile ?? database.map { $0 + ".redact-key" } }

    /// Connects per second that the hub allows; nil where the operator has not named its tier.
    package var connectLimit: Int? { tier?.connectsPerSecond(units: units) }
}

/// The tier of a hub, which with its units limits the connects per second.
package enum HubTier: String, CaseIterable, Sendable {
    case free = "F1"
    case basic1 = "B1"
    case basic2 = "B2"
    case basic3 = "B3"
    case standard1 = "S1"
    case standard2 = "S2"
    case standard3 = "S3"

    /// Connects per second that a hub with that many units allows (Microsoft, "IoT Hub quotas and throttling",
    /// https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling).
    package func connectsPerSecond(units: Int) -> Int {
        switch self {
        case .free, .basic1, .standard1: max(100, 12 * units)
        case .basic2, .standard2: 120 * units
        case .basic3, .standard3: 6000 * units
        }
    }
}

/// The zone and the order of day and month in a CSV export of a portal that was set to local time.
package struct LocalTimeSettings: Equatable, Sendable {
    package var timeZone = "UTC"
    package var order = DateOrder.dayMonthYear

    package init() {}
}

/// The operator's own words for a code.
package struct CodeSettings: Equatable, Sendable {
    package var advice: String?
    /// An address that begins with `https://` or `http://`.
    package var runbook: String?

    package init() {}
}

/// How long events and counts stay in the database, and reports in their folder; nil is for ever.
package struct RetentionSettings: Equatable, Sendable {
    package var events: TimeSpan?
    package var rollups: TimeSpan?
    package var reports: TimeSpan?

    package init() {}
}

/// Which alerts make the exit code 2.
package enum FailOn: Equatable, Sendable {
    case nothing
    case any
    case alerts(Set<AlertName>)

    package func includes(_ alert: AlertName) -> Bool {
        switch self {
        case .nothing: false
        case .any: true
        case .alerts(let names): names.contains(alert)
        }
    }
}
