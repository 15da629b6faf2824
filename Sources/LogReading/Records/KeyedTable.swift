import Glibc

/// A map from hashes to pairs of small numbers: 24 bytes an entry, open addressing, nothing is ever removed.
@safe struct KeyedTable: ~Copyable {
    struct Entry: BitwiseCopyable {
        var hash: Hash128
        /// `KeyedTable.free` marks an empty place.
        var first: UInt32
        var second: UInt32
    }

    /// The one value that cannot be stored as `first`.
    static let free = UInt32.max

    private var entries: UnsafeMutablePointer<Entry>
    private var mask: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 10) {
        unsafe entries = KeyedTable.emptyEntries(capacity)
        mask = capacity - 1
    }

    deinit { unsafe entries.deallocate() }

    /// A view that stays valid until the next `insert`.
    var view: View { unsafe View(entries: entries, mask: mask) }

    /// What is needed to look hashes up, without the table's own bookkeeping.
    @safe struct View {
        fileprivate let entries: UnsafeMutablePointer<Entry>
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
            let entry = unsafe entries + firstPlace(of: hash)
            return unsafe UInt32(truncatingIfNeeded: entry.pointee.hash.low) ^ entry.pointee.second
        }

        /// The place of a hash, or the free place where it belongs.
        @inline(__always)
        func place(of hash: Hash128) -> Int {
            var place = firstPlace(of: hash)
            while true {
                let entry = unsafe entries + place
                if unsafe entry.pointee.hash == hash || entry.pointee.first == KeyedTable.free { return place }
                place = (place &+ 1) & mask
            }
        }

        @inline(__always)
        subscript(place: Int) -> Entry {
            unsafe entries[place]
        }
    }

    /// The numbers of a hash, if it is known.
    func find(_ hash: Hash128) -> (first: UInt32, second: UInt32)? {
        let view = view
        let entry = view[view.place(of: hash)]
        return entry.first == KeyedTable.free ? nil : (entry.first, entry.second)
    }

    /// Stores the numbers of a hash that `find` did not know.
    mutating func insert(_ hash: Hash128, first: UInt32, second: UInt32 = 0) {
        if (count + 1) * 4 > (mask + 1) * 3 { grow() }
        let place = view.place(of: hash)
        unsafe entries[place] = Entry(hash: hash, first: first, second: second)
        count += 1
    }

    private mutating func grow() {
        let old = unsafe entries
        let oldCapacity = mask + 1
        unsafe entries = KeyedTable.emptyEntries(oldCapacity * 2)
        mask = oldCapacity * 2 - 1
        let view = view
        for index in 0..<oldCapacity where unsafe old[index].first != KeyedTable.free {
            let place = unsafe view.place(of: old[index].hash)
            unsafe entries[place] = unsafe old[index]
        }
        unsafe old.deallocate()
    }

    private static func emptyEntries(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
        let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
        unsafe memset(entries, 0xff, capacity * MemoryLayout<Entry>.stride)
        return unsafe entries
    }
}
