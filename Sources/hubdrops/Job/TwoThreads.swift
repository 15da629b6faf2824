import Foundation
import Synchronization

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
        let outcome = Outcome<There>()
        let thread = Thread { outcome.put(Result(catching: there)) }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
        let own = Result(catching: here)
        let other = outcome.take()
        let result = try own.get()
        return (try other.get(), result)
    }
}

/// Where one thread leaves what another waits for.
private final class Outcome<Value: Sendable>: Sendable {
    private let value = Mutex<Result<Value, any Error>?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func put(_ result: Result<Value, any Error>) {
        value.withLock { $0 = result }
        isThere.signal()
    }

    /// Waits, and keeps nothing back: who takes a large value owns it alone.
    func take() -> Result<Value, any Error> {
        while true {
            isThere.wait()
            if let result = value.withLock({ value in
                defer { value = nil }
                return value
            }) {
                return result
            }
        }
    }
}
