import ArgumentParser
import Delivery
import Foundation
import Importing
import LogReading
import Model
import Nightly
import Report
import Settings
import Store

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "The nightly job: import logs, work out a day, write its report.",
        discussion: """
            Silent when all went well and nobody watches; one line a problem on standard error. The report stands in \
            OUT/DAY/, and OUT/latest points to the newest one. Exit codes: see hubdrops --help.
            """)

    @Option(
        name: .customLong("logs"), parsing: .upToNextOption,
        help: ArgumentHelp("Logs to import: files, folders, patterns, or - for standard input.", valueName: "path"))
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

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            if !logs.isEmpty { settings.logs = logs }
            settings.output = output ?? settings.output
            settings.apply(databaseOptions)
            settings.apply(dayOptions)
            settings.apply(readingOptions)
            settings.apply(diagnosisOptions)
            settings.apply(reportOptions)
            settings.apply(redactionOptions)
            guard !settings.logs.isEmpty else {
                throw Failure(.usage, "no logs: name them with --logs PATH, or with 'logs' in the configuration")
            }
            return try NightlyJob(settings: settings, printsSummary: reportOptions.summary).run()
        }
    }
}

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the report of a day, a week or a month again, from what the database holds.",
        discussion: """
            The report of a week stands in OUT/2026-W47/, that of a month in OUT/2026-11/. hubdrops run writes them when \
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

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            settings.logs = []
            let periods = [week, month].compactMap { $0?.period }
            settings.output = output ?? settings.output
            settings.apply(databaseOptions)
            settings.apply(dayOptions)
            settings.apply(diagnosisOptions)
            settings.apply(reportOptions)
            settings.apply(redactionOptions)
            guard periods.isEmpty else { return try write(periods, settings) }
            return try NightlyJob(settings: settings, printsSummary: reportOptions.summary).run()
        }
    }

    func validate() throws {
        guard [dayOptions.day == nil, week == nil, month == nil].count(where: { !$0 }) < 2 else {
            throw ValidationError("--day, --week and --month stand for one report each; give one of them")
        }
        if let week, week.period.kind != .week { throw ValidationError("--week takes a week such as 2026-W47") }
        if let month, month.period.kind != .month { throw ValidationError("--month takes a month such as 2026-11") }
    }

    private func write(_ periods: [Period], _ settings: Configuration) throws -> ExitStatus {
        let database = try settings.requiredDatabase()
        let output = try OutputFolder(try settings.requiredOutput())
        let lock = try RunLock(besideDatabase: database, waitingUpTo: Int(settings.lockWait.seconds))
        defer { lock.release() }
        guard FileManager.default.fileExists(atPath: database) else { throw StoreError.missing(path: database) }
        let store = try Store.open(database, mode: .readWrite)
        let job = try ReportJob(store: store, settings: settings)
        let mail = MailJob(settings: settings.mail, outboxPath: database + ".outbox")
        for period in periods { try job.write(period, to: output, mail: mail) { _ in false } }
        try IndexJob(store: store, settings: settings).update(in: output)
        return .done
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
