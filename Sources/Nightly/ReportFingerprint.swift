import Diagnosis
import Foundation
import Model
import Settings
import Store

/// What a report was made from and with, in two parts: the data of its day, which decides whether a report is a new
/// revision, and everything else that could change a byte of it, which decides whether it has to be written at all.
struct ReportFingerprint: Equatable, CustomStringConvertible {
    let data: String
    private(set) var whole: String

    var description: String { data + " " + whole }

    /// The same for a report that is written but not mailed yet: no later run takes such a day for done.
    var unmailed: ReportFingerprint {
        var unmailed = self
        unmailed.whole = ReportFingerprint.notMailed
        return unmailed
    }

    var isMailed: Bool { whole != ReportFingerprint.notMailed }

    private static let notMailed = "untold"

    /// - Parameter states: knows the state with which the day begins, since that decides about its report as well.
    init(of day: ReportDay, store: Store, settings: Configuration, states: StateKeeper) throws {
        let span = AnalysisContext.span(around: day)
        data = "\(try store.revision(of: span)):\(try states.digest(of: day))-\(Version.text)"
        var parts = [settings.fingerprintText]
        parts += try store.unreadableFiles(most: DayFacts.mostUnreadable).reasons
        if settings.redact, let path = settings.redactKeyPath {
            parts.append(ReportFingerprint.state(of: path))
        }
        for path in settings.registry + settings.metrics + settings.health + settings.connectionEvents
            + settings.templateFiles + (settings.silences.map { [$0] } ?? [])
        {
            parts.append(ReportFingerprint.state(of: path))
        }
        for back in 1...BaselineBuilder.days {
            let date = day.date.advanced(byDays: -back)
            parts.append(try store.daySummary(of: date, timeZone: day.timeZone)?.fingerprint ?? "")
        }
        whole = ReportFingerprint.digest(parts.joined(separator: "\u{0}"))
    }

    /// Reads back what `description` wrote.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2 else { return nil }
        data = String(parts[0])
        whole = String(parts[1])
    }

    private static func state(of path: String) -> String {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return path + " absent" }
        let size = attributes[.size] as? Int ?? -1
        let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(path) \(size) \(changed)"
    }

    /// FNV-1a: it tells a change of settings from none, and guards against nobody.
    static func digest(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

extension Configuration {
    /// Everything that is set, the same text in every process: dictionaries have no order of their own.
    fileprivate var fingerprintText: String {
        var plain = self
        plain.codes = [:]
        plain.thresholds = [:]
        // Where the logs come from and which alert ends a run changes nothing in a report.
        plain.logs = []
        plain.failOn = .nothing
        let maps =
            codes.sorted { $0.key < $1.key }.map { "\($0)" } + thresholds.sorted { $0.key < $1.key }.map { "\($0)" }
        return "\(plain)" + maps.joined(separator: ",")
    }

    fileprivate var templateFiles: [String] {
        guard let templates else { return [] }
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: templates)) ?? []
        return names.sorted().map { templates + "/" + $0 }
    }
}
