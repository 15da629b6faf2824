/// Numbers for the identities of a day, found by two array look-ups.
///
/// Devices come in pages, so that many hubs share the devices' numbers without a row for each pair.
struct IdentitySlots: Sendable {
    static let pageSize = 1 << pageShift
    private static let pageShift = 8
    /// The first slot of each page, hub after hub; -1 for none yet.
    private var pages: [Int32]
    private let pagesPerHub: Int
    private var count = 0

    init(hubs: Int, devices: Int) {
        pagesPerHub = devices >> IdentitySlots.pageShift + 1
        pages = Array(repeating: -1, count: hubs * pagesPerHub)
    }

    /// The slot of an identity.
    ///
    /// Slots come in whole pages.
    @inline(__always)
    mutating func slot(hub: Int, device: Int) -> Int {
        let page = hub * pagesPerHub + device >> IdentitySlots.pageShift
        if pages[page] < 0 {
            pages[page] = Int32(count)
            count += IdentitySlots.pageSize
        }
        return Int(pages[page]) + device & (IdentitySlots.pageSize - 1)
    }

    /// Every slot there is, also of devices without a record, by hub and device.
    func forEach(_ body: (_ hub: Int, _ device: Int, _ slot: Int) -> Void) {
        for (page, first) in pages.enumerated() where first >= 0 {
            let device = (page % pagesPerHub) * IdentitySlots.pageSize
            for offset in 0..<IdentitySlots.pageSize {
                body(page / pagesPerHub, device + offset, Int(first) + offset)
            }
        }
    }
}
