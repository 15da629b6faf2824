import ArgumentParser
import Diagnosis
package import Model
package import Settings

/// The configuration file.
///
/// What the command line says wins over the file, and the file over the defaults.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file. Default: \(standardPath), where it exists.", valueName: "file"))
    var path: String?

    static let standardPath = "/etc/hubdrops/hubdrops.yaml"
}

struct DatabaseOptions: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            "The database: one SQLite file, or events in ClickHouse, clickhouse://HOST:PORT/DATABASE (see docs/clickhouse.md).",
            valueName: "file"))
    var database: String?
}

struct DayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The report day: yesterday, or a date such as 2026-03-10.", valueName: "day"))
    var day: DayChoice?

    @Option(
        help: ArgumentHelp("The time zone of the report day, an IANA name. Default: UTC.", valueName: "zone"))
    var timeZone: String?
}

struct ReadingOptionGroup: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The order of day and month where a file does not show it, dmy or mdy. Times without a zone are read only "
                + "with this option, as times of --time-zone.", valueName: "order"))
    var localTimeOrder: DateOrder?

    @Option(help: ArgumentHelp("The hub of records that name none.", valueName: "hub"))
    var defaultHub: String?
}

struct DiagnosisOptionGroup: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Device registry, as az iot hub device-identity list --top -1 writes it, or the hub itself \
            (https://HUB.azure-devices.net); once per hub. No key in it is kept.
            """, valueName: "file"))
    var registry: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            The metric connectedDeviceCount, as az monitor metrics list writes it, or the hub as a resource \
            (https://management.azure.com/subscriptions/…); once per hub.
            """, valueName: "file"))
    var metrics: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Resource Health or Service Health events, or the hub as a resource (https://management.azure.com/…); may be \
            given more than once.
            """, valueName: "file"))
    var health: [String] = []

    @Option(
        help: ArgumentHelp(
            "Event Grid events DeviceConnected and DeviceDisconnected, to check that the log is complete; may be given "
                + "more than once.", valueName: "file"))
    var connectionEvents: [String] = []

    @Option(
        name: .customLong("hub"),
        help: ArgumentHelp("Report on this hub only; may be given more than once.", valueName: "hub"))
    var hubs: [String] = []
}

struct JobOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Work out so many hubs of a day side by side, each with its own words in memory alone: the reports are the same, \
            the memory is that of so many hubs. Default: all hubs at once.
            """, valueName: "number"))
    var jobs: Int?

    func validate() throws {
        guard let jobs, !(1...64).contains(jobs) else { return }
        throw ValidationError("--jobs takes a number from 1 to 64")
    }
}

struct SliceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Judge the drops of a day in so many slices: one is in memory at a time, the others wait on disk, in the folder that \
            is written to. The files are the same. Default: as --memory says, or one for every 3 million records of the day.
            """, valueName: "number"))
    var slices: Int?

    @Option(
        help: ArgumentHelp(
            """
            Judge the drops of a day in as many slices as it takes to stay within so many MiB of memory. It goes by measured \
            sizes and is not a hard limit: a run that used more says so.
            """, valueName: "mib"))
    var memory: Int?

    func validate() throws {
        if let slices, !(1...256).contains(slices) {
            throw ValidationError("--slices takes a number from 1 to 256")
        }
        if let memory, !(16...1_048_576).contains(memory) {
            throw ValidationError("--memory takes MiB, from 16 to 1048576")
        }
        if slices != nil, memory != nil { throw ValidationError("--slices and --memory exclude each other") }
    }
}

struct RedactionOptionGroup: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Stable pseudonyms instead of the ids of devices and modules, addresses and values of tags, in all that is "
                + "written. Names of hubs stay: Azure support asks for them."))
    var redact = false

    @Option(
        help: ArgumentHelp(
            "The secret that makes the pseudonyms; made when missing. Default: the database's name and .redact-key.",
            valueName: "file"))
    var redactKeyFile: String?
}

struct ReportOptionGroup: ParsableArguments {
    @Option(
        help: ArgumentHelp("A folder of templates that replace the built-in ones, file by file.", valueName: "folder"))
    var templates: String?

    @Option(
        help: ArgumentHelp(
            "Exit with 2 when one of these alerts fired: any, or names joined by commas. Names: "
                + AlertName.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "alerts"))
    var failOn: FailOn?

    @Option(
        name: .customLong("ticket"),
        help: ArgumentHelp(
            "Also write the texts of tickets, for the day and for each incident: gfm, gitlab, ado-html or plain. May be "
                + "given more than once.", valueName: "profile"))
    var tickets: [TicketProfile] = []

    @Flag(
        name: .customLong("renewals-csv"),
        help: ArgumentHelp(
            "Also list renewals and clean closes, in renewals.csv.gz; drops.csv has every other drop."))
    var renewalsCSV = false

    @Flag(help: "Print a ten-line summary, even when not run on a terminal.")
    var summary = false
}

extension TicketProfile: ExpressibleByArgument {}

extension DateOrder: ExpressibleByArgument {}

extension DayChoice: ExpressibleByArgument {}

extension TimeSpan: ExpressibleByArgument {}

extension WindowLength: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension FailOn: ExpressibleByArgument {
    /// `any`, or names of alerts joined by commas.
    package init?(argument: String) {
        if argument == "any" {
            self = .any
            return
        }
        var names: Set<AlertName> = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let name = AlertName(rawValue: String(part)) else { return nil }
            names.insert(name)
        }
        self = .alerts(names)
    }
}

/// What every command that works a day out from the database takes.
struct DayOfDatabaseOptions: ParsableArguments {
    @OptionGroup private var database: DatabaseOptions
    @OptionGroup private(set) var day: DayOptions
    @OptionGroup private var configuration: ConfigurationOptions
    @OptionGroup private var diagnosis: DiagnosisOptionGroup
    @OptionGroup private var redaction: RedactionOptionGroup

    /// The hubs that the configuration names, whatever the options say.
    func configuredHubs() throws -> [String] { try Configuration.load(configuration).hubs }

    /// The configuration with these options over it.
    func settings() throws -> Configuration {
        var settings = try Configuration.load(configuration)
        try settings.apply(database)
        settings.apply(day)
        settings.apply(diagnosis)
        settings.apply(redaction)
        return settings
    }
}
