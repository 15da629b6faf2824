import Model

/// Hands out judged drops by hub name, start, device name and module.
struct DropHandOut {
    private let drops: DropRecords
    private let identities: IdentityTable
    private let hubs: [HubTally]
    private let sdks: [TextID]
    private let isErrorOnly: [Bool]
    private let clock: Clock
    private let day: Span
    /// The place of each identity among those of its hub that dropped, by name. Identities drop together again and
    /// again: names are compared once, not in every moment.
    private let ranks: [UInt32]

    init(_ analysis: DayAnalysis, _ evidence: DayEvidence, _ order: DropOrder) {
        drops = analysis.drops
        identities = analysis.identities
        hubs = analysis.hubs
        sdks = analysis.sdks.texts
        isErrorOnly = evidence.isErrorOnly
        clock = analysis.clock
        day = analysis.day
        ranks = DropHandOut.ranks(analysis.identities, evidence.vocabulary.devices, order)
    }

    private static func ranks(_ identities: IdentityTable, _ devices: [Device], _ order: DropOrder) -> [UInt32] {
        func device(_ identity: UInt32) -> Device {
            let number = Int(identities[Int(identity)].device)
            return number < devices.count ? devices[number] : Device(name: "")
        }
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

    func run(_ sink: (Drop) throws -> Void) rethrows {
        for hub in hubs.indices.sorted(by: { hubs[$0].name < hubs[$1].name }) {
            // Drops of one moment: the rank, and below it the position, which is unique.
            var moment: [UInt64] = []
            var index = 0
            while index < drops.count {
                let start = drops[index].start
                moment.removeAll(keepingCapacity: true)
                while index < drops.count {
                    let drop = drops[index]
                    guard drop.start == start else { break }
                    if Int(identities[Int(drop.identity)].hub) == hub {
                        moment.append(UInt64(ranks[Int(drop.identity)]) << 32 | UInt64(index))
                    }
                    index += 1
                }
                guard day.contains(start) else { continue }
                if moment.count > 1 { moment.sort() }
                for key in moment { try sink(drop(drops[Int(key & 0xFFFF_FFFF)], hub: hub)) }
            }
        }
    }

    private func drop(_ record: DropRecord, hub: Int) -> Drop {
        Drop(
            hub: hubs[hub].text, device: identities[Int(record.identity)].device, client: record.client,
            sdk: sdks[Int(record.sdk)], start: clock.instant(record.start),
            end: record.isOpen || isErrorOnly[hub] ? nil : clock.instant(record.end),
            connectionAge: record.age < 0 ? nil : Int64(record.age), codes: record.codes, records: record.records,
            incident: record.incident, cause: record.verdict.cause, confidence: record.verdict.confidence)
    }
}
