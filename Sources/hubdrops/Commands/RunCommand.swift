import ArgumentParser
import Nightly
import Settings

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "The nightly job: import logs, analyze a day, write its report.",
        discussion: """
            Prints nothing on success unless run on a terminal, and one line per problem on standard error. Reports are \
            written to OUT/DAY/; OUT/latest points to the newest. Exit codes: see hubdrops --help.

            In OUT/DAY/:
            \(DayOutputs.help)
            """)

    @Option(
        name: .customLong("logs"), parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            Logs to import: files, folders, patterns, - for standard input, or addresses: of blob containers (https://…), of \
            tables in Log Analytics (log-analytics://WORKSPACE-ID) and Data Explorer (adx://CLUSTER/DATABASE/TABLE).
            """,
            valueName: "path"))
    var logs: [String] = []

    @OptionGroup var databaseOptions: DatabaseOptions

    @Option(name: .customLong("out"), help: ArgumentHelp("The folder of the reports.", valueName: "dir"))
    var output: String?

    @OptionGroup var dayOptions: DayOptions
    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var readingOptions: ReadingOptionGroup
    @OptionGroup var diagnosisOptions: DiagnosisOptionGroup
    @OptionGroup var reportOptions: ReportOptionGroup
    @OptionGroup var redactionOptions: RedactionOptionGroup
    @OptionGroup var jobOptions: JobOptions
    @OptionGroup var sliceOptions: SliceOptions
    @OptionGroup var formatOptions: FormatOptions

    @Flag(
        help: ArgumentHelp(
            "Print what the run would do, one step per line, without doing it: no files, no mail. Logs are listed, not read."
        ))
    var dryRun = false

    func run() throws {
        Signals.outliveReaders()
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            if !logs.isEmpty { settings.logs = logs }
            settings.output = output ?? settings.output
            try settings.apply(databaseOptions)
            settings.apply(dayOptions)
            settings.apply(readingOptions)
            settings.apply(diagnosisOptions)
            settings.apply(reportOptions)
            settings.apply(redactionOptions)
            settings.apply(jobOptions)
            settings.apply(sliceOptions)
            guard !settings.logs.isEmpty else {
                throw Failure(.usage, "no logs: name them with --logs PATH, or with 'logs' in the configuration")
            }
            let run = NightRun.nightly(
                settings, summary: formatOptions.isJSON ? .json : reportOptions.summary ? .text : nil)
            return try dryRun ? run.printPlan() : run.run()
        }
    }
}
