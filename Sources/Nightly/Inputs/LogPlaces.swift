package import Azure
import Foundation
package import Importing
package import LogReading
package import Model
package import Settings
import Store

/// Where logs are looked for: paths, standard input, addresses of containers and of tables that are asked by queries.
package struct LogPlaces {
    /// How long after its hour a record may come at most, as documented for sources that deliver late (Azure Monitor,
    /// "Resource logs in Azure Storage": stale data of up to 48 hours).
    private static let latest: Int64 = 48 * 3600
    /// The most days that a run reads behind what it had read last.
    private static let mostDays: Int64 = 31

    private let paths: [String]
    private let addresses: [String]
    private let tables: [String]
    private let settings: Configuration

    /// The places that the settings name, files and addresses apart.
    package init(_ settings: Configuration) {
        paths = settings.logs.filter { !LogPlaces.isAddress($0) }
        tables = settings.logs.filter(QueryAddress.isAddress)
        addresses = settings.logs.filter(BlobAddress.isAddress)
        self.settings = settings
    }

    /// Whether an argument is an address, well formed or not, and no path.
    package static func isAddress(_ text: String) -> Bool {
        BlobAddress.isAddress(text) || QueryAddress.isAddress(text)
    }

    /// What is there, in the order in which it is read, and whether what once could not be read is gone by now.
    package struct Found {
        /// Each once, however often it was named.
        package var sources: [LogSource]
        /// Of an identity that could not be read before.
        package var isSettled: (String) -> Bool
    }

    /// - Parameters:
    ///   - day: of addresses only what this day needs; nil for everything.
    ///   - store: what is known already.
    /// - Throws: where a path has no logs. An address that cannot be listed is a source that cannot be opened.
    package func found(for day: ReportDay?, knownTo store: (any FileMemory)?) throws -> Found {
        let files = try LogDiscovery.sources(
            for: paths, without: settings.output, isAll: addresses.isEmpty && tables.isEmpty)
        let asked = addresses.isEmpty && tables.isEmpty ? nil : store
        let read = try asked.map { Array(try $0.ledger().paths) } ?? []
        let unreadable = try asked?.unreadablePaths() ?? []
        let hours = { (base: String) in
            day.map {
                self.hours(for: $0, read.filter { $0.hasPrefix(base) }, unreadable.filter { $0.hasPrefix(base) })
            }
        }
        let blobs = BlobLogs(of: addresses, .ofThisProcess, hours: hours)
        let answers = QueryLogs(of: tables, .ofThisProcess, hours: hours)
        var known = Set(files.map(\.identity))
        let others = (blobs.sources + answers.sources).filter {
            known.insert($0.identity + ($0.problem?.description ?? "")).inserted
        }
        return Found(sources: others.isEmpty ? files : LogDiscovery.ordered(files + others)) { identity in
            if QueryAddress.isAddress(identity) { return answers.isSettled(identity) }
            return BlobAddress.isAddress(identity) ? blobs.isSettled(identity) : LogDiscovery.isSettled(identity)
        }
    }

    /// The hours, of arrival in a container and of the records themselves in a table, that may hold records of a day and of those before it that late records may reopen; those since
    /// the last that was read, so that a night without a run leaves no gap; and those of what could not be read.
    func hours(for day: ReportDay, _ read: [String], _ unreadable: [String]) -> BlobHours {
        let late = Int64(settings.lateDays) * 86_400 + settings.contextBefore.seconds
        var start = day.span.start.advanced(bySeconds: -late)
        if let last = read.compactMap(BlobHours.hour).max() {
            let longest = day.span.start.advanced(bySeconds: -LogPlaces.mostDays * 86_400)
            start = min(start, max(longest, Instant(seconds: Int64(last) * 3600)))
        }
        let end = day.span.end.advanced(bySeconds: LogPlaces.latest)
        let missed = unreadable.compactMap(BlobHours.hour).map { hour in
            let begin = Instant(seconds: Int64(hour) * 3600)
            return TimeWindow(from: begin, to: begin.advanced(bySeconds: 3600))
        }
        return BlobHours([TimeWindow(from: start, to: end)] + missed)
    }
}

extension AzureSurroundings {
    /// Those of this process and of the machine that it runs on.
    package static let ofThisProcess = AzureSurroundings(
        environment: ProcessInfo.processInfo.environment, agent: "hubdrops/" + Version.text, now: { .now() },
        pause: { Thread.sleep(forTimeInterval: Double($0)) }, az: AzureCommand.output)
}
