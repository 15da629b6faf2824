import Model

/// Counts devices by what they have in common: SDK version, protocol, authentication, tags of the registry.
struct CohortTally {
    private struct Key: Hashable {
        let hub: Int
        let dimension: String
        let value: String
    }

    private struct Known: Hashable {
        let hub: Int
        let text: TextID
    }

    private struct Sums {
        var devices = 0
        var dropped = 0
        var drops = 0
        var downtime: Int64 = 0
        var active: Int64 = 0
    }

    private var keys: [Key] = []
    private var sums: [Sums] = []
    private var positions: [Key: Int] = [:]
    /// The position of an SDK and of a protocol by the text that names it.
    private var sdks: [Known: Int] = [:]
    private var protocols: [Known: Int] = [:]
    /// A tag with a value for each device, such as a serial number, must not fill the memory.
    private static let most = 20_000

    /// The cohorts of an identity, as positions.
    mutating func members(of day: IdentityDay, in evidence: DayEvidence) -> [Int] {
        let state = day.identity.state
        var members: [Int] = []
        let sdk = Known(hub: day.hub, text: state.sdk)
        if state.sdk != 0, let position = sdks[sdk] ?? position(day.hub, "sdk", label(state.sdk, evidence)) {
            sdks[sdk] = position
            members.append(position)
        }
        let transport = evidence.vocabulary.clients[Int(state.client)].transport
        let own = Known(hub: day.hub, text: transport)
        if transport != 0,
            let position = protocols[own] ?? position(day.hub, "protocol", evidence.vocabulary.text(transport))
        {
            protocols[own] = position
            members.append(position)
        }
        let authentication = CohortTally.name(day.identity.authentication)
        if !authentication.isEmpty, let position = position(day.hub, "authentication", authentication) {
            members.append(position)
        }
        for (tag, value) in day.identity.registry?.tags ?? [:] where !value.isEmpty {
            if let position = position(day.hub, "tag:" + tag, value) { members.append(position) }
        }
        return members
    }

    private func label(_ sdk: TextID, _ evidence: DayEvidence) -> String {
        OldSDKRule.label(evidence.vocabulary.text(sdk))
    }

    private static func name(_ authentication: Authentication) -> String {
        switch authentication {
        case .sas: "SAS token"
        case .x509: "X.509 certificate"
        default: ""
        }
    }

    private mutating func position(_ hub: Int, _ dimension: String, _ value: String) -> Int? {
        let key = Key(hub: hub, dimension: dimension, value: value)
        if let known = positions[key] { return known }
        guard !value.isEmpty, keys.count < CohortTally.most else { return nil }
        positions[key] = keys.count
        keys.append(key)
        sums.append(Sums())
        return keys.count - 1
    }

    /// Adds an active device, all its identities together.
    mutating func add(_ members: [Int], drops: Int, downtime: Int64, active: Int64) {
        for position in members {
            sums[position].devices += 1
            if drops > 0 { sums[position].dropped += 1 }
            sums[position].drops += drops
            sums[position].downtime += downtime
            sums[position].active += active
        }
    }

    /// The largest of each hub, by hub, dimension and value.
    func result(_ evidence: DayEvidence) -> [CohortDay] {
        let large = keys.indices.filter { sums[$0].devices >= CohortDay.fewestDevices }
        return Dictionary(grouping: large) { keys[$0].hub }.flatMap { hub, positions in
            let isKnown =
                !evidence.isErrorOnly[hub] && !evidence.isAbsent[hub]
                && !evidence.touchesUnknown(evidence.day, hub: hub)
            let ranked = positions.sorted { left, right in
                if sums[left].devices != sums[right].devices { return sums[left].devices > sums[right].devices }
                return (keys[left].dimension, keys[left].value) < (keys[right].dimension, keys[right].value)
            }
            return ranked.prefix(CohortDay.mostOfHub).map { cohort($0, evidence.analysis.hubs[hub].name, isKnown) }
        }.sorted { ($0.hub, $0.dimension, $0.value) < ($1.hub, $1.dimension, $1.value) }
    }

    private func cohort(_ position: Int, _ hub: String, _ isKnown: Bool) -> CohortDay {
        let sum = sums[position]
        var cohort = CohortDay(hub: hub, dimension: keys[position].dimension, value: keys[position].value)
        cohort.devices = sum.devices
        cohort.devicesThatDropped = sum.dropped
        cohort.drops = sum.drops
        if isKnown {
            cohort.downtimeSeconds = sum.downtime / 1000
            cohort.activeSeconds = sum.active / 1000
        }
        return cohort
    }
}
