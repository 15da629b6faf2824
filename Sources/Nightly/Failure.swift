import Delivery

/// An end of the run that is not success: one sentence of where, what and what to do, and its exit status.
package struct Failure: Error, CustomStringConvertible {
    package let status: ExitStatus
    package let description: String

    package init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// The sentence and the exit status of any error that a room can throw.
    package init(of error: any Error) {
        status = ExitStatus(of: error)
        description = error is MailError ? "mail: \(error)" : "\(error)"
    }
}
