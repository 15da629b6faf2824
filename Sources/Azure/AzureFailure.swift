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

    /// What was not read, whatever stood in the way of it.
    ///
    /// Its identity has to be the address, on which a later run has the word: what is remembered under the name of a token
    /// service is forgotten at once, or for ever missing.
    ///
    /// - Parameters:
    ///   - place: the address as identities begin with it.
    ///   - written: how it was written, if it may be named that way as well.
    func source(at place: String, written: String) -> LogSource {
        let isNamed = self.place == place || self.place == written
        let problem = isNamed ? self : AzureFailure(place, description, later: later, status: status)
        return LogSource(path: place, problem: problem.asReadingError)
    }

    var asReadingError: LogReadingError { .remote(address: place, reason: reason, later: later) }
}
