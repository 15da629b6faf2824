import Foundation

/// Makes something of the next few numbers of a range, again and again, and takes it in the order of the numbers.
///
/// A thread makes the next while the caller takes those before; where none is ready, the caller makes one as well. Without a
/// thread to be had, the caller does all of it.
///
/// - Parameters:
///   - name: for whoever looks at the process's threads.
///   - atOnce: how many numbers each is made of.
///   - waiting: how many wait at most of what the thread has made, and of what came before its turn.
package func madeInOrder<Made: Sendable>(
    _ name: String, of range: Range<Int>, atOnce: Int, waiting: Int, make: @escaping @Sendable (Range<Int>) -> Made,
    take: (Made) -> Void
) {
    let rest = SharedRange(range, atOnce: atOnce)
    let ready = BoundedQueue<(first: Int, made: Made)>(capacity: waiting)
    do {
        _ = try inParallelMeeting(name) {
            defer { ready.close() }
            while let next = rest.take(), ready.send((next.lowerBound, make(next))) {}
        } here: {
            var early: [Int: Made] = [:]
            var due = range.lowerBound
            func next() -> (first: Int, made: Made)? {
                if let next = ready.receiveNow() { return next }
                if early.count < waiting, let own = rest.take() { return (own.lowerBound, make(own)) }
                return ready.receive()
            }
            while let next = next() {
                early[next.first] = next.made
                while let made = early.removeValue(forKey: due) {
                    take(made)
                    due += atOnce
                }
            }
        }
    } catch {
        // No thread to be had: neither of the two throws anything.
        while let next = rest.take() { take(make(next)) }
    }
}

/// A range of numbers of which threads take the next few when they are done with those that they have.
///
/// The rest is touched with the lock held.
private final class SharedRange: @unchecked Sendable {
    private let lock = NSLock()
    private var rest: Range<Int>
    private let atOnce: Int

    init(_ all: Range<Int>, atOnce: Int) {
        rest = all
        self.atOnce = atOnce
    }

    /// The next numbers; nil when all are taken.
    func take() -> Range<Int>? {
        lock.withLock {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(atOnce) }
            return rest.prefix(atOnce)
        }
    }
}
