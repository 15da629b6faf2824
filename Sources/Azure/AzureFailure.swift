import LogReading

/// Why something of Azure cannot be had: where, what is wrong and what to do, and nothing that is secret.
package struct AzureFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// An address without its query.
    package let place: String
    package let reason: String
    /// Whether it may be had later although nobody does anything about it.
    package let later: Bool

    init(_ place: String, _ reason: String, later: Bool) {
        self.place = place
        self.reason = reason
        self.later = later
    }

    package var description: String { place + ": " + reason }

    var asReadingError: LogReadingError { .remote(address: place, reason: reason, later: later) }
}
