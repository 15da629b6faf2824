import Foundation

/// The identity of each service, looked for once: where there is none of a machine, finding that out takes seconds.
final class Identities: @unchecked Sendable {
    private let lock = NSLock()
    private var known: [String: Credential] = [:]

    /// - Parameter search: looks for it, where it is not known.
    func credential(
        for resource: String, _ search: () throws(AzureFailure) -> Credential
    ) throws(AzureFailure) -> Credential {
        lock.lock()
        defer { lock.unlock() }
        if let credential = known[resource] { return credential }
        let credential = try search()
        known[resource] = credential
        return credential
    }
}
