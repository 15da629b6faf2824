package import Model

/// The identities that were met before a day: a bit each, as there may be millions.
package struct KnownIdentities: Sendable, Equatable {
    private struct OfHub: Sendable, Equatable {
        var bits: [UInt64] = []
        var since: Instant
    }

    private var hubs: [String: OfHub] = [:]

    package init() {}

    /// Notes an identity and when it was first met.
    package mutating func insert(hub: String, device: DeviceID, firstSeen: Instant) {
        let word = Int(device) / 64
        var known = hubs[hub] ?? OfHub(since: firstSeen)
        hubs[hub] = nil
        known.since = min(known.since, firstSeen)
        if word >= known.bits.count {
            known.bits.append(contentsOf: repeatElement(0, count: word + 1 - known.bits.count))
        }
        known.bits[word] |= 1 << (UInt64(device) % 64)
        hubs[hub] = known
    }

    package func contains(hub: String, device: DeviceID) -> Bool {
        let word = Int(device) / 64
        guard let bits = hubs[hub]?.bits, word < bits.count else { return false }
        return bits[word] & (1 << (UInt64(device) % 64)) != 0
    }

    /// When the first identity of a hub was met: before that nothing is known of the hub.
    package func since(hub: String) -> Instant? {
        hubs[hub]?.since
    }
}
