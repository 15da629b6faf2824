import ArgumentParser
import Diagnosis
import Nightly
import Settings
import Store

struct ExportDropsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drops",
        abstract: "Every drop of a day with its cause.",
        discussion: """
            Columns: \(DropsCSV.columns.joined(separator: ",")). Sorted by hub, start and device; times are ISO 8601 in \
            UTC. End and downtime are empty while a drop is open; downtime_in_day_seconds is the known part on the day. \
            Renewals and clean closes are included, which the report keeps apart from drops.csv in renewals.csv.gz.
            """)

    @OptionGroup var options: DayOfDatabaseOptions

    func run() throws {
        try reportingFailures {
            let settings = try options.settings()
            let store = try DatabaseAccess.openToRead(settings)
            let job = try DayJob(store: store, settings: settings)
            try job.requireHubs()
            let day = try settings.clock().reportDay(settings.day, now: .now())
            _ = try job.drops(of: day) {
                [words = job.vocabulary] drops in
                let output = StandardOutput()
                var csv = DropsCSV(drops, vocabulary: words)
                try drops.forEachBatch { batch in
                    csv.add(batch)
                    try csv.pour { try output.write($0) }
                }
                try csv.pour { try output.write($0) }
            }
            return try store.warnsOfNoRecords(of: day) ? .incomplete : .done
        }
    }
}
