/// How a run ended.
///
/// From 64 on the codes are those of sysexits.h.
package enum ExitStatus: Int32 {
    case done = 0
    /// Done, but the input was incomplete or partly rejected; the report is marked.
    case incomplete = 1
    /// Done, and an alert that `--fail-on` names fired.
    case alert = 2
    case usage = 64
    case inputUnusable = 65
    case inputMissing = 66
    case internalFault = 70
    case cannotWriteOutput = 73
    case inputOutput = 74
    case tryAgainLater = 75
    case configuration = 78
}

/// An end of the run that is not success: one sentence of where, what and what to do, and its exit status.
package struct Failure: Error, CustomStringConvertible {
    package let status: ExitStatus
    package let description: String

    package init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}
