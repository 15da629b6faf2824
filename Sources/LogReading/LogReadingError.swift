/// Why a source cannot be read at all.
///
/// Bad content is never an error: it is a `Rejection`.
package enum LogReadingError: Error, Hashable {
    /// Nothing stands at a path, or a pattern matches nothing.
    case nothingFound(path: String)
    /// A folder holds no file that looks like a log.
    case noLogs(folder: String)
    /// The system refused to open, list or read; `code` is its errno.
    case system(path: String, action: String, code: Int32)
    /// Names in a folder that are not UTF-8; of the first of them the broken bytes are replaced.
    case foreignNames(folder: String, first: String, count: Int)
    /// Another machine does not give what lies at an address; `later` says whether it may by itself give it later.
    case remote(address: String, reason: String, later: Bool)
}

extension LogReadingError {
    /// Whether an argument leads to no log.
    var isOfNothing: Bool {
        switch self {
        case .nothingFound, .noLogs: true
        case .system, .foreignNames, .remote: false
        }
    }
}

extension LogReadingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothingFound(let path): "\(path): no such file or folder; check the path"
        case .noLogs(let folder):
            "\(folder): no log file in this folder; expected names that end in "
                + LogDiscovery.endings.joined(separator: ", ") + " or .gz"
        case .system(let path, let action, let code): "\(path): cannot \(action): \(systemMessage(code))"
        case .remote(let address, let reason, _): "\(address): \(reason)"
        case .foreignNames(let folder, let first, 1):
            "\(folder): the name \(first) is not UTF-8, so it was not read; rename it"
        case .foreignNames(let folder, let first, let count):
            "\(folder): \(count) names are not UTF-8, the first is \(first), so they were not read; rename them"
        }
    }
}
