private let stackBytes = 8 << 20

/// Does two things at once, one on a thread of its own, the other on the caller's.
///
/// Returns when both have ended; without a thread to be had, the caller's does one after the other.
///
/// So neither may wait for the other: see `inParallelMeeting`. An error of either is thrown, that of `here` first.
///
/// - Parameter name: for whoever looks at the process's threads.
package func inParallel<There: Sendable, Here, Failure: Error>(
    _ name: String, there: @escaping @Sendable () throws(Failure) -> There, here: () throws(Failure) -> Here
) throws(Failure) -> (there: There, here: Here) {
    try inParallel(name, stack: stackBytes, there: there, here: here)
}

func inParallel<There: Sendable, Here, Failure: Error>(
    _ name: String, stack: Int, there: @escaping @Sendable () throws(Failure) -> There,
    here: () throws(Failure) -> Here
) throws(Failure) -> (there: There, here: Here) {
    let outcome = try? start(name, stack: stack, there)
    let own = Result(catching: here)
    // A thread always leaves its result; without one there is nothing but to do it here.
    let other = outcome?.receive() ?? Result(catching: there)
    let result = try own.get()
    return (try other.get(), result)
}

/// The same for two that wait for each other, as a sender and a receiver do.
///
/// - Throws: also `NoThread`, before either has begun.
package func inParallelMeeting<There: Sendable, Here>(
    _ name: String, there: @escaping @Sendable () throws -> There, here: () throws -> Here
) throws -> (there: There, here: Here) {
    try inParallelMeeting(name, stack: stackBytes, there: there, here: here)
}

func inParallelMeeting<There: Sendable, Here>(
    _ name: String, stack: Int, there: @escaping @Sendable () throws -> There, here: () throws -> Here
) throws -> (there: There, here: Here) {
    let outcome = try start(name, stack: stack, there)
    let own = Result { try here() }
    let other = outcome.receive()
    let result = try own.get()
    guard let other else { preconditionFailure("a thread left no result") }
    return (try other.get(), result)
}

/// Starts the work; its result comes through the queue.
private func start<There: Sendable, Failure: Error>(
    _ name: String, stack: Int, _ there: @escaping @Sendable () throws(Failure) -> There
) throws(NoThread) -> BoundedQueue<Result<There, Failure>> {
    let outcome = BoundedQueue<Result<There, Failure>>(capacity: 1)
    let work = BoundedQueue<@Sendable () throws(Failure) -> There>(capacity: 1)
    _ = work.send(there)
    try OwnThread.start(name, stack: stack) {
        // What the work holds is let go before its result is there: the caller may change it in place then.
        if let result = work.receive().map({ Result(catching: $0) }) { _ = outcome.send(result) }
        outcome.close()
    }
    return outcome
}
