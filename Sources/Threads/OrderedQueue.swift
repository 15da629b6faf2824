import Foundation

/// What several threads make of numbered pieces of work, received in the order of the work.
///
/// Each sender takes the next piece when it is done with one. What comes early waits, at most so many values, so that
/// the memory stays bounded; the sender of the piece that is due always gets through, so that nobody waits for ever.
/// Behind the last piece is room for what belongs to none of them.
///
/// Its lock is that of `BoundedQueue`, for the same reason.
package final class OrderedQueue<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    private let capacity: Int
    /// How many values the piece that is due may have waiting where the others have taken all the room.
    private static var reserve: Int { 4 }

    private var values: [Int: [Value]] = [:]
    private var waiting = 0
    private var blockedSenders = 0
    private var senders: Int
    private var taken = 0
    private var ended: Set<Int> = []
    private var due = 0
    private var isClosed = false

    /// - Parameters:
    ///   - count: how many pieces of work there are, numbered from 0.
    ///   - senders: how many will call `leave`.
    ///   - capacity: how many values wait at most, a few of the piece that is due aside.
    package init(count: Int, senders: Int, capacity: Int) {
        self.count = count
        self.senders = senders
        self.capacity = capacity
    }

    // MARK: Senders

    /// The next piece of work; nil when there is none, or the receiver has given up.
    package func take() -> Int? {
        condition.withLock {
            guard taken < count, !isClosed else { return nil }
            taken += 1
            return taken - 1
        }
    }

    /// Waits for room, then adds a value to a piece that was taken, or to what follows them all: number `count`.
    ///
    /// False when the receiver has given up: nothing more is wanted.
    package func send(_ value: Value, of work: Int) -> Bool {
        condition.withLock {
            blockedSenders += 1
            while !hasRoom(for: work) && !isClosed { condition.wait() }
            blockedSenders -= 1
            guard !isClosed else { return false }
            values[work, default: []].append(value)
            waiting += 1
            if work == due { condition.broadcast() }
            return true
        }
    }

    /// Says that a piece has no more values.
    package func end(_ work: Int) {
        condition.withLock {
            ended.insert(work)
            moveOn()
        }
    }

    /// Says that a sender has ended all that it took, and sends nothing more.
    package func leave() {
        condition.withLock {
            senders -= 1
            if isOver { condition.broadcast() }
        }
    }

    // MARK: The receiver

    /// Waits for the next value in the order of the work; nil when all are taken and every sender has left.
    ///
    /// The queue keeps no reference to it, as `BoundedQueue`.
    package func receive() -> Value? {
        condition.withLock {
            while values[due] == nil && !isOver && !isClosed { condition.wait() }
            guard let value = values[due]?.removeFirst() else { return nil }
            waiting -= 1
            if values[due]?.isEmpty == true { values[due] = nil }
            // Woken for each free place they would fill it and wait again, thousands of times.
            if blockedSenders > 0, waiting <= capacity / 2 || values[due] == nil { condition.broadcast() }
            moveOn()
            return value
        }
    }

    /// Makes all senders stop.
    package func close() {
        condition.withLock {
            isClosed = true
            condition.broadcast()
        }
    }

    // MARK: With the lock held

    private var isOver: Bool { due == count && senders == 0 && values[due] == nil }

    private func hasRoom(for work: Int) -> Bool {
        waiting < capacity || work == due && (values[due]?.count ?? 0) < OrderedQueue.reserve
    }

    /// Goes to the first piece that has values, or may yet have some.
    ///
    /// Nobody is woken for thousands of pieces that had none.
    private func moveOn() {
        let before = due
        while values[due] == nil, ended.remove(due) != nil { due += 1 }
        if due != before, values[due] != nil || blockedSenders > 0 || isOver { condition.broadcast() }
    }
}
