import ArgumentParser
import Foundation
import Nightly
import Settings
import Store

struct UnitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Work out hubs on one day, for the report of a fleet.",
        discussion: """
            Writes one file that hubdrops merge takes, and changes nothing in the database: any number of units may be made \
            of one database at a time, or each of its own on a machine of its own. Once all units of a day are there, the \
            same command with --beside makes a unit again if devices moved from its hubs to others. A unit that fails writes \
            a file that says so. docs/scale.md has the form.
            """)

    @OptionGroup var options: DayOfDatabaseOptions

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The file of the unit; in a folder of units its name ends with .unit.gz.", valueName: "file")
    )
    var output: String

    @Option(
        name: .customLong("beside"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "The units of other hubs, or their folder: the unit, which is there, is made again if devices moved to them.",
            valueName: "units"))
    var others: [String] = []

    @Flag(
        name: .customLong("renewals-csv"),
        help: ArgumentHelp("Also list renewals and clean closes, for the merged renewals.csv.gz."))
    var renewalsCSV = false

    @OptionGroup var sliceOptions: SliceOptions

    func run() throws {
        try reportingFailures {
            var settings = try options.settings()
            settings.renewalsCSV = settings.renewalsCSV || renewalsCSV
            settings.apply(sliceOptions)
            let hubs = Array(Set(settings.hubs)).sorted()
            guard !hubs.isEmpty else {
                throw Failure(
                    .usage, "no hub: name those of the unit with --hub HUB, or with 'hubs' in the configuration")
            }
            // What the database keeps of a day is of all hubs that its runs report on.
            settings.hubs = try options.configuredHubs()
            let day = try settings.clock().reportDay(settings.day, now: .now())
            do {
                let store = try DatabaseAccess.openToRead(settings)
                return try UnitJob(store: store, settings: settings).write(
                    hubs, on: day, to: output, beside: others)
            } catch {
                // Who merges is to read why the hub is missing; a unit that is there is better than none.
                if others.isEmpty {
                    try? UnitJob.writeFailure(
                        Failure(of: error).description, hubs, on: day, settings: settings, to: output)
                }
                throw error
            }
        }
    }
}
