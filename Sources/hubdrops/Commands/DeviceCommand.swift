import ArgumentParser
import Delivery
import Diagnosis
import Foundation
import Model
import Nightly
import Report
import Settings
import Store

struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "One device's day as a timeline with causes.",
        discussion: "All modules of the device, on every hub that has it. Times are those of the report's zone.")

    @Argument(help: "The device id; case matters. With --redact also its pseudonym.")
    var device: String

    @OptionGroup var options: DayOfDatabaseOptions

    @Option(
        help: ArgumentHelp("Write the device's day as an HTML page to this file, instead of text.", valueName: "file"))
    var html: String?

    @OptionGroup var formatOptions: FormatOptions

    func run() throws {
        try reportingFailures {
            let settings = try options.settings()
            let store = try DatabaseAccess.openToRead(settings)
            let job = try DayJob(store: store, settings: settings)
            try job.requireHubs()
            let numbers = try store.devices(named: job.redaction?.realName(of: device) ?? device)
            guard !numbers.isEmpty else {
                let near = Suggestion.closest(to: device, among: job.vocabulary.devices.values.map(\.name))
                throw Failure(
                    .inputMissing,
                    "'\(device)' not found: no records for it in this database; device ids are case-sensitive"
                        + (near.map { "; did you mean '\($0)'?" } ?? ", check the spelling"))
            }
            let day = try settings.clock().reportDay(settings.day, now: .now())
            // Incidents are of the whole hub, so the causes come from the whole day's analysis.
            if let html { return try write(numbers, to: html, store: store, settings: settings, day: day) }
            let wanted = Set(numbers)
            let (result, drops) = try job.drops(of: day) { try $0.drops(of: wanted) }
            let context = result.context
            let timelines = DeviceTimeline.make(
                events: try store.events(ofClients: job.vocabulary.clients(of: wanted), in: context.dataSpan),
                of: wanted,
                context: context,
                settings: settings.analysisSettings, drops: drops)
            if formatOptions.isJSON {
                try Console.print(Console.json(TimelineFacts(day, timelines)))
                return try store.warnsOfNoRecords(of: day) ? .incomplete : .done
            }
            let words = TimelineWords(day: day, clock: LocalClock(zone: day.timeZone))
            try Console.print(
                words.text(of: numbers.first.map { job.vocabulary.devices[Int($0)].name } ?? device, timelines))
            return try store.warnsOfNoRecords(of: day) ? .incomplete : .done
        }
    }

    private func write(
        _ numbers: [DeviceID], to path: String, store: Store, settings: Configuration, day: ReportDay
    ) throws -> ExitStatus {
        let job = try ReportJob(store: store, settings: settings)
        // The page names the device as its report does, not as it was asked for.
        let shown = numbers.first.map { job.days.vocabulary.devices[Int($0)].name } ?? device
        let page = try job.devicePage(shown, Set(numbers), on: day)
        var file = try AtomicFile(path: path)
        try file.append(page.utf8)
        try file.commit()
        return .done
    }
}

/// Timelines as lines of text.
private struct TimelineWords {
    let day: ReportDay
    let clock: LocalClock

    func text(of device: String, _ timelines: [DeviceTimeline]) -> String {
        guard timelines.contains(where: { !$0.entries.isEmpty }) else {
            return "\(Console.visible(device)): no record on \(day.date) (\(day.timeZone))"
        }
        return timelines.filter { !$0.entries.isEmpty }.map { timeline in
            let name = timeline.module.isEmpty ? timeline.device : "\(timeline.device), module \(timeline.module)"
            let title =
                "\(Console.visible(name)) on \(Console.visible(timeline.hub)), \(day.date) (\(clock.offsetNames(of: day.span)))"
            return ([title] + timeline.entries.flatMap(lines)).joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func lines(of entry: DeviceTimeline.Entry) -> [String] {
        var line = "  " + clock.moment(entry.time, on: day.date) + "  " + Console.visible(entry.text)
        guard let cause = entry.cause else { return [line] }
        line += ": \(cause.name)" + (entry.confidence.map { " (\($0.name) confidence)" } ?? "")
        return entry.evidence.isEmpty ? [line] : [line, "            " + Console.visible(entry.evidence)]
    }
}

/// Timelines, for programs.
private struct TimelineFacts: Encodable {
    struct Identity: Encodable {
        let hub, device, module: String
        let entries: [Entry]
    }

    struct Entry: Encodable {
        let time: Instant
        let text: String
        let cause, confidence: String?
        let evidence: String
    }

    let day, timeZone: String
    let identities: [Identity]

    init(_ day: ReportDay, _ timelines: [DeviceTimeline]) {
        self.day = day.date.description
        timeZone = day.timeZone
        identities = timelines.map { timeline in
            Identity(
                hub: timeline.hub, device: timeline.device, module: timeline.module,
                entries: timeline.entries.map {
                    Entry(
                        time: $0.time, text: $0.text, cause: $0.cause?.name, confidence: $0.confidence?.name,
                        evidence: $0.evidence)
                })
        }
    }
}
