import ArgumentParser
import Model

struct DatabaseOption: ParsableArguments {
    @Option(name: .customLong("db"), help: ArgumentHelp("The database, one SQLite file.", valueName: "file"))
    var database: String?
}

struct ConfigurationOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration. Options of the command line win over it. Default: \(standardPath), where it exists.",
            valueName: "file"))
    var path: String?

    static let standardPath = "/etc/hubdrops/hubdrops.yaml"
}

struct DayOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The report day: yesterday, or a date as 2026-03-10.", valueName: "day"))
    var day: String?

    @Option(help: ArgumentHelp("The zone of the report day, an IANA name. Default: UTC.", valueName: "zone"))
    var timeZone: String?
}

struct ReadingOptionsGroup: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How a CSV with local times writes dates: dmy for 16/07/2026, mdy for 7/16/2026. Needed with "
                + "--time-zone to read such a file at all.", valueName: "order"))
    var localTimeOrder: String?

    @Option(help: ArgumentHelp("The hub of records that name none.", valueName: "hub"))
    var defaultHub: String?
}

struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Device registry, as written by: az iot hub device-identity list. Keys are never read.", valueName: "file"))
    var registry: String?

    @Option(help: ArgumentHelp("Metric connectedDeviceCount, as written by: az monitor metrics list.", valueName: "file"))
    var metrics: String?

    @Option(help: ArgumentHelp("Resource Health or Service Health events, JSON.", valueName: "file"))
    var health: String?
}
