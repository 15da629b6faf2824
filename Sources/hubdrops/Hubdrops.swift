import ArgumentParser
import Nightly

@main
struct Hubdrops: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hubdrops",
        abstract: "Tells operators of Azure IoT Hub which devices dropped, why, and what to do first.",
        discussion: """
            Reads diagnostic logs (category Connections) into one SQLite file, works out what happened on a day, and \
            writes a report of it. The nightly job is:

              hubdrops run --logs /var/log/iothub --db /var/lib/hubdrops/hubdrops.sqlite --out /var/www/hubdrops

            Exit codes: 0 done; 1 done, but the input was incomplete or partly rejected, or mail was not delivered; \
            2 done, and an alert named by --fail-on fired; 64 wrong usage; 65 input unusable; 66 input missing; 70 internal error; 71 out of threads or memory; 73 output not \
            writable; 74 I/O error; 75 another run holds the lock, or try again later; 78 configuration wrong.
            """,
        subcommands: [
            RunCommand.self, ImportCommand.self, ReportCommand.self, UnitCommand.self, MergeCommand.self,
            ExportCommand.self, DeviceCommand.self, ExplainCommand.self, BundleCommand.self, CheckCommand.self,
            StatusCommand.self, PruneCommand.self,
        ]
    )

    @Flag(name: .customLong("version"), help: "Print the version.")
    var printsVersion = false

    @Flag(help: "With --version: the version and the license of every part.")
    var verbose = false

    static func main() {
        Heap.giveBack()
        StandardStreams.open()
        CommandLineSecrets.hide()
        main(nil)
    }

    func run() throws {
        guard printsVersion else { throw CleanExit.helpRequest(self) }
        try Console.print(verbose ? Version.parts : Version.text)
    }
}
