/// Why a source cannot be read at all.
///
/// Bad content is never an error: it is a `Rejection`.
package enum LogReadingError: Error, Equatable {
    /// Nothing stands at a path, or a pattern matches nothing.
    case nothingFound(path: String)
    /// A folder holds no file that looks like a log.
    case noLogs(folder: String)
    /// The system refused to open, list or read; `code` is its errno.
    case system(path: String, action: String, code: Int32)
}

extension LogReadingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingFound(let path): "\(path): there is no such file or folder; name an existing one"
        case .noLogs(let folder):
            "\(folder): no log file in this folder; expected names that end in .json, .jsonl, .csv or these with .gz"
        case .system(let path, let action, let code): "\(path): cannot \(action): \(systemMessage(code))"
        }
    }
}
