import Foundation

/// A queue between two threads that holds at most a few values, so that a fast sender waits for a slow receiver
/// and the memory stays bounded.
///
/// All that changes in it is touched with the condition's lock held. That is a lock of POSIX threads, which
/// ThreadSanitizer knows; how `Synchronization.Mutex` hands a contended lock over, it does not see.
package final class BoundedQueue<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private var values: [Value] = []
    private var isClosed = false

    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Waits for room, then adds a value.
    ///
    /// False when the receiver has given up: nothing more is wanted.
    package func send(_ value: Value) -> Bool {
        condition.withLock {
            while values.count >= capacity && !isClosed { condition.wait() }
            guard !isClosed else { return false }
            values.append(value)
            condition.signal()
            return true
        }
    }

    /// Waits for a value; nil when the sender is done and all values are taken.
    ///
    /// The queue keeps no reference to it, so that the receiver may change a large value in place: no copy-on-write.
    package func receive() -> Value? {
        condition.withLock {
            while values.isEmpty && !isClosed { condition.wait() }
            guard !values.isEmpty else { return nil }
            condition.signal()
            return values.removeFirst()
        }
    }

    /// A value that is there already; nil where there is none as yet.
    package func receiveNow() -> Value? {
        condition.withLock {
            guard !values.isEmpty else { return nil }
            condition.signal()
            return values.removeFirst()
        }
    }

    /// Ends the stream: from the sender's side after its last value, from the receiver's to make the sender stop.
    package func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }
}
