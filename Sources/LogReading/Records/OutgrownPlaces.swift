import Foundation
import Synchronization

/// Memory that tables have outgrown, until no reader can be looking into it any more.
///
/// Each reader says from time to time that it looks at nothing. What was outgrown before the last of them said so is freed.
@safe final class OutgrownPlaces: @unchecked Sendable {
    @safe private struct Place {
        let memory: UnsafeMutableRawPointer
        let age: Int
    }

    /// How often something was outgrown.
    private let age = Atomic<Int>(0)
    private let lock = NSLock()
    private var places: [Place] = []
    /// The age at which each reader last looked at nothing.
    private var passed: [Int: Int] = [:]
    private var readers = 0

    deinit { for place in places { unsafe place.memory.deallocate() } }

    /// One more reader, by its number.
    func enter() -> Int {
        lock.withLock {
            readers += 1
            passed[readers] = age.load(ordering: .relaxed)
            return readers
        }
    }

    func leave(_ reader: Int) {
        lock.withLock {
            passed[reader] = nil
            free()
        }
    }

    /// Says that a reader looks at nothing.
    ///
    /// - Parameter known: the age at which it last did, for it costs next to nothing where there is nothing new.
    @inline(__always)
    func pass(_ reader: Int, known: inout Int) {
        let now = age.load(ordering: .acquiring)
        if now != known {
            known = now
            pass(reader, at: now)
        }
    }

    private func pass(_ reader: Int, at age: Int) {
        lock.withLock {
            passed[reader] = age
            free()
        }
    }

    /// Takes memory that no table refers to any more.
    func take(_ memory: UnsafeMutableRawPointer) {
        lock.withLock {
            let now = age.load(ordering: .relaxed) + 1
            places.append(unsafe Place(memory: memory, age: now))
            age.store(now, ordering: .releasing)
            free()
        }
    }

    private func free() {
        let least = passed.values.min() ?? .max
        places.removeAll { place in
            guard place.age <= least else { return false }
            unsafe place.memory.deallocate()
            return true
        }
    }
}
