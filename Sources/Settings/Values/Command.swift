/// A command of the operator's own, run after a run or to hand over a mail.
///
/// Its description leaves the arguments out: they may hold an address that works like a password.
package enum Command: Hashable, Sendable, CustomStringConvertible {
    /// One line for `/bin/sh -c`.
    case shell(String)
    /// A program and its arguments, started without a shell; never empty.
    case program([String])

    package var description: String {
        switch self {
        case .shell: "a shell command"
        case .program(let words): words.first ?? ""
        }
    }

    /// The program to start and its arguments.
    package var words: [String] {
        switch self {
        case .shell(let line): ["/bin/sh", "-c", line]
        case .program(let words): words
        }
    }
}
