import Foundation

/// Does two things at once: one on a thread of its own, the other on the caller's.
///
/// Returns when both have ended.
///
/// An error of either is thrown, that of `here` first.
///
/// - Parameter name: for whoever looks at the process's threads.
package func inParallel<There: Sendable, Here, Failure: Error>(
    _ name: String, there: @escaping @Sendable () throws(Failure) -> There, here: () throws(Failure) -> Here
) throws(Failure) -> (there: There, here: Here) {
    let outcome = BoundedQueue<Result<There, Failure>>(capacity: 1)
    let work = BoundedQueue<@Sendable () throws(Failure) -> There>(capacity: 1)
    _ = work.send(there)
    let thread = Thread {
        // What the work holds is let go before its result is there: the caller may change it in place then.
        if let result = work.receive().map({ Result(catching: $0) }) { _ = outcome.send(result) }
        outcome.close()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
    let own = Result(catching: here)
    // A thread always leaves its result; without one there would be nothing to return but to do it here.
    let other = outcome.receive() ?? Result(catching: there)
    let result = try own.get()
    return (try other.get(), result)
}
