import Foundation
import Importing

/// Does two things at once: one on a thread of its own, the other on the caller's.
enum TwoThreads {
    /// Returns when both have ended.
    ///
    /// An error of either is thrown, that of `here` first.
    ///
    /// - Parameter name: for whoever looks at the process's threads.
    static func run<There: Sendable, Here>(
        _ name: String, there: @escaping @Sendable () throws -> There, here: () throws -> Here
    ) throws -> (there: There, here: Here) {
        let outcome = Handover<Result<There, any Error>>(capacity: 1)
        let thread = Thread {
            _ = outcome.send(Result(catching: there))
            outcome.close()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
        let own = Result(catching: here)
        let other = outcome.receive()
        let result = try own.get()
        guard let other else { throw Failure(.internalFault, "the thread '\(name)' ended without a result") }
        return (try other.get(), result)
    }
}
