import Foundation

/// A range of numbers of which threads take the next few when they are done with those that they have.
package final class SharedRange: @unchecked Sendable {
    private let lock = NSLock()
    /// With the lock held.
    private var rest: Range<Int>
    private let atOnce: Int

    package init(_ all: Range<Int>, atOnce: Int) {
        rest = all
        self.atOnce = atOnce
    }

    /// The next numbers; nil when all are taken.
    package func take() -> Range<Int>? {
        lock.withLock {
            guard !rest.isEmpty else { return nil }
            let next = rest.prefix(atOnce)
            rest = rest.dropFirst(atOnce)
            return next
        }
    }
}
