import Azure
import ClickHouse
import Delivery
import Diagnosis
import Glibc
import Inputs
import LogReading
import Rendering
import Report
import SQLite
import Settings
import Store
import Threads

/// How a run ended: every exit code, what leads to it, and which of two counts.
///
/// From 64 on the codes are those of sysexits.h.
package enum ExitStatus: Int32, Comparable {
    case done = 0
    /// Done, but the input was incomplete or partly rejected, and the report is marked; or mail did not reach everybody.
    case incomplete = 1
    /// Done, and an alert that `--fail-on` names fired.
    case alert = 2
    case usage = 64
    case inputUnusable = 65
    case inputMissing = 66
    case internalFault = 70
    /// The system lacks what the run needs: a thread, memory.
    case systemLacks = 71
    case cannotWriteOutput = 73
    case inputOutput = 74
    case tryAgainLater = 75
    case configuration = 78

    /// Whether the run did what it was to do.
    package var isSuccess: Bool { self < .usage }

    /// The one that says more: an alert more than an incomplete input, and that more than done.
    package static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}

extension ExitStatus {
    package init(isComplete: Bool) { self = isComplete ? .done : .incomplete }

    /// Of a report that was written.
    init(of report: DayReport, failOn: FailOn) {
        let hasFired = report.alerts.contains { failOn.includes($0.rule) }
        self = hasFired ? .alert : ExitStatus(isComplete: report.input.isWhole)
    }

    /// Of any error that a room can throw.
    init(of error: any Error) {
        switch error {
        case let failure as Failure: self = failure.status
        case is ConfigurationError, is MailError, is TemplateError, is RedactionKeyError: self = .configuration
        case is DayError: self = .usage
        case let error as LogReadingError: self = ExitStatus(of: error)
        case let error as AzureFailure: self = ExitStatus(of: error)
        case let error as InputError: self = ExitStatus(of: error)
        case let error as StoreError: self = ExitStatus(of: error)
        case let error as ClickHouseError: self = ExitStatus(of: error)
        case let error as SQLiteError: self = ExitStatus(of: error)
        case is NoThread: self = .systemLacks
        case let error as DeliveryError: self = ExitStatus(of: error)
        default: self = .internalFault
        }
    }

    init(of error: AzureFailure) { self = error.later ? .tryAgainLater : .inputMissing }

    private init(of error: LogReadingError) {
        switch error {
        case .nothingFound, .noLogs, .foreignNames: self = .inputMissing
        case .remote(_, _, let later): self = later ? .tryAgainLater : .inputMissing
        case .system(_, _, let code): self = code == EACCES || code == ENOENT ? .inputMissing : .inputOutput
        }
    }

    private init(of error: InputError) {
        if case .unreadable = error { self = .inputMissing } else { self = .inputUnusable }
    }

    private init(of error: StoreError) {
        switch error {
        case .missing: self = .inputMissing
        case .cannotCreate: self = .cannotWriteOutput
        case .notOnDisk: self = .inputOutput
        case .foreign, .newerSchema, .olderSchema, .inconsistent, .pruned: self = .inputUnusable
        case .invalidImport: self = .internalFault
        }
    }

    private init(of error: ClickHouseError) {
        switch error.kind {
        case .unreachable, .behind: self = .tryAgainLater
        case .address, .login, .forbidden: self = .configuration
        case .full, .server: self = .inputOutput
        case .missing: self = .inputMissing
        case .inconsistent: self = .inputUnusable
        }
    }

    private init(of error: SQLiteError) {
        switch error.kind {
        case .busy: self = .tryAgainLater
        case .damaged, .notADatabase: self = .inputUnusable
        case .readOnly, .cannotOpen: self = .cannotWriteOutput
        case .full, .inputOutput: self = .inputOutput
        case .noMemory: self = .systemLacks
        case .other: self = .internalFault
        }
    }

    private init(of error: DeliveryError) {
        switch error.kind {
        case .busy: self = .tryAgainLater
        case .cannotCreate: self = .cannotWriteOutput
        case .inputOutput: self = .inputOutput
        }
    }
}
