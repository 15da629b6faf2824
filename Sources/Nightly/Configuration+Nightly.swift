import Delivery
package import Diagnosis
import Foundation
package import Settings

extension Configuration {
    /// The database that the command line or the file names.
    package func requiredDatabase() throws -> String {
        guard let database else {
            throw Failure(.usage, "no database: name it with --db FILE, or with 'database' in the configuration")
        }
        // To SQLite such a name is no file but one of its own: what a run brings in would be gone with it.
        guard !database.isEmpty, !database.hasPrefix(":") else {
            throw Failure(
                .usage, "'\(database)' is not a file to SQLite; name a file with --db, such as ./\(database)")
        }
        return database
    }

    package func requiredOutput() throws -> String {
        guard let output else {
            throw Failure(.usage, "no output folder: name it with --out DIR, or with 'output' in the configuration")
        }
        return output
    }
}

extension Configuration {
    /// The group that may read the reports; nil where none is set.
    func requiredGroup() throws -> SystemGroup? {
        guard let outputGroup else { return nil }
        guard let group = SystemGroup(outputGroup) else {
            throw Failure(.configuration, "output-group: this system has no group '\(outputGroup)'")
        }
        guard group.isUsable else {
            throw Failure(
                .configuration,
                "output-group: this user is not a member of '\(outputGroup)'; add it, or run as a member")
        }
        return group
    }

    /// The same, for whoever only wants to know.
    package func checkGroup() throws { _ = try requiredGroup() }
}

extension Configuration {
    /// The clock of the report's zone.
    package func clock() throws -> ZoneClock {
        guard let clock = ZoneClock(timeZone) else {
            throw Failure(.usage, "'\(timeZone)' is not a known time zone; use an IANA name such as Europe/Berlin")
        }
        return clock
    }

    /// The silences of the file that the settings name; none without one.
    package func readSilences() throws -> [Silence] {
        guard let silences else { return [] }
        guard let bytes = FileManager.default.contents(atPath: silences) else {
            throw Failure(.configuration, "\(silences): cannot be read; check its name and permissions")
        }
        return try SilenceReader().read(Array(bytes), file: silences)
    }

    /// What the operator says of codes, as the catalogue takes it.
    package var catalogueOverrides: [CatalogueOverride] {
        codes.sorted { $0.key < $1.key }.map { code, own in
            CatalogueOverride(code: code, advice: own.advice, runbook: own.runbook)
        }
    }
}
