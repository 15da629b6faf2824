package import ClickHouse
import Delivery
import Foundation
package import Settings

extension Configuration {
    /// Takes an address of ClickHouse for what it is: from there on `database` is this machine's copy.
    ///
    /// - Throws: `Failure` for an address that is none.
    package mutating func resolveDatabase() throws {
        guard let text = database, ClickHouseAddress.isAddress(text) else { return }
        eventStore = text
        database = EventStore.copy(of: try EventStore.address(text))
    }
}

/// The ClickHouse database that a configuration names.
package enum EventStore {
    static func address(_ text: String) throws -> ClickHouseAddress {
        do throws(ClickHouseAddress.Fault) {
            return try ClickHouseAddress(text)
        } catch {
            throw Failure(.usage, "\(text): \(error)")
        }
    }

    /// Its servers; nil where the database is a file.
    package static func servers(of settings: Configuration) throws -> EventServer? {
        guard let text = settings.eventStore else { return nil }
        let credentials = try ClickHouseCredentials(environment: ProcessInfo.processInfo.environment)
        return EventServer(try address(text), credentials, agent: "hubdrops/" + Version.text)
    }

    /// Where this user's state belongs (XDG Base Directory Specification; systemd names a service's own folder).
    static func copy(of address: ClickHouseAddress) -> String {
        if let copy = address.copy { return copy }
        let environment = ProcessInfo.processInfo.environment
        let host = address.hosts.first?.name.filter { $0.isLetter || $0.isNumber || "-.".contains($0) } ?? ""
        let name = "\(host)-\(address.database).sqlite"
        if let folder = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return "\(folder)/\(name)" }
        let home = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (home ?? NSHomeDirectory() + "/.local/state") + "/hubdrops/" + name
    }

    /// Makes the folder of a copy, for its owner alone.
    static func makeFolder(of copy: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: copy.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(.cannotWriteOutput, "\(copy.folder): cannot be created; name another place with copy=FILE")
        }
    }
}
