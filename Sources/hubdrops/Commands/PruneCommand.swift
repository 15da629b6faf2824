import ArgumentParser
import Model
import Nightly
import Settings
import Store

struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Delete old days.",
        discussion: """
            Reports, drops and device timelines are worked out from events; export counts and comparisons need only \
            counts, which take a fraction of the space. Pruned data is not imported again when old files are read \
            once more.
            """)

    @OptionGroup var databaseOptions: DatabaseOptions
    @OptionGroup var configurationOptions: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "Keep events of the last days, such as 90d. Default: retention.events of the configuration.",
            valueName: "length"))
    var keepEvents: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "Keep counts of the last days, such as 400d. Default: retention.rollups of the configuration.",
            valueName: "length"))
    var keepCounts: TimeSpan?

    @Flag(help: "Return the freed space to the file system; otherwise later imports reuse it.")
    var giveBackSpace = false

    @OptionGroup var formatOptions: FormatOptions

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            try settings.apply(databaseOptions)
            let events = keepEvents ?? settings.retention.events
            let counts = keepCounts ?? settings.retention.rollups
            guard events != nil || counts != nil else {
                throw Failure(
                    .usage,
                    "nothing to prune: give --keep-events or --keep-counts, or set 'retention' in the configuration"
                )
            }
            for span in [events, counts].compactMap({ $0 }) where span.seconds < 86_400 {
                throw Failure(.usage, "\(span): keep at least one day, such as 90d")
            }
            if let events, let counts, counts.seconds < events.seconds {
                throw Failure(
                    .usage,
                    "counts of \(counts) with events of \(events): events cannot outlive their counts; "
                        + "keep counts at least as long")
            }
            let access = try DatabaseAccess(.writing, settings)
            defer { access.release() }
            let clock = try settings.clock()
            let cut = { (length: TimeSpan) in try clock.cut(keeping: length, now: .now()) }
            let pruned = try access.forget(
                eventsBefore: events.map(cut), countsBefore: counts.map(cut), givingBackSpace: giveBackSpace)
            if formatOptions.isJSON {
                try Console.print(
                    Console.json([
                        "events": Int64(pruned.events), "counts": Int64(pruned.counts), "files": Int64(pruned.files),
                        "days": Int64(pruned.days),
                    ]))
            } else if Console.errorsAreSeen {
                try Console.print(
                    "deleted \(pruned.events) events, \(pruned.counts) counts, \(pruned.files) files, "
                        + "\(pruned.days) day summaries")
            }
            return .done
        }
    }
}
