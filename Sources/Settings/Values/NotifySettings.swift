/// The services that a day is notified to.
package struct NotifySettings: Equatable, Sendable {
    package var slack: NotifyTarget?
    package var teams: NotifyTarget?
    package var pagerduty: NotifyTarget?
    package var webhook: NotifyTarget?

    package init() {}
}

/// One service.
///
/// Secrets are never part of the configuration.
package struct NotifyTarget: Equatable, Sendable {
    package enum When: String, CaseIterable, Sendable {
        case always
        /// Only on a day that is worse than usual, or that fired an alert or lacks input.
        case worse
    }

    package var when = When.always
    /// An address that is no secret.
    package var url: String?
    /// A file that holds the address, where the address is the secret.
    package var urlFile: String?
    /// The name of an environment variable that holds it.
    package var urlEnvironment: String?
    /// A file that holds the routing key or the token.
    package var keyFile: String?
    package var keyEnvironment: String?

    package init() {}
}
