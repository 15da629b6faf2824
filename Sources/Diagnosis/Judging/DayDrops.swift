package import Model

/// The judged drops that start on a day, by hub name, start, device name and module.
package struct DayDrops: Sendable {
    /// The codes that drops carry: `Drop.codes` is a position here.
    ///
    /// Codes are in order of time, each once; "" is no code.
    package let codeSets: [[String]]
    /// The keys of the incidents, in the order of `DayDiagnosis.incidents`.
    package let incidents: [String]
    let drops: DropRecords
    let evidence: DayEvidence
    let order: DropOrder
    /// Where not all drops are in memory.
    let aside: Aside?
    var identities: IdentityTable { evidence.analysis.identities }
    var hubs: [HubTally] { evidence.analysis.hubs }

    static let batchSize = 1024

    /// Drops that are put aside.
    struct Aside {
        let slices: DropSlices
        /// Of those that are not expected, which are in memory, up to when they are known to have lasted.
        let knownEnds: [DayMillis]
    }

    init(
        _ drops: DropRecords, _ evidence: DayEvidence, _ order: DropOrder, incidents: [Incident], aside: Aside? = nil
    ) {
        codeSets = evidence.analysis.codeSets.texts
        self.incidents = incidents.map(\.key)
        self.drops = drops
        self.evidence = evidence
        self.order = order
        self.aside = aside
    }

    private func device(_ identity: UInt32) -> Device {
        evidence.device(identities[Int(identity)].device)
    }

    /// The place of each identity among those that dropped, by name.
    ///
    /// Identities drop together again and again: names are compared once, not in every moment.
    ///
    /// - Parameter hasDropped: whether an identity did.
    func ranks(where hasDropped: (_ identity: Int) -> Bool) -> [UInt32] {
        let dropped = (0..<identities.count).filter(hasDropped)
        let order = DeviceOrder.sorted(dropped.map { device(UInt32($0)) })
        var ranks = Array(repeating: UInt32(0), count: identities.count)
        for (rank, place) in order.enumerated() { ranks[dropped[place]] = UInt32(rank) }
        return ranks
    }

    /// Hands over drops in their order, some at a time: those of the causes that are wanted, of every one unless told.
    ///
    /// - Throws: what `take` throws, and where drops are put aside and cannot be read.
    package func forEachBatch(
        where isWanted: (Cause) -> Bool = { _ in true }, _ take: ([Drop]) throws -> Void
    ) throws {
        if let aside, Cause.allCases.contains(where: { $0.isExpected && isWanted($0) }) {
            return try forEachBatch(from: aside, where: isWanted, take)
        }
        let ranks = ranks { !order.positions(of: $0).isEmpty }
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
                    let position = Int(key & 0xFFFF_FFFF)
                    batch.append(drop(drops[position], until: knownEnd(position, hub: hub), hub: hub))
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
            let hub = Int(identities[Int(drops[position].identity)].hub)
            take(drop(drops[position], until: knownEnd(position, hub: hub), hub: hub))
        }
    }

    /// The drops of some devices, in their order.
    ///
    /// - Throws: where drops are put aside and cannot be read.
    package func drops(of devices: Set<DeviceID>) throws -> [Drop] {
        let wanted = (0..<identities.count).filter { devices.contains(identities[$0].device) }
        var found: [(drop: Drop, identity: UInt32)] = []
        let slices = aside?.slices ?? DropSlices(whole: DropSlice(whole: drops, order, identities: identities.count))
        try slices.forEach(with: drops, order, where: { wanted.contains(where: $0.contains) }) { slice in
            for number in wanted where slice.identities.contains(number) {
                let hub = Int(identities[number].hub)
                for position in slice.positions(of: number) where evidence.day.contains(slice[position].start) {
                    let end = evidence.knownEnd(of: slice[position], before: slice.next(after: position), hub: hub)
                    found.append((drop(slice[position], until: end, hub: hub), UInt32(number)))
                }
            }
        }
        // Those of one identity that start at one moment are in their order already.
        let sorted = found.enumerated().sorted { left, right in
            let (first, second) = (name(ofHub: left.element.identity), name(ofHub: right.element.identity))
            guard first == second else { return first < second }
            let (start, other) = (left.element.drop.start, right.element.drop.start)
            guard start == other else { return start < other }
            let (one, two) = (device(left.element.identity), device(right.element.identity))
            return (one.name, one.module, left.offset) < (two.name, two.module, right.offset)
        }
        return sorted.map(\.element.drop)
    }

    private func name(ofHub identity: UInt32) -> String { hubs[Int(identities[Int(identity)].hub)].name }

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

    /// - Parameter end: up to when it is known to have lasted.
    func drop(_ record: DropRecord, until end: DayMillis, hub: Int) -> Drop {
        let clock = evidence.clock
        let isErrorOnly = evidence.isErrorOnly[hub]
        var drop = Drop(
            hub: hubs[hub].text, device: identities[Int(record.identity)].device, client: record.client,
            sdk: evidence.analysis.sdks.texts[Int(record.sdk)], start: clock.instant(record.start),
            end: record.isOpen || isErrorOnly ? nil : clock.instant(record.end),
            connectionAge: record.age < 0 ? nil : Int64(record.age), codes: record.codes, records: record.records,
            incident: record.incident, cause: record.classification.cause, confidence: record.classification.confidence)
        if !isErrorOnly {
            drop.downtimeInDaySeconds = evidence.downtime(from: record.start, to: end, hub: hub) / 1000
        }
        return drop
    }

    /// Up to when the drop at a position is known to have lasted.
    private func knownEnd(_ position: Int, hub: Int) -> DayMillis {
        if let aside { return aside.knownEnds[position] }
        return evidence.knownEnd(of: drops[position], before: order.next(after: position, in: drops), hub: hub)
    }
}
