import LogReading

/// Why something of Azure cannot be had: where, what is wrong and what to do, and nothing that is secret.
package struct AzureFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// An address without its query.
    package let place: String
    /// What is wrong and what to do.
    package let reason: String
    /// Whether it may be had later although nobody does anything about it.
    package let later: Bool
    /// The status of the answer that says so; nil without one.
    package let status: Int?

    init(_ place: String, _ reason: String, later: Bool, status: Int? = nil) {
        self.place = place
        self.reason = reason
        self.later = later
        self.status = status
    }

    /// The place, then the reason: a sentence for an operator.
    package var description: String { place + ": " + reason }

    var asReadingError: LogReadingError { .remote(address: place, reason: reason, later: later) }
}
