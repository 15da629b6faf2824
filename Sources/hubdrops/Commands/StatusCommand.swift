import ArgumentParser
import Delivery
import Foundation
import Model
import Nightly
import Settings
import Store

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the database contains and when it was last updated.",
        discussion: "With --json, an unreadable database gives an object with database, error and exit_code.")

    @OptionGroup var databaseOptions: DatabaseOptions
    @OptionGroup var configurationOptions: ConfigurationOptions

    @Flag(help: "Check the whole database for contradictions; takes a few seconds per ten million events.")
    var integrity = false

    @OptionGroup var formatOptions: FormatOptions

    @Flag(help: "The same as --format json.")
    var json = false

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            try settings.apply(databaseOptions)
            let path = try settings.requiredDatabase()
            let json = json || formatOptions.isJSON
            let words: StatusWords
            do {
                let store = try DatabaseAccess.openToRead(settings)
                words = StatusWords(
                    path: settings.eventStore.map { "\($0), copied to \(path)" } ?? path, status: try store.status(),
                    problems: integrity ? try store.integrityProblems() : nil,
                    undelivered: try OutboxSummary(
                        path + ".outbox", refusedSince: Instant.now().advanced(bySeconds: -7 * 86_400)
                    ).undelivered)
            } catch {
                if json { try Console.print(try StatusCommand.json(Failure(of: error), path)) }
                throw error
            }
            try Console.print(json ? try words.json() : words.text)
            return words.problems?.isEmpty == false ? .inputUnusable : .done
        }
    }

    /// A program that reads the answer reads one also where the database cannot be read.
    private static func json(_ failure: Failure, _ path: String) throws -> String {
        struct Written: Encodable {
            let database: String
            let error: String
            let exitCode: Int32
        }
        return try Console.json(
            Written(database: path, error: failure.description, exitCode: failure.status.rawValue))
    }
}

/// The state of a database, in words or as JSON.
struct StatusWords {
    let path: String
    let status: StoreStatus
    /// Nil where nobody asked.
    let problems: [String]?
    /// Of the last seven days.
    let undelivered: [OutboxSummary.Undelivered]

    var text: String {
        var lines = [
            "database     \(path), \(megabytes(status.bytes)) (\(megabytes(status.freeBytes)) free inside), schema "
                + "\(status.schemaVersion)",
            "events       \(Words.count(Int(status.events))) counted, of "
                + Words.counted(Int(status.devices), "device or module", "devices and modules")
                + (status.hubs > 1 ? " on \(status.hubs) hubs (an id of two hubs counts once)" : "")
                + (hours.map { ", from \($0.first) to \($0.last)" } ?? ""),
            "files        \(status.files) read, \(status.rejected) records rejected",
        ]
        if let run = status.lastImport {
            lines.append(
                "last import  \(Instant(seconds: run.finished.seconds)): \(run.files) files read, \(run.unchanged) unchanged, \(run.added) events "
                    + "new, \(run.duplicates) seen before, \(run.rejected) rejected"
                    + (run.expired > 0 ? ", \(run.expired) older than what is kept" : ""))
        } else {
            lines.append("last import  none")
        }
        if let from = status.retention.eventsFrom {
            lines.append("pruned       events before \(from); their counts are kept")
        }
        if let from = status.retention.countsFrom {
            lines.append("pruned       counts before \(from), which are not among those above")
        }
        for message in undelivered { lines.append("undelivered  " + Secrets.masked(message.sentence)) }
        if let problems {
            lines.append(problems.isEmpty ? "integrity    ok" : "integrity    \(problems.count) problems")
            lines += problems.map { "             " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    func json() throws -> String {
        struct Written: Encodable {
            let database: String
            let schemaVersion: Int
            /// Records that are counted; the rows of those before `eventsFrom` are gone.
            let events: Int64
            /// Ids of devices and modules; one on two hubs counts once.
            let deviceIds: Int64
            let bytes, freeBytes, hubs, files, rejected: Int64
            /// Starts of hours.
            let firstHour, lastHour: Instant?
            let lastImport, eventsFrom, countsFrom: Instant?
            let integrityProblems: [String]?
            /// Messages that wait, or were rejected within seven days.
            let undelivered: [Message]
        }
        struct Message: Encodable {
            let way, subject, address, reason: String
            let isWaiting: Bool
            let created: Instant
        }
        return try Console.json(
            Written(
                database: path, schemaVersion: status.schemaVersion, events: status.events, deviceIds: status.devices,
                bytes: status.bytes, freeBytes: status.freeBytes, hubs: status.hubs, files: status.files,
                rejected: status.rejected, firstHour: status.firstHour.map(start(ofHour:)),
                lastHour: status.lastHour.map(start(ofHour:)),
                lastImport: status.lastImport?.finished,
                eventsFrom: status.retention.eventsFrom, countsFrom: status.retention.countsFrom,
                integrityProblems: problems,
                undelivered: undelivered.map {
                    Message(
                        way: $0.way, subject: $0.subject, address: $0.address, reason: Secrets.masked($0.reason),
                        isWaiting: $0.isWaiting, created: $0.created)
                }))
    }

    private var hours: (first: Instant, last: Instant)? {
        guard let first = status.firstHour, let last = status.lastHour else { return nil }
        return (start(ofHour: first), start(ofHour: last + 1))
    }

    private func start(ofHour hour: Int) -> Instant {
        Instant(seconds: Int64(hour) * 3600)
    }

    private func megabytes(_ bytes: Int64) -> String {
        "\(bytes / 1_048_576).\(bytes % 1_048_576 * 10 / 1_048_576) MiB"
    }
}
