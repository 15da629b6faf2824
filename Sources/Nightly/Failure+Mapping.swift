import Delivery
import Diagnosis
import Foundation
import Inputs
import LogReading
import Rendering
import SQLite
import Settings
import Store

extension Failure {
    /// The sentence and the exit status of any error that a room can throw.
    package init(of error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as ConfigurationError: self.init(.configuration, error.description)
        case let error as DayError: self.init(.usage, error.description)
        case let error as LogReadingError: self.init(Failure.status(of: error), error.description)
        case let error as InputError: self.init(Failure.status(of: error), error.description)
        case let error as MailError: self.init(.configuration, "mail: \(error.description)")
        case let error as TemplateError: self.init(.configuration, "\(error)")
        case let error as StoreError: self.init(Failure.status(of: error), error.description)
        case let error as SQLiteError: self.init(Failure.status(of: error), error.description)
        case let error as RedactionKeyError: self.init(.configuration, error.description)
        case let error as DeliveryError: self.init(Failure.status(of: error), error.description)
        default: self.init(.internalFault, "\(error)")
        }
    }

    private static func status(of error: LogReadingError) -> ExitStatus {
        switch error {
        case .nothingFound, .noLogs, .foreignNames: .inputMissing
        case .system(_, _, let code): code == EACCES || code == ENOENT ? .inputMissing : .inputOutput
        }
    }

    private static func status(of error: InputError) -> ExitStatus {
        if case .unreadable = error { return .inputMissing }
        return .inputUnusable
    }

    private static func status(of error: StoreError) -> ExitStatus {
        switch error {
        case .missing: .inputMissing
        case .cannotCreate: .cannotWriteOutput
        case .foreign, .newerSchema, .olderSchema, .inconsistent, .pruned: .inputUnusable
        case .invalidImport: .internalFault
        }
    }

    private static func status(of error: SQLiteError) -> ExitStatus {
        switch error.kind {
        case .busy: .tryAgainLater
        case .damaged, .notADatabase: .inputUnusable
        case .readOnly, .cannotOpen: .cannotWriteOutput
        case .full, .inputOutput: .inputOutput
        case .other: .internalFault
        }
    }

    private static func status(of error: DeliveryError) -> ExitStatus {
        switch error.kind {
        case .busy: .tryAgainLater
        case .cannotCreate: .cannotWriteOutput
        case .inputOutput: .inputOutput
        }
    }
}
