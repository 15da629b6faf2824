import Glibc
package import LogReading

/// Why an optional input cannot be used at all.
///
/// No case carries text of the file: a registry may hold keys.
package enum InputError: Error, Equatable {
    /// The system refused to open or read; `code` is its errno.
    case unreadable(file: String, code: Int32)
    /// The file's JSON breaks at a line.
    case malformed(file: String, line: Int, fault: RejectReason)
    /// The file is compressed, and something is wrong with that.
    case compression(file: String, StreamDefect)
    /// Nothing in it is what was expected.
    case notRecognised(file: String, expected: String)
    /// There is not a byte in it.
    case empty(file: String)
    /// The words of a call that failed in place of what it should have answered.
    case failedCall(file: String)
    /// Something else of the same kind that cannot be used, and what to do.
    case unusable(file: String, reason: String)
}

extension InputError {
    init(_ error: LogReadingError, _ file: String) {
        switch error {
        case .system(_, _, let code): self = .unreadable(file: file, code: code)
        case .remote(_, let reason, _): self = .unusable(file: file, reason: reason)
        default: self = .unreadable(file: file, code: ENOENT)
        }
    }
}

extension InputError {
    /// What is wrong, without the file's name.
    package var reason: String {
        if case .malformed(_, let line, let fault) = self { return "line \(line): \(fault.text)" }
        let whole = description
        guard let name = file, whole.hasPrefix(name + ":") else { return whole }
        return String(whole.dropFirst(name.count + 1).trimmingPrefix { $0 == " " })
    }

    private var file: String? {
        switch self {
        case .unreadable(let file, _), .malformed(let file, _, _), .compression(let file, _),
            .notRecognised(let file, _), .empty(let file), .failedCall(let file), .unusable(let file, _):
            file
        }
    }
}

extension InputError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let code): "\(file): cannot read: \(systemMessage(code))"
        case .malformed(let file, let line, let fault): "\(file):\(line): \(fault.text)"
        case .compression(let file, .codec(let name)): "\(file): \(StreamDefect.codec(name).text)"
        case .compression(let file, let defect): "\(file): \(defect.text); fetch it again"
        case .notRecognised(let file, let expected): "\(file): expected \(expected), found nothing of the kind"
        case .empty(let file): "\(file): empty; run the command that writes it again"
        case .failedCall(let file):
            "\(file): the words of a call that failed in place of its answer; sign in and run it again"
        case .unusable(let file, let reason): "\(file): \(reason)"
        }
    }
}

/// What reading one optional input gave, beside its values.
package struct InputSummary: Equatable, Sendable {
    /// Most problems that are kept; all are counted.
    package static let mostProblems = 20

    /// Entries that were understood and are of use.
    package var entries = 0
    /// Entries that are well-formed and of no use here: another metric, another service, a module.
    package var others = 0
    /// Entries that could not be understood.
    package var bad = 0
    /// The first bad entries, by line.
    package var problems: [InputProblem] = []
    /// Suspicions that belong in the report, each a sentence.
    package var warnings: [String] = []

    package init() {}

    mutating func countBad(line: Int, _ reason: String) {
        bad += 1
        if problems.count < InputSummary.mostProblems { problems.append(InputProblem(line: line, reason: reason)) }
    }
}

/// An entry that could not be understood; nothing of its text is kept.
package struct InputProblem: Equatable, Sendable {
    /// The line on which the entry begins, from 1.
    package let line: Int
    /// What was expected.
    package let reason: String
}
