package import Model

/// How the report of a day is mailed.
package struct MailSettings: Equatable, Sendable {
    package enum When: String, CaseIterable, Sendable {
        case always
        /// Only on a day that is worse than usual, or that fired an alert or lacks input.
        case worse
        case never
    }

    package enum Digest: String, CaseIterable, Sendable {
        case week, month
    }

    package var when = When.always
    package var from = ""
    package var to: [String] = []
    package var cc: [String] = []
    package var bcc: [String] = []
    /// Who gets a mail of its own about each incident, such as the address that opens tickets.
    package var incidentsTo: [String] = []
    /// The reports of which periods are mailed when they are over.
    package var digest: [Digest] = []
    /// Who gets them; those of the daily mail where empty.
    package var digestTo: [String] = []
    package var subjectPrefix = ""
    /// The right side of a Message-ID; the domain of `from` where absent.
    package var messageIDDomain: String?
    package var attachCSV = false
    /// A command that reads the message from standard input, such as `sendmail -t -i`.
    package var sendmail: Command?
    package var smtp: SMTPSettings?

    package init() {}
}

/// A mail server and how to speak to it.
///
/// The password itself is never part of the configuration.
package struct SMTPSettings: Equatable, Sendable {
    package var host = ""
    package var tls = TransportSecurity.startTLS
    package var user: String?
    /// A file whose first line is the password.
    package var passwordFile: String?
    /// The name of an environment variable that holds the password.
    package var passwordEnvironment: String?
    /// A file of certificates (PEM) to trust instead of the system's, for a server with a certificate of one's own.
    package var certificateFile: String?
    var givenPort: Int?

    package var port: Int { givenPort ?? tls.usualPort }

    package init() {}
}
