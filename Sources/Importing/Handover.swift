import Dispatch
import Synchronization

/// A queue between two threads that holds at most a few values, so that a fast sender waits for a slow receiver
/// and the memory stays bounded.
package final class Handover<Value: Sendable>: Sendable {
    private struct State {
        var values: [Value] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let room: DispatchSemaphore
    private let filled = DispatchSemaphore(value: 0)

    package init(capacity: Int) {
        // Raised one by one: a semaphore must not be freed below the value it was made with.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { room.signal() }
    }

    /// Waits for room, then adds a value.
    ///
    /// False when the receiver has given up: nothing more is wanted.
    package func send(_ value: Value) -> Bool {
        room.wait()
        let isOpen = state.withLock { state in
            if !state.isClosed { state.values.append(value) }
            return !state.isClosed
        }
        if isOpen { filled.signal() } else { room.signal() }
        return isOpen
    }

    /// Waits for a value; nil when the sender is done and all values are taken.
    package func receive() -> Value? {
        filled.wait()
        let value = state.withLock { state in state.values.isEmpty ? nil : state.values.removeFirst() }
        if value != nil { room.signal() } else { filled.signal() }
        return value
    }

    /// Ends the stream: from the sender's side after its last value, from the receiver's to make the sender stop.
    package func close() {
        state.withLock { $0.isClosed = true }
        filled.signal()
        room.signal()
    }
}
