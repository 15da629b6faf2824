/// A place with devices behind one uplink: one masked prefix, one tag.
struct Site: Sendable {
    let number: Int
    let name: String
    /// The first three octets of the address, the first one in the highest byte of three.
    let prefix: UInt32

    /// Sites of a hub: about one for every 25 devices, from 4 to 600.
    static func count(forDevices devices: Int) -> Int {
        min(max(devices / 25, 4), 600)
    }

    /// Only addresses that belong to nobody: documentation ranges (RFC 5737) and shared address space (RFC 6598).
    init(number: Int, hub: Int) {
        self.number = number
        name =
            Self.names[number % Self.names.count]
            + (number < Self.names.count ? "" : "-\(number / Self.names.count + 1)")
        let documentation: [UInt32] = [0x00CB_0071, 0x00C6_3364, 0x00C0_0002]
        if hub == 0, number < documentation.count {
            prefix = documentation[number]
        } else {
            prefix =
                UInt32(100) << 16 | UInt32(64 + (number * 7 + hub * 3) % 64) << 8
                | UInt32((number * 37 + hub * 11) % 250 + 1)
        }
    }

    /// A place of its own, in the range for benchmarks (RFC 2544).
    ///
    /// - Parameter network: the first two octets.
    init(name: String, network: UInt32, third: Int) {
        number = -1
        self.name = name
        prefix = network << 8 | UInt32(third % 256)
    }

    /// One of the four prefixes that a mobile carrier's gateway lends to its customers in turn.
    static func carrierPrefix(_ draw: Int) -> UInt32 {
        UInt32(100) << 16 | UInt32(127) << 8 | UInt32(251 + draw % 4)
    }

    private static let names = [
        "north", "south", "harbour", "quarry", "mill", "airport", "depot", "valley", "ridge", "lakeside", "tunnel",
        "works",
    ]
}
