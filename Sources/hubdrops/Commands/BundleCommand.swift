import ArgumentParser
import Delivery
import Foundation
import Model
import Nightly
import Settings
import Store

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Pack the evidence of one incident for a support request.",
        discussion: """
            Writes a tar.gz with the text of a request (times in UTC), the incident's page, its part of report.json with \
            the input files and their fingerprints, its drops and the records around it as CSV, the versions of all parts, \
            and a checksum of each file. The same database gives the same bytes. With --redact, no device can be \
            identified.
            """)

    @Argument(help: "The key of the incident, as the report shows it, such as pumps-weu-20260310T0641Z-site-outage.")
    var incident: String

    @OptionGroup var options: DayOfDatabaseOptions

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("The file to write. Default: hubdrops-INCIDENT.tar.gz in this folder.", valueName: "file"))
    var output: String?

    @OptionGroup var formatOptions: FormatOptions

    func run() throws {
        try reportingFailures {
            let settings = try options.settings()
            let clock = try settings.clock()
            let named = options.day.day == nil ? try BundleJob.day(of: incident, clock: clock) : nil
            let day = try named ?? clock.reportDay(settings.day, now: .now())
            let store = try DatabaseAccess.openToRead(settings)
            let name = "hubdrops-" + SafeFileName(incident).description
            let files = try BundleJob(store: store, settings: settings).files(of: incident, on: day)
            var archive = TarArchive(modified: day.span.end)
            for file in files { archive.add(file.name, in: name, file.bytes) }
            guard let packed = Gzip.compressed(archive.finished) else {
                throw Failure(.internalFault, "\(name): zlib cannot compress it; is there memory left?")
            }
            let place = output ?? name + ".tar.gz"
            var file = try AtomicFile(path: place)
            try file.append(packed)
            try file.commit()
            try Console.print(formatOptions.isJSON ? Console.json(["incident": incident, "file": place]) : place)
            return .done
        }
    }
}
