/// How a connection to a mail server is protected.
package enum TransportSecurity: String, CaseIterable, Sendable {
    /// The connection must be upgraded before anything is said (RFC 3207); usually port 587.
    case startTLS = "starttls"
    /// TLS from the first octet (RFC 8314); usually port 465.
    case implicitTLS = "implicit"
    /// No protection; for a relay on this machine. A password is never sent this way.
    case none

    /// The port that goes with it (RFC 8314, section 3.3; RFC 5321 for port 25).
    package var usualPort: Int {
        switch self {
        case .startTLS: 587
        case .implicitTLS: 465
        case .none: 25
        }
    }
}
