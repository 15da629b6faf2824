import ArgumentParser
import Model
import Nightly
import Settings

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Write the report of a fleet from the units of its hubs.",
        discussion: """
            Takes the files that hubdrops unit has written, on whatever machines, and no database; writes OUT/DAY/ as \
            hubdrops report would with all hubs in one. A unit that is missing, failed, cut, or of another day, time zone, \
            version or threshold than the others is named in the first lines of the report, and the exit code is 1. Two \
            units of one hub are refused. Sends no mail.
            """)

    @Argument(help: "Files of units, or folders: of these the files whose names end with .unit.gz.")
    var units: [String]

    @Option(name: .customLong("out"), help: ArgumentHelp("The folder of the reports.", valueName: "dir"))
    var output: String?

    @Option(
        name: .customLong("hubs"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "The hubs of the fleet: the report names those without a unit. Default: 'hubs' of the configuration.",
            valueName: "hub"))
    var hubs: [String] = []

    @Option(help: ArgumentHelp("The day, such as 2026-03-10. Default: the newest of the units.", valueName: "day"))
    var day: DayChoice?

    @Option(help: ArgumentHelp("The time zone of the day. Default: that of the units.", valueName: "zone"))
    var timeZone: String?

    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var reportOptions: ReportOptionGroup

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            settings.output = output ?? settings.output
            settings.apply(reportOptions)
            settings.timeZone = timeZone ?? settings.timeZone
            let expected = (hubs.isEmpty ? settings.hubs : hubs).map { $0.lowercased() }
            let date = try day.map { try settings.clock().reportDay($0, now: .now()).date }
            return try MergeJob(settings).run(
                units, expected: expected, date: date, timeZone: timeZone, printsSummary: reportOptions.summary)
        }
    }
}
