import Foundation
import Synchronization

/// A map from hashes to pairs of small numbers: 24 bytes an entry, open addressing, nothing is ever removed.
///
/// Threads look hashes up without a lock while others store: an entry is there once its numbers are, which are written
/// last. A copy is the same table, and no count is kept of copies, which threads would fight over: who made it ends it.
@safe struct KeyedTable: @unchecked Sendable {
    struct Entry: BitwiseCopyable {
        /// `KeyedTable.free` marks an empty place.
        let first: UInt32
        let second: UInt32
    }

    /// The one value that cannot be stored as `first`.
    static let free = UInt32.max

    fileprivate struct Slot: ~Copyable {
        let low: Atomic<UInt64>
        let high: Atomic<UInt64>
        /// `first` in the lower half, `second` in the upper one.
        let numbers: Atomic<UInt64>
    }

    @safe private struct State: ~Copyable {
        /// A slot of which `low` says how many there are, less one, and the slots behind it.
        let slots: Atomic<UnsafeMutablePointer<Slot>>
        let count = Atomic<Int>(0)
        let lock = NSLock()
        let outgrown: OutgrownPlaces
    }

    private let state: UnsafeMutablePointer<State>

    /// - Parameters:
    ///   - capacity: a power of two.
    ///   - outgrown: takes the places that have become too small, which others may still look into.
    init(capacity: Int = 1 << 10, _ outgrown: OutgrownPlaces) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State(slots: Atomic(KeyedTable.emptySlots(capacity)), outgrown: outgrown))
    }

    /// Ends the table and all its copies.
    func end() {
        unsafe state.pointee.slots.load(ordering: .relaxed).deallocate()
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    var count: Int { unsafe state.pointee.count.load(ordering: .relaxed) }

    /// A view of what is stored by now; later entries may be in it or not.
    ///
    /// It stays valid until its thread says that it looks at nothing: `OutgrownPlaces.pass`.
    var view: View {
        let header = unsafe state.pointee.slots.load(ordering: .acquiring)
        let mask = unsafe header.pointee.low.load(ordering: .relaxed)
        return unsafe View(slots: header + 1, mask: Int(truncatingIfNeeded: mask))
    }

    /// What is needed to look hashes up, without the table's own bookkeeping.
    @safe struct View {
        fileprivate let slots: UnsafeMutablePointer<Slot>
        fileprivate let mask: Int

        /// Where the search for a hash begins.
        @inline(__always)
        private func firstPlace(of hash: Hash128) -> Int {
            let mixed = (hash.low ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: hash.high | 1)
            return Int(truncatingIfNeeded: mixed.low ^ mixed.high) & mask
        }

        /// Brings the place of a hash into the processor's cache.
        ///
        /// The result says nothing; it has to be used, lest the load be dropped.
        @inline(__always)
        func touch(_ hash: Hash128) -> UInt32 {
            let place = firstPlace(of: hash)
            let low = unsafe slots[place].low.load(ordering: .relaxed)
            return UInt32(truncatingIfNeeded: low ^ (unsafe slots[place].numbers.load(ordering: .relaxed)))
        }

        /// The numbers of a hash; with `free` as the first where it has none.
        ///
        /// They are those by which the place was found taken: looked at again, a free place may be another hash's by then.
        @inline(__always)
        subscript(hash: Hash128) -> Entry {
            var place = firstPlace(of: hash)
            while true {
                let entry = entry(at: place)
                if entry.first == KeyedTable.free || has(hash, at: place) { return entry }
                place = (place &+ 1) & mask
            }
        }

        @inline(__always)
        fileprivate func entry(at place: Int) -> Entry {
            let numbers = unsafe slots[place].numbers.load(ordering: .acquiring)
            return Entry(
                first: UInt32(truncatingIfNeeded: numbers), second: UInt32(truncatingIfNeeded: numbers &>> 32))
        }

        @inline(__always)
        private func has(_ hash: Hash128, at place: Int) -> Bool {
            unsafe slots[place].low.load(ordering: .relaxed) == hash.low
                && slots[place].high.load(ordering: .relaxed) == hash.high
        }

        fileprivate func hash(at place: Int) -> Hash128 {
            unsafe Hash128(
                low: slots[place].low.load(ordering: .relaxed), high: slots[place].high.load(ordering: .relaxed))
        }

        /// Stores a hash that is not there yet, with the table's lock held.
        fileprivate func store(_ hash: Hash128, first: UInt32, second: UInt32) {
            var place = firstPlace(of: hash)
            while entry(at: place).first != KeyedTable.free { place = (place &+ 1) & mask }
            unsafe slots[place].low.store(hash.low, ordering: .relaxed)
            unsafe slots[place].high.store(hash.high, ordering: .relaxed)
            unsafe slots[place].numbers.store(UInt64(second) &<< 32 | UInt64(first), ordering: .releasing)
        }
    }

    /// The numbers of a hash, if it is known.
    func find(_ hash: Hash128) -> Entry? {
        let entry = view[hash]
        return entry.first == KeyedTable.free ? nil : entry
    }

    /// Stores the numbers of a hash; false where it has some already, which stay.
    @discardableResult
    func insert(_ hash: Hash128, first: UInt32, second: UInt32 = 0) -> Bool {
        unsafe state.pointee.lock.withLock {
            guard find(hash) == nil else { return false }
            let count = count + 1
            if count * 4 > (view.mask + 1) * 3 { grow() }
            view.store(hash, first: first, second: second)
            unsafe state.pointee.count.store(count, ordering: .relaxed)
            return true
        }
    }

    private func grow() {
        let old = view
        let larger = unsafe KeyedTable.emptySlots((old.mask + 1) * 2)
        let new = unsafe View(slots: larger + 1, mask: old.mask * 2 + 1)
        for place in 0...old.mask {
            let entry = old.entry(at: place)
            guard entry.first != KeyedTable.free else { continue }
            new.store(old.hash(at: place), first: entry.first, second: entry.second)
        }
        let outgrown = unsafe UnsafeMutableRawPointer(
            state.pointee.slots.exchange(larger, ordering: .acquiringAndReleasing))
        unsafe state.pointee.outgrown.take(outgrown)
    }

    private static func emptySlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity + 1)
        unsafe memset(slots, 0xff, (capacity + 1) * MemoryLayout<Slot>.stride)
        unsafe slots.pointee.low.store(UInt64(capacity - 1), ordering: .relaxed)
        return unsafe slots
    }
}
