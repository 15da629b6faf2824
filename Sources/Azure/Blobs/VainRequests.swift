import Foundation

/// Counts the requests of a container that were given up one after the other, each tried as often as it may be.
///
/// A server that is dead would otherwise be waited for once for each of a thousand blobs.
final class VainRequests: @unchecked Sendable {
    /// So many in a row, and nothing more is asked for.
    static let most = 4

    private let lock = NSLock()
    private var inARow = 0
    private var reason: String?

    /// Why nothing more is asked for; nil as long as something is.
    var end: String? { lock.withLock { reason } }

    /// Takes note of how a request ended.
    ///
    /// - Parameter problem: what kept the server from serving it; nil where it answered to the point.
    func note(_ problem: String?) {
        lock.withLock {
            inARow = problem == nil ? 0 : inARow + 1
            if inARow >= VainRequests.most, reason == nil, let problem {
                reason =
                    "\(inARow) requests in a row were in vain (\(problem)), so the rest was left out; the next run reads it"
            }
        }
    }
}
