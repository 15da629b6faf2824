import Foundation
import Model

/// Groups of devices whose drops have become more since a day, also where no single day is remarkable.
struct RisingDropRateRule: FindingRule {
    static let text = RuleText(
        name: "rising-drop-rate",
        title: "Rising drop rate",
        what:
            "A hub, the devices of one site (address prefix or tag), of one SDK version, or a single device, with more "
            + "unexpected drops a day since a certain day than before it.",
        why: "What becomes worse by a little each day is never news on any of them, and a crisis when it is.",
        thresholds:
            "The complete days kept, fourteen at most, and the day itself; the rate has risen by half and by three "
            + "drops a day, for two days at least, three where fewer than ten devices drop. The odds against chance are a thousand to one "
            + "after all groups and days that were looked at. Devices that are new in that time do not count.",
        actions: [
            "Ask what changed on that day for these devices: firmware, SDK, network, carrier, place, load.",
            "Act before it is an outage: rates that rise slowly rarely fall by themselves.",
        ],
        source: "change-point statistics; no Microsoft source")

    /// Drops and downtime of the day, by number of the identity.
    private var today: [UInt32: (drops: Int, downtime: Int64)] = [:]

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.unexpected > 0, evidence.analysis.context.baseline != nil else { return }
        today[UInt32(day.identity.number)] = (day.unexpected, day.downtime)
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        evidence.analysis.hubs.indices.flatMap { hub -> [Finding] in
            guard let rates = DropRates(hub: hub, today: today.mapValues(\.drops), evidence) else { return [] }
            return rates.rising().map { finding($0, hub: hub, rates, evidence) }
        }
    }

    private func finding(_ rise: DropRates.Rise, hub: Int, _ rates: DropRates, _ evidence: DayEvidence) -> Finding {
        let name = evidence.analysis.hubs[hub].name
        let since = rates.dates[rise.change.first].description
        let devices = rise.members.map { rates.devices[$0] }
        let risen = devices.sorted { left, right in
            let one = rates.sums(left, rise.change.first).since
            let other = rates.sums(right, rise.change.first).since
            return one != other ? one > other : left.name < right.name
        }.filter { rates.hasRisen($0, from: rise.change.first) }
        let perDay = zip(rates.dates, rates.dates.indices).map { date, day in
            "\(date.description): \(Words.count(devices.reduce(0) { $0 + Int(rates.perDay($1).dropFirst(day).first ?? 0) }))"
        }
        return Finding(
            key: "\(Finding.Kind.risingDropRate.rawValue)/\(name)/\(rise.group.key)", kind: .risingDropRate,
            confidence: .medium, hub: name,
            headline: "\(rise.group.words(hub: name)): \(Words.number(rise.change.after)) drops a day since \(since), "
                + "\(Words.number(rise.change.before)) before",
            evidence: ["Drops by day: " + perDay.joined(separator: ", ") + "."],
            actions: RisingDropRateRule.text.actions, devices: risen.prefix(FoundDevice.mostNames).map(\.name),
            deviceCount: risen.count,
            drops: devices.reduce(0) { $0 + (today[$1.number]?.drops ?? 0) },
            downtimeSeconds: devices.reduce(0) { $0 + (today[$1.number]?.downtime ?? 0) } / 1000)
    }
}
