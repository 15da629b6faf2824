import Azure
import Foundation
package import Importing
import LogReading
package import Model
package import Settings
package import Store

extension Instant {
    /// The moment that the machine's clock shows.
    ///
    /// Nothing below the command line looks at a clock.
    package static func now() -> Instant {
        Instant(ticks: Int64(Date().timeIntervalSince1970 * Double(Instant.ticksPerSecond)))
    }
}

/// The importing part of a job: logs in, one line a problem out.
package struct LogImport {
    let settings: Configuration
    let day: ReportDay?

    /// - Parameter day: the one that is imported for; nil for everything that is there.
    package init(settings: Configuration, day: ReportDay? = nil) {
        self.settings = settings
        self.day = day
    }

    /// Finds the logs, brings them into the store, and says what went wrong with single files.
    package func run(into access: DatabaseAccess) throws -> ImportOutcome {
        let place = try access.importPlace()
        return try run(knownTo: place.memory, into: place.target)
    }

    /// The same into a database that is a file.
    package func run(into store: Store) throws -> ImportOutcome {
        try run(knownTo: store) { try store.beginImport(startedAt: .now()) }
    }

    private func run(
        knownTo memory: any FileMemory, into target: () throws -> any ImportTarget
    ) throws -> ImportOutcome {
        let found = try LogPlaces(settings).found(for: day, knownTo: memory)
        Heap.keep()
        defer { Heap.giveBack() }
        let job = Importer(sources: found.sources, options: try readingOptions(), isSettled: found.isSettled)
        let outcome = try job.run(into: target(), clock: Instant.now) { progress in
            Console.progress(
                "reading: file \(progress.filesDone) of \(progress.filesInAll), \(progress.events) events")
        }
        Console.endProgress()
        for line in outcome.failureLines { Console.problem(line) }
        for stranger in outcome.strangers {
            Console.problem("\(stranger.path): no log, and left out: \(stranger.text)", isWarning: true)
        }
        for (name, records) in outcome.otherOperations.sorted(by: { $0.key < $1.key }) {
            Console.problem(
                "\(Words.counted(Int(records), "record")) of the operation \(name), which is not known here, counted "
                    + "and left out", isWarning: true)
        }
        for warning in outcome.warnings { Console.problem("\(warning.path): \(warning.text)", isWarning: true) }
        if outcome.rejected > 0 {
            for rejection in outcome.firstRejections { Console.problem(rejection, isWarning: true) }
            Console.problem(
                (outcome.rejected == 1 ? "1 record, line or file" : "\(outcome.rejected) records, lines or files")
                    + " could not be read; the view 'rejects' of the database lists them", isWarning: true)
        }
        if outcome.expired > 0 {
            Console.problem(
                Words.counted(Int(outcome.expired), "event is", "events are")
                    + " older than what the database keeps, and left out", isWarning: true)
        }
        return outcome
    }

    private func readingOptions() throws -> ReadingOptions {
        var options = ReadingOptions()
        options.defaultHub = settings.defaultHub?.lowercased()
        if let local = settings.localTime, let zone = TimeZone(identifier: local.timeZone) {
            options.localTime = LocalTimeRule(zone: zone, order: local.order)
        }
        return options
    }
}

extension ImportOutcome {
    /// Whether something of the input is missing from the database, or was in doubt.
    package var isIncomplete: Bool {
        rejected > 0 || !filesFailed.isEmpty || !warnings.isEmpty
    }

    /// The files that failed, each with its reason.
    ///
    /// Of many blobs with one reason the first ones are named, and how many more there are; what is wrong with more than a
    /// blob, such as its container or a token, is said once.
    var failureLines: [String] {
        let most = 3
        var counts: [String: Int] = [:]
        var lines: [String] = []
        for failed in filesFailed {
            guard LogPlaces.isAddress(failed.path) else {
                lines.append(failed.reason)
                continue
            }
            guard failed.reason.hasPrefix(failed.path + ": ") else {
                if !lines.contains(failed.reason) { lines.append(failed.reason) }
                continue
            }
            let words = String(failed.reason.dropFirst(failed.path.count + 2))
            counts[words, default: 0] += 1
            if counts[words, default: 0] <= most { lines.append(failed.reason) }
        }
        return lines
            + counts.filter { $0.value > most }.sorted { $0.key < $1.key }.map { words, count in
                "and \(count - most) more: " + words
            }
    }

    /// One line for a person who watches.
    package var summary: String {
        "imported \(Words.counted(Int(filesRead), "file")) (\(filesUnchanged) unchanged): \(events) events, \(added) new, "
            + "\(duplicates) seen before, \(rejected) rejected, \(otherCategories) of other categories"
    }
}
