import Model

/// Addresses behind which devices with different SDKs are cut at one connection age.
///
/// Tokens of one life give every SDK another age, so that one age for several is something on the way.
struct IdleAddresses {
    private struct Place: Hashable {
        let hub: UInt16
        let address: TextID
    }

    private let ages: [Place: Int32]

    /// Devices, and kinds of SDK among them, that make it an address of this kind.
    private static let devices = 3
    private static let families = 2
    /// Ages of a device that are looked at.
    private static let sample = 8

    /// None, where devices say nothing of one another.
    init() { ages = [:] }

    /// - Throws: where drops are put aside and cannot be read.
    init(_ slices: DropSlices, _ evidence: DayEvidence) throws {
        let settings = evidence.settings
        let least = Int(settings[.rhythmAges])
        var cut: [Place: [(age: Int32, family: SDKFamily)]] = [:]
        try slices.forEach { drops in
            for number in drops.identities {
                let positions = drops.positions(of: number)
                guard positions.count >= least else { continue }
                let state = evidence.analysis.identities[number]
                guard state.address != 0, let age = IdleAddresses.age(of: positions, drops, evidence) else { continue }
                let family = evidence.family(ofSDK: drops[positions[positions.endIndex - 1]].sdk)
                if family.isPeriod(age...age, tolerance: Int32(settings[.renewalTolerance])) { continue }
                cut[Place(hub: state.hub, address: state.address), default: []].append((age, family))
            }
        }
        let found = cut.compactMapValues { IdleAddresses.commonAge(of: $0, settings) }
        guard !found.isEmpty else {
            ages = [:]
            return
        }
        // Half of the devices behind the address that drop as often must be cut.
        var active: [Place: Int] = [:]
        try slices.forEach { drops in
            for number in drops.identities where drops.positions(of: number).count >= least {
                let state = evidence.analysis.identities[number]
                let place = Place(hub: state.hub, address: state.address)
                if found[place] != nil { active[place, default: 0] += 1 }
            }
        }
        ages = found.filter { $0.value.devices * 2 >= active[$0.key] ?? 0 }.mapValues(\.age)
    }

    func age(of state: IdentityState) -> Int32? {
        ages.isEmpty ? nil : ages[Place(hub: state.hub, address: state.address)]
    }

    /// The steady age at which a device is cut with nothing but 404104; nil for most, after a drop or two.
    private static func age(of positions: ArraySlice<UInt32>, _ drops: DropSlice, _ evidence: DayEvidence) -> Int32? {
        var ages: [Int32] = []
        for position in positions {
            let drop = drops[position]
            guard drop.age >= Int32(evidence.settings[.rhythmShortest]) else { continue }
            guard evidence.analysis.codeSets.setClasses[Int(drop.codes)] == CodeClasses(.closedRemotely) else {
                return nil
            }
            // Two that differ are no rhythm, or one that other drops disturb.
            if let first = ages.first, !IdleTimeoutRule.isNear(drop.age, first, evidence.settings) { return nil }
            ages.append(drop.age)
            if ages.count == IdleAddresses.sample { break }
        }
        return ages.count >= Int(evidence.settings[.rhythmAges]) ? ages.sorted()[ages.count / 2] : nil
    }

    private static func commonAge(
        of cut: [(age: Int32, family: SDKFamily)], _ settings: AnalysisSettings
    ) -> (age: Int32, devices: Int)? {
        guard cut.count >= IdleAddresses.devices else { return nil }
        let sorted = cut.sorted { $0.age < $1.age }
        let median = sorted[sorted.count / 2].age
        let near = sorted.filter { IdleTimeoutRule.isNear($0.age, median, settings) }
        guard near.count >= IdleAddresses.devices, Set(near.map(\.family)).count >= IdleAddresses.families else {
            return nil
        }
        return (median, near.count)
    }
}
