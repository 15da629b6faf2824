import ArgumentParser
import Delivery
import Foundation
import Model
import Nightly
import Rendering
import Settings
import Store

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write counts or drops as CSV to standard output.",
        subcommands: [ExportCountsCommand.self, ExportDropsCommand.self])
}

struct ExportCountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counts",
        abstract: "Records by hub, device, module, operation, level, code and window.",
        discussion: """
            Columns: hub,device,module,operation,level,code,window_start,records. Sorted by all of them in that order; \
            times are ISO 8601 in UTC, and windows start again with each day of the zone. A text that a spreadsheet would take for a formula has an apostrophe before it.
            """)

    @OptionGroup var databaseOptions: DatabaseOptions
    @OptionGroup var dayOptions: DayOptions
    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var redactionOptions: RedactionOptionGroup

    @Option(
        help: ArgumentHelp(
            "The length of the windows: a divisor of a day, such as 15m, 1h or 1d. The first one begins with the day.",
            valueName: "length"))
    var window: WindowLength?

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            try settings.apply(databaseOptions)
            settings.apply(dayOptions)
            settings.apply(redactionOptions)
            let length = window ?? settings.window
            let store = try DatabaseAccess.openToRead(settings)
            let words = try store.vocabulary()
            let vocabulary = try Redaction(settings, of: words)?.vocabulary ?? words
            let output = StandardOutput()
            var csv = CSVText()
            var isEmpty = true
            csv.row(["hub", "device", "module", "operation", "level", "code", "window_start", "records"])
            try store.forEachCount(in: try days(of: store, settings: settings), by: length) { count in
                isEmpty = false
                let device = vocabulary.devices[Int(count.device)]
                csv.field(vocabulary.text(count.hub))
                csv.field(device.name)
                csv.field(device.module)
                csv.field(count.operation.name)
                csv.field(count.level.name)
                csv.field(vocabulary.text(count.code))
                csv.field(count.window)
                csv.field(count.records)
                csv.endRow()
                if csv.bytes.count >= 1 << 18 {
                    try output.write(csv.bytes)
                    csv.removeAll()
                }
            }
            try output.write(csv.bytes)
            guard dayOptions.day != nil else { return .done }
            let day = try settings.clock().reportDay(settings.day, now: .now())
            return try isEmpty && store.warnsOfNoRecords(of: day) ? .incomplete : .done
        }
    }

    /// The day that was asked for, or all days from the first that the database holds to the last.
    private func days(of store: Store, settings: Configuration) throws -> [TimeWindow] {
        let clock = try settings.clock()
        if dayOptions.day != nil {
            return [try clock.reportDay(settings.day, now: .now()).span]
        }
        // Counts outlive the events that they were made from.
        let status = try store.status()
        guard let first = status.firstHour, let last = status.lastHour else { return [] }
        let moments = [first * 3600, last * 3600 + 3599].map { clock.date(at: Instant(seconds: Int64($0))) }
        let dates = moments[0].daysSince1970...moments[1].daysSince1970
        // A zone that moved across the date line never had one of the dates.
        return dates.compactMap { try? clock.reportDay(of: CivilDate(daysSince1970: $0)).span }
    }
}

/// Standard output as a sink of bytes; a reader that has gone away ends the program quietly, as of any filter.
struct StandardOutput {
    func write(_ bytes: [UInt8]) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            throw Failure(
                .cannotWriteOutput, "standard output: cannot write; check the disk, or the program that reads it")
        }
    }
}
