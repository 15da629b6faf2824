import Model

/// Numbers of the identities of the data, in order of appearance.
///
/// The number of an identity is found by two array look-ups; pages keep that cheap in memory when many hubs share the
/// devices' numbers among them.
package struct IdentityNumbers: Sendable {
    private static let pageShift = 10
    private static let pageSize = 1 << pageShift
    private var pages: [UInt32] = []
    private var slots: [UInt32] = []
    private var pagesPerHub = 0
    private(set) var count: UInt32 = 0

    private static let none = UInt32.max

    /// Of no hub.
    init() {}

    init(hubs: Int, devices: Int) {
        pagesPerHub = (devices >> IdentityNumbers.pageShift) + 1
        pages = Array(repeating: IdentityNumbers.none, count: pagesPerHub * hubs)
    }

    /// The number of an identity; nil for one that was not met.
    func number(hub: UInt16, device: DeviceID) -> Int? {
        let page = Int(hub) * pagesPerHub + Int(device) >> IdentityNumbers.pageShift
        guard Int(device) >> IdentityNumbers.pageShift < pagesPerHub, page < pages.count else { return nil }
        let base = pages[page]
        guard base != IdentityNumbers.none else { return nil }
        let known = slots[Int(base) + Int(device) & (IdentityNumbers.pageSize - 1)]
        return known == IdentityNumbers.none ? nil : Int(known)
    }

    /// The number of an identity, which gets one if it has none.
    @inline(__always)
    mutating func find(hub: UInt16, device: DeviceID) -> UInt32 {
        let page = Int(hub) * pagesPerHub + Int(device) >> IdentityNumbers.pageShift
        var base = pages[page]
        if base == IdentityNumbers.none {
            base = UInt32(slots.count)
            pages[page] = base
            slots.append(contentsOf: repeatElement(IdentityNumbers.none, count: IdentityNumbers.pageSize))
        }
        let slot = Int(base) + Int(device) & (IdentityNumbers.pageSize - 1)
        if slots[slot] == IdentityNumbers.none {
            slots[slot] = count
            count += 1
        }
        return slots[slot]
    }
}
