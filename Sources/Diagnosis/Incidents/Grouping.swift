import Model

/// A way to sort identities into groups that may fail together: a masked address prefix, a tag of the registry, or a
/// version of an SDK.
struct Grouping {
    enum Kind: Sendable, Equatable {
        /// `203.0.113`: usually one site, one uplink or one carrier gateway.
        case narrowPrefix
        /// `203.0`: usually one carrier.
        case widePrefix
        case tag(String)
        /// What a release or a bug of one version may bring down.
        case sdk
    }

    let kind: Kind
    private(set) var names: [String] = [""]
    /// By address text, or by identity for a tag and an SDK; 0 is no group.
    private var groups: [UInt32]
    /// Devices of each group, by hub.
    private(set) var fleet: [[Int]] = []

    /// The group of a drop: of the address that its record names, or of its identity's tag.
    func group(of drop: DropRecord, clients: NumberedList<ClientDescription>) -> Int {
        switch kind {
        case .tag, .sdk: Int(groups[Int(drop.identity)])
        case .narrowPrefix, .widePrefix: Int(groups[Int(clients[Int(drop.client)].address)])
        }
    }

    func scope(of group: Int) -> (kind: Incident.Scope, value: String) {
        switch kind {
        case .tag(let tag): (.tag, tag + "=" + names[group])
        case .narrowPrefix, .widePrefix: (.addressPrefix, names[group])
        case .sdk: (.sdk, names[group])
        }
    }

    /// In words, for sentences.
    func words(of group: Int) -> String {
        switch kind {
        case .tag(let tag): "tag \(tag) = \(names[group])"
        case .narrowPrefix, .widePrefix: "addresses \(names[group]).*"
        case .sdk: "SDK \(names[group])"
        }
    }

    /// Whether what its groups share is a place.
    var isPlace: Bool { kind != .sdk }

    /// Every grouping that the day allows, those before others that say more where they fit as well.
    static func all(_ evidence: DayEvidence) -> [Grouping] {
        var result = [
            Grouping(prefixParts: 3, .narrowPrefix, evidence), Grouping(prefixParts: 2, .widePrefix, evidence),
            Grouping(sdksOf: evidence),
        ]
        let tag = evidence.settings.groupTag
        if !tag.isEmpty && evidence.analysis.context.registry != nil {
            result.insert(Grouping(tag: tag, evidence), at: 0)
        }
        return result
    }

    private init(prefixParts parts: Int, _ kind: Kind, _ evidence: DayEvidence) {
        self.kind = kind
        let vocabulary = evidence.vocabulary
        groups = Array(repeating: 0, count: vocabulary.texts.count)
        var numbers: [String: UInt32] = [:]
        for client in vocabulary.clients.values where client.address != 0 && groups[Int(client.address)] == 0 {
            let prefix = Grouping.prefix(of: vocabulary.texts[Int(client.address)], parts: parts)
            let number = numbers[prefix] ?? UInt32(names.count)
            if numbers[prefix] == nil {
                numbers[prefix] = number
                names.append(prefix)
            }
            groups[Int(client.address)] = number
        }
        countFleet(evidence) { [groups] _, state in
            let address = vocabulary.clients[Int(state.client)].address
            return Int(groups[Int(address)])
        }
    }

    private init(tag: String, _ evidence: DayEvidence) {
        kind = .tag(tag)
        var numbers: [String: UInt32] = [:]
        groups = []
        for number in 0..<evidence.analysis.identities.count {
            let value = evidence.identity(of: number, lastSDK: 0).registry?.tags[tag] ?? ""
            if value.isEmpty {
                groups.append(0)
                continue
            }
            if numbers[value] == nil {
                numbers[value] = UInt32(names.count)
                names.append(value)
            }
            groups.append(numbers[value] ?? 0)
        }
        countFleet(evidence) { [groups] number, _ in Int(groups[number]) }
    }

    private init(sdksOf evidence: DayEvidence) {
        kind = .sdk
        var numbers: [TextID: UInt32] = [0: 0]
        groups = []
        for number in 0..<evidence.analysis.identities.count {
            let sdk = evidence.analysis.identities[number].sdk
            if numbers[sdk] == nil {
                numbers[sdk] = UInt32(names.count)
                names.append(OldSDKRule.label(evidence.vocabulary.text(sdk)))
            }
            groups.append(numbers[sdk] ?? 0)
        }
        countFleet(evidence) { [groups] number, _ in Int(groups[number]) }
    }

    private mutating func countFleet(_ evidence: DayEvidence, _ group: (Int, IdentityState) -> Int) {
        fleet = Array(repeating: Array(repeating: 0, count: names.count), count: evidence.analysis.hubs.count)
        var seen = SeenUnits(evidence.units)
        for number in 0..<evidence.analysis.identities.count {
            let state = evidence.analysis.identities[number]
            if seen.insert(state) { fleet[Int(state.hub)][group(number, state)] += 1 }
        }
    }

    /// The first parts of `203.0.113.XXX`, of which only the last is masked; anything else as a whole.
    static func prefix(of address: String, parts: Int) -> String {
        let pieces = address.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 4 else { return address }
        return pieces[..<parts].joined(separator: ".")
    }
}
