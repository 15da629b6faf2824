import ArgumentParser
import Azure
import ClickHouse
import Delivery
import Diagnosis
import Foundation
import LogReading
import Model
import Nightly
import Rendering
import Report
import Settings
import Store

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration, templates, paths, database, mail and hooks, without changing anything.",
        discussion: "One line per check. Exits with 78 when something is wrong.")

    @OptionGroup var databaseOptions: DatabaseOptions
    @OptionGroup var configurationOptions: ConfigurationOptions

    @Option(
        help: ArgumentHelp("A folder of templates that replace the built-in ones, file by file.", valueName: "folder"))
    var templates: String?

    @Flag(help: "Send a mail that says it is a test to those who get the report, and say what became of it.")
    var sendTestMail = false

    @OptionGroup var formatOptions: FormatOptions

    @Flag(help: "The same as --format json.")
    var json = false

    func run() throws {
        try reportingFailures {
            var settings = try Configuration.load(configurationOptions)
            try settings.apply(databaseOptions)
            settings.templates = templates ?? settings.templates
            let path = Configuration.path(of: configurationOptions)
            var findings = [configuration(path)] + CheckUp(settings: settings).findings()
            if sendTestMail { findings += testMail(settings) }
            if json || formatOptions.isJSON {
                try Console.print(Console.json(findings))
            } else {
                for finding in findings { try Console.print(Console.visible(finding.line)) }
            }
            return findings.contains { !$0.ok } ? .configuration : .done
        }
    }

    private func testMail(_ settings: Configuration) -> [CheckFinding] {
        do {
            return try TestMail.send(settings, now: .now()).map {
                CheckFinding(subject: "test mail", ok: $0.isTaken, message: $0.sentence)
            }
        } catch {
            return [CheckFinding(subject: "test mail", ok: false, message: Failure(of: error).description)]
        }
    }

    private func configuration(_ path: String?) -> CheckFinding {
        CheckFinding(
            subject: "configuration", ok: true,
            message: path
                ?? "no configuration file given, and none at \(ConfigurationOptions.standardPath): using defaults"
        )
    }
}

/// One thing that was looked at.
struct CheckFinding: Encodable {
    let subject: String
    let ok: Bool
    let message: String

    var line: String {
        (ok ? "ok     " : "WRONG  ") + subject + String(repeating: " ", count: max(1, 15 - subject.count)) + message
    }
}

/// Looks at everything that a nightly run will need.
struct CheckUp {
    let settings: Configuration

    func findings() -> [CheckFinding] {
        logs() + [database(), output(), silences()].compactMap { $0 } + templates() + inputs() + surroundings()
    }

    private func logs() -> [CheckFinding] {
        guard !settings.logs.isEmpty else { return [CheckUp.unset("logs", "--logs PATH")] }
        let paths = settings.logs.filter { !LogPlaces.isAddress($0) }
        let files = finding("logs") {
            let sources = try LogDiscovery.sources(for: paths)
            if let problem = sources.lazy.compactMap(\.problem).first { throw problem }
            return "\(sources.count) files"
        }
        let containers = settings.logs.filter(BlobAddress.isAddress).map { address in
            finding("logs") { try BlobLogs.trial(of: address, .ofThisProcess) }
        }
        let tables = settings.logs.filter(QueryAddress.isAddress).map { address in
            finding("logs") { try QueryLogs.trial(of: address, .ofThisProcess) }
        }
        return (paths.isEmpty ? [] : [files]) + containers + tables
    }

    /// What a run has to be given on the command line instead.
    private static func unset(_ subject: String, _ option: String) -> CheckFinding {
        CheckFinding(subject: subject, ok: true, message: "not set, so run needs \(option)")
    }

    private func database() -> CheckFinding? {
        guard let path = settings.database else { return CheckUp.unset("database", "--db FILE") }
        if settings.eventStore != nil {
            return finding("database") { try EventStore.servers(of: settings)?.trial() ?? "" }
        }
        return finding("database") {
            // The lock, the journal and the outbox are beside it.
            guard FileManager.default.isWritableFile(atPath: path.folder) else {
                throw Failure(.configuration, "\(path): its folder does not exist or is not writable")
            }
            guard FileManager.default.fileExists(atPath: path) else {
                return "\(path): does not exist yet; the first import creates it"
            }
            guard FileManager.default.isWritableFile(atPath: path) else {
                throw Failure(.configuration, "\(path): not writable by this user")
            }
            let status = try Store.open(path, mode: .readOnly).status()
            return "\(path): schema \(status.schemaVersion), \(status.events) events"
        }
    }

    private func output() -> CheckFinding? {
        guard let path = settings.output else { return CheckUp.unset("output", "--out DIR") }
        return finding("output") {
            try settings.checkGroup()
            var isFolder: ObjCBool = false
            if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
                guard isFolder.boolValue, FileManager.default.isWritableFile(atPath: path) else {
                    throw Failure(.configuration, "\(path): not a folder, or not writable")
                }
                return path
            }
            guard FileManager.default.isWritableFile(atPath: CheckUp.nearestFolder(above: path)) else {
                throw Failure(
                    .configuration,
                    "\(path): cannot be created in \(CheckUp.nearestFolder(above: path)); check its permissions")
            }
            return "\(path): does not exist yet; the first run creates it"
        }
    }

    /// The first folder above a path that exists.
    private static func nearestFolder(above path: String) -> String {
        var folder = path.folder
        while !FileManager.default.fileExists(atPath: folder), folder.folder != folder { folder = folder.folder }
        return folder
    }

    private func silences() -> CheckFinding? {
        guard let path = settings.silences else { return nil }
        return finding("silences") {
            let silences = try settings.readSilences()
            let today = try settings.clock().date(at: .now())
            let expired = silences.filter { $0.isExpired(on: today) }
            return "\(path): \(silences.count) silences"
                + expired.map { "; that of \($0.who) until \($0.until) has expired" }.joined()
        }
    }

    private func templates() -> [CheckFinding] {
        do {
            let faults = try Renderer(templatesFolder: settings.templates).faults()
            if faults.isEmpty {
                return [CheckFinding(subject: "templates", ok: true, message: settings.templates ?? "built in")]
            }
            return faults.map { CheckFinding(subject: "templates", ok: false, message: "\($0)") }
        } catch {
            return [CheckFinding(subject: "templates", ok: false, message: "\(error)")]
        }
    }

    private func inputs() -> [CheckFinding] {
        let named = [
            ("registry", settings.registry), ("metrics", settings.metrics), ("health", settings.health),
            ("connection-events", settings.connectionEvents),
        ]
        return named.flatMap { subject, paths in
            paths.map { path in
                finding(subject) {
                    // Events of Event Grid are in files alone.
                    if LogPlaces.isAddress(path), subject != "connection-events" {
                        return subject == "registry"
                            ? try HubRegistry.trial(of: path, .ofThisProcess)
                            : try HubResourceAddress.trial(of: path, isHealth: subject == "health", .ofThisProcess)
                    }
                    guard FileManager.default.isReadableFile(atPath: path) else {
                        throw Failure(.inputMissing, "\(path): missing, or not readable")
                    }
                    return path
                }
            }
        }
    }

    func finding(_ subject: String, _ look: () throws -> String) -> CheckFinding {
        do {
            return CheckFinding(subject: subject, ok: true, message: try look())
        } catch {
            return CheckFinding(subject: subject, ok: false, message: Failure(of: error).description)
        }
    }
}
