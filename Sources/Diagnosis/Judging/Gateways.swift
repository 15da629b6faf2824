import Model

/// Devices behind a gateway, as far as their drops tell: they have its address, and lose their connection whenever it
/// does.
///
/// Nothing in the records names them. Only a device with modules is taken to be a gateway, and one common drop proves
/// nothing, since a site fails as a whole: it takes several, most of what either of them dropped.
struct Gateways: Sendable {
    /// Common drops that prove it.
    static let least = 3
    /// Milliseconds: leaf devices are noticed after their gateway, by their own keep-alives.
    private static let reach: DayMillis = 60_000

    /// The gateway's unit, by number of the identity.
    private var ofIdentity: [Int: DeviceID] = [:]
    private var units: Set<DeviceID> = []

    init() {}

    init(_ drops: DropRecords, _ order: DropOrder, dropCounts: [UInt16], _ evidence: DayEvidence) {
        guard evidence.units.hasModules else { return }
        var gateways: [Key: (unit: DeviceID, moments: [DayMillis])] = [:]
        var addresses: [Place: [Key]] = [:]
        for number in 0..<dropCounts.count where dropCounts[number] >= Gateways.least {
            let state = evidence.analysis.identities[number]
            guard evidence.units.isShared(state) else { continue }
            let key = Key(hub: state.hub, unit: evidence.units.unit(of: state))
            if gateways[key] == nil {
                gateways[key] = (key.unit, [])
                addresses[Place(hub: state.hub, address: evidence.address(of: state)), default: []].append(key)
            }
            gateways[key]?.moments += Gateways.moments(of: number, drops, order)
        }
        guard !gateways.isEmpty else { return }
        for key in gateways.keys { gateways[key]?.moments.sort() }
        for number in 0..<dropCounts.count where dropCounts[number] >= Gateways.least {
            let state = evidence.analysis.identities[number]
            guard !evidence.units.isShared(state),
                let near = addresses[Place(hub: state.hub, address: evidence.address(of: state))]
            else { continue }
            let own = Gateways.moments(of: number, drops, order)
            ofIdentity[number] = near.first { Gateways.fit(own, gateways[$0]?.moments ?? []) }?.unit
        }
        units = Set(ofIdentity.values)
    }

    private struct Key: Hashable {
        let hub: UInt16
        let unit: DeviceID
    }

    private struct Place: Hashable {
        let hub: UInt16
        let address: TextID
    }

    /// The gateway that an identity stands behind; nil for none.
    func gateway(of identity: Int) -> DeviceID? { ofIdentity.isEmpty ? nil : ofIdentity[identity] }

    /// Whether devices stand behind a unit.
    func hasLeaves(_ unit: DeviceID) -> Bool { units.contains(unit) }

    private static func moments(of number: Int, _ drops: DropRecords, _ order: DropOrder) -> [DayMillis] {
        order.positions(of: number).map { drops[Int($0)] }.filter { !$0.cause.isExpected }.map(\.start)
    }

    /// Whether most drops of a device come with one of the gateway, and most of the gateway's have one of the device.
    private static func fit(_ own: [DayMillis], _ gateway: [DayMillis]) -> Bool {
        func near(_ moment: DayMillis, in sorted: [DayMillis]) -> Bool {
            let place = sorted.firstSorted { $0 >= moment - min(moment, reach) }
            return place < sorted.count && sorted[place] <= moment + reach
        }
        let common = own.count { near($0, in: gateway) }
        let shared = gateway.count { near($0, in: own) }
        return common >= least && common * 5 >= own.count * 4 && shared * 2 >= gateway.count
    }
}

extension DayEvidence {
    fileprivate func address(of state: IdentityState) -> TextID { vocabulary.clients[Int(state.client)].address }
}
