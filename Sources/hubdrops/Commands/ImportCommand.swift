import ArgumentParser
import Importing
import Model
import Nightly
import Settings

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import logs into the database.",
        discussion: """
            Reads storage exports (JSON Lines), Event Hub messages, Log Analytics CSV and JSON, Data Export; plain or \
            gzip. The format is recognized from the content, not from the name. Files may overlap, repeat or come in any \
            order: every record counts once. Unchanged files are skipped; files that grew are read from where they ended.
            """)

    @Argument(
        help: ArgumentHelp(
            """
            Files, folders, patterns, - for standard input, or addresses: of blob containers (https://…), of tables in Log \
            Analytics (log-analytics://WORKSPACE-ID) and Data Explorer (adx://CLUSTER/DATABASE/TABLE).
            """,
            valueName: "path"))
    var paths: [String] = []

    @OptionGroup var databaseOptions: DatabaseOptions
    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var readingOptions: ReadingOptionGroup

    @Option(
        help: ArgumentHelp("The time zone of local times in a CSV, an IANA name. Default: UTC.", valueName: "zone"))
    var timeZone: String?

    @OptionGroup var formatOptions: FormatOptions

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            try settings.apply(databaseOptions)
            settings.timeZone = timeZone ?? settings.timeZone
            settings.apply(readingOptions)
            if !paths.isEmpty { settings.logs = paths }
            guard !settings.logs.isEmpty else {
                throw Failure(.usage, "nothing to import: name files or folders, or 'logs' in the configuration")
            }
            let access = try DatabaseAccess(.importing, settings)
            defer { access.release() }
            let outcome = try LogImport(settings: settings).run(into: access)
            try access.settle()
            if formatOptions.isJSON {
                try Console.print(Console.json(ImportFacts(outcome)))
            } else if Console.errorsAreSeen {
                try Console.print(outcome.summary)
            }
            return ExitStatus(isComplete: !outcome.isIncomplete)
        }
    }
}

/// What an import did, for programs.
private struct ImportFacts: Encodable {
    let files, filesUnchanged, filesFailed: Int
    let events, added, duplicates, rejected, otherCategories, expired: Int64
    let warnings: [String]

    init(_ outcome: ImportOutcome) {
        files = outcome.filesRead
        filesUnchanged = outcome.filesUnchanged
        filesFailed = outcome.filesFailed.count
        events = outcome.events
        added = outcome.added
        duplicates = outcome.duplicates
        rejected = outcome.rejected
        otherCategories = outcome.otherCategories
        expired = outcome.expired
        warnings = outcome.warnings.map { "\($0.path): \($0.text)" }
    }
}
