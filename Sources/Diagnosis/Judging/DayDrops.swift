package import Model

/// The judged drops that start on a day, by hub name, start, device name and module.
package struct DayDrops: Sendable {
    /// The codes that drops carry: `Drop.codes` is a position here.
    ///
    /// Codes are in order of time, each once; "" is no code.
    package let codeSets: [[String]]
    /// The keys of the incidents, in the order of `DayDiagnosis.incidents`.
    package let incidents: [String]
    private let drops: DropRecords
    private let evidence: DayEvidence
    private let order: DropOrder
    private var identities: IdentityTable { evidence.analysis.identities }
    private var hubs: [HubTally] { evidence.analysis.hubs }

    private static let batchSize = 1024

    init(_ drops: DropRecords, _ evidence: DayEvidence, _ order: DropOrder, incidents: [Incident]) {
        codeSets = evidence.analysis.codeSets.texts
        self.incidents = incidents.map(\.key)
        self.drops = drops
        self.evidence = evidence
        self.order = order
    }

    private func device(_ identity: UInt32) -> Device {
        evidence.device(identities[Int(identity)].device)
    }

    /// The place of each identity among those that dropped, by name.
    ///
    /// Identities drop together again and again: names are compared once, not in every moment.
    private func ranks() -> [UInt32] {
        var ranked: [UInt32] = []
        for identity in 0..<identities.count where !order.positions(of: identity).isEmpty {
            ranked.append(UInt32(identity))
        }
        ranked.sort { left, right in
            let (first, second) = (device(left), device(right))
            return first.name == second.name ? first.module < second.module : first.name < second.name
        }
        var ranks = Array(repeating: UInt32(0), count: identities.count)
        for (rank, identity) in ranked.enumerated() { ranks[Int(identity)] = UInt32(rank) }
        return ranks
    }

    /// Hands over drops in their order, some at a time: those of the causes that are wanted, of every one unless told.
    package func forEachBatch(
        where isWanted: (Cause) -> Bool = { _ in true }, _ take: ([Drop]) throws -> Void
    ) rethrows {
        let ranks = ranks()
        var batch: [Drop] = []
        batch.reserveCapacity(DayDrops.batchSize)
        // Drops of one moment: the rank, and below it the position, which is unique.
        var moment: [UInt64] = []
        for hub in hubs.indices.sorted(by: { hubs[$0].name < hubs[$1].name }) {
            var index = 0
            while index < drops.count {
                index = gather(&moment, ranks, of: hub, from: index, where: isWanted)
                if moment.count > 1 { moment.sort() }
                for key in moment {
                    batch.append(drop(Int(key & 0xFFFF_FFFF), hub: hub))
                    if batch.count == DayDrops.batchSize {
                        try take(batch)
                        batch.removeAll(keepingCapacity: true)
                    }
                }
            }
        }
        if !batch.isEmpty { try take(batch) }
    }

    /// Hands over the drops that belong to incidents, in the order of time.
    package func forEachOfIncidents(_ take: (Drop) -> Void) {
        for position in 0..<drops.count
        where drops[position].incident > 0 && evidence.day.contains(drops[position].start) {
            take(drop(position, hub: Int(identities[Int(drops[position].identity)].hub)))
        }
    }

    /// The drops of some devices, in their order.
    package func drops(of devices: Set<DeviceID>) -> [Drop] {
        let isWanted = (0..<identities.count).map { devices.contains(identities[$0].device) }
        let found = (0..<drops.count).filter {
            isWanted[Int(drops[$0].identity)] && evidence.day.contains(drops[$0].start)
        }
        func hub(_ position: Int) -> Int { Int(identities[Int(drops[position].identity)].hub) }
        let sorted = found.sorted { left, right in
            let (first, second) = (hubs[hub(left)].name, hubs[hub(right)].name)
            guard first == second else { return first < second }
            guard drops[left].start == drops[right].start else { return drops[left].start < drops[right].start }
            let (one, other) = (device(drops[left].identity), device(drops[right].identity))
            return (one.name, one.module, left) < (other.name, other.module, right)
        }
        return sorted.map { drop($0, hub: hub($0)) }
    }

    /// Gathers the wanted drops of a hub that start at one moment of the day, and gives the position of the first drop after it.
    private func gather(
        _ moment: inout [UInt64], _ ranks: [UInt32], of hub: Int, from first: Int, where isWanted: (Cause) -> Bool
    ) -> Int {
        let start = drops[first].start
        moment.removeAll(keepingCapacity: true)
        guard evidence.day.contains(start) else { return first + 1 }
        var index = first
        while index < drops.count {
            let drop = drops[index]
            guard drop.start == start else { break }
            if isWanted(drop.cause), Int(identities[Int(drop.identity)].hub) == hub {
                moment.append(UInt64(ranks[Int(drop.identity)]) << 32 | UInt64(index))
            }
            index += 1
        }
        return index
    }

    private func drop(_ position: Int, hub: Int) -> Drop {
        let record = drops[position]
        let clock = evidence.clock
        let isErrorOnly = evidence.isErrorOnly[hub]
        var drop = Drop(
            hub: hubs[hub].text, device: identities[Int(record.identity)].device, client: record.client,
            sdk: evidence.analysis.sdks.texts[Int(record.sdk)], start: clock.instant(record.start),
            end: record.isOpen || isErrorOnly ? nil : clock.instant(record.end),
            connectionAge: record.age < 0 ? nil : Int64(record.age), codes: record.codes, records: record.records,
            incident: record.incident, cause: record.classification.cause, confidence: record.classification.confidence)
        if !isErrorOnly {
            let end = evidence.knownEnd(of: record, before: next(after: position), hub: hub)
            drop.downtimeInDaySeconds = evidence.downtime(from: record.start, to: end, hub: hub) / 1000
        }
        return drop
    }

    /// The drop of the same identity that follows the one at a position.
    private func next(after position: Int) -> DropRecord? {
        let own = order.positions(of: Int(drops[position].identity))
        // Those of one identity are in order of time, as all are: a device that flaps has thousands.
        var (low, high) = (own.startIndex, own.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if Int(own[middle]) <= position { low = middle + 1 } else { high = middle }
        }
        return low < own.endIndex ? drops[Int(own[low])] : nil
    }
}
