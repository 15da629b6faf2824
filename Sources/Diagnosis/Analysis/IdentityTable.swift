import Model

/// The identities of the data, numbered in order of appearance.
///
/// The number of an identity is found by two array look-ups; pages keep that cheap in memory when many hubs share the
/// devices' numbers among them.
struct IdentityTable: Sendable {
    private static let pageShift = 10
    private static let pageSize = 1 << pageShift
    private var pages: [UInt32]
    private var slots: [UInt32] = []
    private let pagesPerHub: Int
    private(set) var states: [IdentityState] = []

    private static let none = UInt32.max

    init(hubs: Int, devices: Int) {
        pagesPerHub = (devices >> IdentityTable.pageShift) + 1
        pages = Array(repeating: IdentityTable.none, count: pagesPerHub * hubs)
        // What stays unused of it is never touched, so it takes no memory.
        states.reserveCapacity(devices)
    }

    subscript(number: Int) -> IdentityState {
        @inline(__always) get { states[number] }
        @inline(__always) _modify { yield &states[number] }
    }

    var count: Int { states.count }

    /// The number of an identity; nil for one that was not met.
    func number(hub: UInt16, device: DeviceID) -> Int? {
        guard Int(device) >> IdentityTable.pageShift < pagesPerHub else { return nil }
        let base = pages[Int(hub) * pagesPerHub + Int(device) >> IdentityTable.pageShift]
        guard base != IdentityTable.none else { return nil }
        let known = slots[Int(base) + Int(device) & (IdentityTable.pageSize - 1)]
        return known == IdentityTable.none ? nil : Int(known)
    }

    /// The number of an identity, and whether it is new.
    @inline(__always)
    mutating func find(
        hub: UInt16, device: DeviceID, at moment: DayMillis, client: ClientID
    ) -> (number: Int, isNew: Bool) {
        let page = Int(hub) * pagesPerHub + Int(device) >> IdentityTable.pageShift
        var base = pages[page]
        if base == IdentityTable.none {
            base = UInt32(slots.count)
            pages[page] = base
            slots.append(contentsOf: repeatElement(IdentityTable.none, count: IdentityTable.pageSize))
        }
        let slot = Int(base) + Int(device) & (IdentityTable.pageSize - 1)
        let known = slots[slot]
        if known != IdentityTable.none { return (Int(known), false) }
        slots[slot] = UInt32(states.count)
        states.append(IdentityState(device: device, hub: hub, at: moment, client: client))
        return (states.count - 1, true)
    }
}
