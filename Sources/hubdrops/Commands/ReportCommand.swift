import ArgumentParser
import Nightly
import Report
import Settings

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report of a day, a week or a month again, from what the database holds.",
        discussion: """
            The report of a week is written to OUT/2026-W47/, that of a month to OUT/2026-11/. hubdrops run writes them when \
            their last day is over, and again when late records reopen one of their days.
            """)

    @Option(help: ArgumentHelp("The report of a week, such as 2026-W47, instead of a day.", valueName: "week"))
    var week: PeriodChoice?

    @Option(help: ArgumentHelp("The report of a month, such as 2026-11, instead of a day.", valueName: "month"))
    var month: PeriodChoice?

    @OptionGroup var databaseOptions: DatabaseOptions

    @Option(name: .customLong("out"), help: ArgumentHelp("The folder of the reports.", valueName: "dir"))
    var output: String?

    @OptionGroup var dayOptions: DayOptions
    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var diagnosisOptions: DiagnosisOptionGroup
    @OptionGroup var reportOptions: ReportOptionGroup
    @OptionGroup var redactionOptions: RedactionOptionGroup
    @OptionGroup var jobOptions: JobOptions
    @OptionGroup var sliceOptions: SliceOptions
    @OptionGroup var formatOptions: FormatOptions

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            let periods = [week, month].compactMap { $0?.period }
            settings.output = output ?? settings.output
            try settings.apply(databaseOptions)
            settings.apply(dayOptions)
            settings.apply(diagnosisOptions)
            settings.apply(reportOptions)
            settings.apply(redactionOptions)
            settings.apply(jobOptions)
            settings.apply(sliceOptions)
            guard periods.isEmpty else { return try NightRun.write(periods, settings) }
            return try NightRun.reissue(
                settings, summary: formatOptions.isJSON ? .json : reportOptions.summary ? .text : nil
            ).run()
        }
    }

    func validate() throws {
        guard [dayOptions.day == nil, week == nil, month == nil].count(where: { !$0 }) < 2 else {
            throw ValidationError("--day, --week and --month each name one report; give only one of them")
        }
        if let week, week.period.kind != .week { throw ValidationError("--week takes a week such as 2026-W47") }
        if let month, month.period.kind != .month { throw ValidationError("--month takes a month such as 2026-11") }
    }
}

/// A week or a month as the command line names it.
struct PeriodChoice: ExpressibleByArgument {
    let period: Period

    init?(argument: String) {
        guard let period = Period(argument) else { return nil }
        self.period = period
    }
}
