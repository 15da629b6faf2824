import Foundation
import Model

/// The unexpected drops of a hub's devices on the complete days that are kept and on the day itself, and the groups in
/// which they rise.
struct DropRates {
    enum Group: Hashable, Comparable {
        case hub
        case tag(String)
        case site(String)
        case sdk(String)
        case device(String)

        var key: String {
            switch self {
            case .hub: ""
            case .tag(let value): "tag=" + value
            case .site(let prefix): "addresses=" + prefix
            case .sdk(let label): "sdk=" + label
            case .device(let name): "device=" + name
            }
        }

        func words(hub: String) -> String {
            switch self {
            case .hub: "Hub \(hub)"
            case .tag(let value): "Devices tagged \(value)"
            case .site(let prefix): "Addresses \(prefix).*"
            case .sdk(let label): "SDK \(label)"
            case .device(let name): "Device \(name)"
            }
        }
    }

    struct DeviceRate {
        let number: UInt32
        let name: String
        /// Its row of `counts`.
        fileprivate let row: Int
    }

    struct Rise {
        let group: Group
        let members: [Int]
        let change: RateChange
    }

    /// Oldest first, the day itself last.
    let dates: [CivilDate]
    /// Those with any drop on these days, by name.
    let devices: [DeviceRate]
    /// Drops by day, row after row: an array for each device would be most of the memory.
    private let counts: [UInt32]
    /// With three devices or more, and the hub.
    private let groups: [Group: [Int]]

    /// Odds against chance, after all that was looked at.
    private static let odds = 1000.0
    /// The part of a group's rise that another one has to make up to explain it.
    private static let explained = 0.7
    /// Fewer devices are looked at one by one only.
    private static let smallestGroup = 3

    /// Nil where the day, or too many of those before, lack records of the hub.
    init?(hub: Int, today: [UInt32: Int], _ evidence: DayEvidence) {
        let tally = evidence.analysis.hubs[hub]
        guard let baseline = evidence.analysis.context.baseline, evidence.missingOnDay(hub).isEmpty,
            !evidence.isAbsent[hub], !evidence.isErrorOnly[hub], let back = baseline.dayNumbers[tally.name]
        else { return nil }
        let incomplete = baseline.incompleteDays[tally.name] ?? []
        let kept = back.indices.filter { !incomplete.contains(back[$0]) }
        guard kept.count >= 3, let oldest = kept.first.map({ back[$0] }) else { return nil }
        let date = evidence.analysis.context.day.date
        dates = kept.map { date.advanced(byDays: -back[$0]) } + [date]
        // Who came within these days is no measure of what changed in them.
        let known = evidence.dayStart.seconds - Int64(oldest - 1) * 86_400
        var rows: [UInt32: Int] = [:]
        var counts: [UInt32] = []
        for (identity, history) in baseline.devices where identity.hub == tally.text {
            guard let number = evidence.analysis.lookup.numbers.number(hub: UInt16(hub), device: identity.device),
                history.count == back.count
            else { continue }
            rows[UInt32(number)] = rows.count
            for day in kept { counts.append(history[day]) }
            counts.append(UInt32(clamping: today[UInt32(number)] ?? 0))
        }
        for (number, drops) in today where Int(evidence.analysis.identities[Int(number)].hub) == hub {
            guard rows[number] == nil else { continue }
            rows[number] = rows.count
            for _ in kept { counts.append(0) }
            counts.append(UInt32(clamping: drops))
        }
        let days = dates.count
        devices = rows.compactMap { number, row in
            let state = evidence.analysis.identities[Int(number)]
            guard DropRates.firstSeen(state, evidence) < known,
                counts[row * days..<(row + 1) * days].contains(where: { $0 > 0 })
            else { return nil }
            return DeviceRate(number: number, name: evidence.name(of: state), row: row)
        }.sorted { $0.name < $1.name }
        self.counts = counts
        groups = DropRates.groups(of: devices, evidence)
    }

    private static func firstSeen(_ state: IdentityState, _ evidence: DayEvidence) -> Int64 {
        state.firstSeen == 0 ? Int64(state.distant.firstSeen) : evidence.clock.instant(state.firstSeen).seconds
    }

    private static func groups(of devices: [DeviceRate], _ evidence: DayEvidence) -> [Group: [Int]] {
        var groups: [Group: [Int]] = [.hub: Array(devices.indices)]
        var labels: [TextID: String] = [:]
        let tag = evidence.settings.groupTag
        for (position, device) in devices.enumerated() {
            let state = evidence.analysis.identities[Int(device.number)]
            let address = evidence.vocabulary.clients[Int(state.client)].address
            if address != 0 {
                let prefix = Grouping.prefix(of: evidence.vocabulary.text(address), parts: 3)
                groups[.site(prefix), default: []].append(position)
            }
            if state.sdk != 0 {
                let label = labels[state.sdk] ?? OldSDKRule.label(evidence.vocabulary.text(state.sdk))
                labels[state.sdk] = label
                groups[.sdk(label), default: []].append(position)
            }
            if !tag.isEmpty,
                let value = evidence.identity(of: Int(device.number), lastSDK: 0).registry?.tags[tag], !value.isEmpty
            {
                groups[.tag("\(tag) = \(value)"), default: []].append(position)
            }
        }
        return groups.filter { $0.value.count >= smallestGroup || $0.key == .hub }
    }

    /// The drops of a device by day.
    func perDay(_ device: DeviceRate) -> ArraySlice<UInt32> {
        counts[device.row * dates.count..<(device.row + 1) * dates.count]
    }

    /// Whether a device drops more often a day since a day than before it.
    func hasRisen(_ device: DeviceRate, from day: Int) -> Bool {
        let (before, since) = sums(device, day)
        return since * day > before * (dates.count - day)
    }

    /// Its drops before a day, and from then on.
    func sums(_ device: DeviceRate, _ day: Int) -> (before: Int, since: Int) {
        let perDay = perDay(device)
        return (perDay.prefix(day).sum, perDay.dropFirst(day).sum)
    }

    /// The groups whose rate rose, those that say most first; without those that another one explains.
    func rising() -> [Rise] {
        // Half of the chance of a false one is for groups, half for single devices, of which there are many.
        func bar(_ looked: Int) -> Double { log(2 * DropRates.odds * Double(max(looked, 1) * dates.count)) }
        func rise(_ group: Group, _ members: [Int], _ least: Double) -> Rise? {
            guard let change = RateChange.find(members.map { perDay(devices[$0]) }), change.weight >= least else {
                return nil
            }
            return Rise(group: group, members: members, change: change)
        }
        let (ofGroups, ofDevices) = (bar(groups.count), bar(devices.count))
        let rises =
            groups.compactMap { rise($0, $1, ofGroups) }
            + devices.indices.compactMap { rise(.device(devices[$0].name), [$0], ofDevices) }
        let found = rises.sorted { ($1.change.weight, $0.group) < ($0.change.weight, $1.group) }
        var told: [Rise] = []
        for rise in found where !told.contains(where: { explains($0, rise) }) { told.append(rise) }
        return told
    }

    private func explains(_ one: Rise, _ other: Rise) -> Bool {
        let members = Set(one.members)
        func risen(_ positions: [Int]) -> Double {
            let split = other.change.first
            return positions.reduce(0) { sum, position in
                let (before, since) = sums(devices[position], split)
                return sum + Double(since) / Double(dates.count - split) - Double(before) / Double(split)
            }
        }
        return risen(other.members.filter(members.contains)) >= DropRates.explained * risen(other.members)
    }
}

extension Sequence<UInt32> {
    var sum: Int { reduce(0) { $0 + Int($1) } }
}
