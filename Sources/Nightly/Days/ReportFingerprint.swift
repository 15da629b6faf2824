import Delivery
import Foundation
import LogReading
import Model
import Settings
import Store

/// What a report was made from and with: the data of its day, which decides whether a report is a new revision;
/// everything else that could change a byte of it, which decides whether it has to be written at all; and the folder
/// that it was written to.
///
/// The first two are the same wherever the same facts are reported on: files count by what they hold, not by when they
/// were written.
struct ReportFingerprint: Equatable, Sendable {
    let data: String
    private(set) var made: String
    private let place: String

    /// - Parameters:
    ///   - made: all that a byte of the report could depend on, beside the records.
    ///   - place: the folder of all reports.
    init(data: String, made parts: [String], place: String) {
        self.data = data
        made = ReportFingerprint.digest(parts.joined(separator: "\u{0}"))
        self.place = ReportFingerprint.digest(place)
    }

    /// The part that records decide: it changes with each import that added one, with the state of the hubs with which
    /// the day begins, and with the program.
    static func data(revision: Int64, state: String) -> String { "\(revision):\(state)-\(Version.text)" }

    /// The records alone, without the version of the program, which changes none.
    var records: Substring { data.prefix { $0 != "-" } }

    /// The same for a report that is written but not mailed yet: no later run takes such a day for done.
    var unmailed: ReportFingerprint {
        var unmailed = self
        unmailed.made = ReportFingerprint.notMailed
        return unmailed
    }

    var isMailed: Bool { made != ReportFingerprint.notMailed }

    private static let notMailed = "untold"

    /// What `index.json` goes by: the report, whatever folder it is in.
    var ofReport: String { data + " " + made }

    /// As the database keeps it.
    var text: String { ofReport + " " + place }

    /// Reads back what `text` wrote; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard (2...3).contains(parts.count) else { return nil }
        data = String(parts[0])
        made = String(parts[1])
        // The first version knew no place; its reports are written once more.
        place = parts.count == 3 ? String(parts[2]) : ""
    }

    /// What all days of a run have in common: the settings, and the files that they name.
    static func surroundings(of settings: Configuration) -> [String] {
        let files =
            settings.templateFiles + (settings.silences.map { [$0] } ?? [])
        return [settings.fingerprintText] + files.map { $0 + " " + content(of: $0) }
    }

    /// What the files of each side input hold; empty where none is named.
    static func inputSources(of settings: Configuration) -> [KeptInput.Kind: String] {
        func digests(_ paths: [String]) -> String { paths.map(content).joined(separator: " ") }
        return [
            .registry: digests(settings.registry), .metrics: digests(settings.metrics),
            .health: digests(settings.health), .connectionEvents: digests(settings.connectionEvents),
        ]
    }

    private static func content(of path: String) -> String {
        // What an address answers is another thing each time; who reads it again on the same day wants no other report.
        if LogPlaces.isAddress(path) { return "asked " + digest(path) }
        // To look at a pipe would use up what it gives, or wait for it without end.
        guard !LogSource.file(path).isPipe else { return "pipe" }
        let bytes = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        return bytes.map { digest($0) } ?? "absent"
    }

    /// The secret behind pseudonyms, which the first run that needs it makes.
    static func secret(of settings: Configuration) -> [String] {
        guard settings.redact, let path = settings.redactKeyPath else { return [] }
        return [FileManager.default.contents(atPath: path).map { SHA256.hex(of: Array($0)) } ?? "absent"]
    }

    static func digest(_ text: String) -> String { digest(text.utf8) }

    /// FNV-1a: it tells a change of settings from none, and guards against nobody.
    private static func digest(_ bytes: some Sequence<UInt8>) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}

extension Configuration {
    /// Everything that is set, the same text in every process: dictionaries have no order of their own.
    fileprivate var fingerprintText: String {
        var plain = self
        plain.codes = [:]
        plain.thresholds = [:]
        // Where things are, who is told and which alert ends a run changes nothing in a report.
        plain.logs = []
        // Side inputs count by what they hold.
        plain.registry = []
        plain.metrics = []
        plain.health = []
        plain.connectionEvents = []
        plain.database = nil
        plain.eventStore = nil
        plain.output = nil
        plain.outputGroup = nil
        plain.redactKeyFile = nil
        plain.failOn = .nothing
        plain.jobs = 0
        plain.slices = nil
        plain.memory = nil
        plain.lockWait = TimeSpan(seconds: 0)
        plain.metricsFile = nil
        plain.notify = nil
        plain.retention = RetentionSettings()
        plain.onSuccess = nil
        plain.onFailure = nil
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
