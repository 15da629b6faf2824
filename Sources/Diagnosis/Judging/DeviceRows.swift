import Model

/// Picks the identities worth a row and writes their rows.
struct DeviceRows {
    fileprivate struct Rank: Comparable {
        var downtime: Int64
        var drops: Int
        var name: String
        var hub: String
        var number: Int
        /// Modules of the same device that dropped with it.
        var modules = 0

        /// The worse comes first.
        static func < (left: Rank, right: Rank) -> Bool {
            if left.downtime != right.downtime { return left.downtime > right.downtime }
            if left.drops != right.drops { return left.drops > right.drops }
            return (left.name, left.hub, left.number) < (right.name, right.hub, right.number)
        }
    }

    /// By hub.
    private var ranks: [[Rank]]
    /// Devices of several identities: the worst of them stands for all.
    private var shared: [DeviceKey: Shared] = [:]

    private struct DeviceKey: Hashable {
        let hub: Int
        let unit: DeviceID
    }

    private struct Shared {
        var rank: Rank
        var outages = DeviceOutages()
        var modules = 0
        var hub: Int
        /// Since when an identity of it has been down that is not back.
        var openSince: Instant?
    }

    static let mostDropTimes = 50

    init(hubs: Int) {
        ranks = Array(repeating: [], count: hubs)
    }

    /// Takes an identity with anything unexpected; keeps no more than a few times the rows that there can be.
    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.unexpected > 0 || day.downtime > 0 || day.identity.state.failedConnects > 0 || day.isNotBack else {
            return
        }
        let state = day.identity.state
        let rank = Rank(
            downtime: day.downtime / 1000, drops: day.unexpected, name: evidence.name(of: state),
            hub: evidence.hubName(state), number: day.identity.number)
        guard !evidence.units.isShared(state) else {
            let key = DeviceKey(hub: day.hub, unit: evidence.units.unit(of: state))
            var device = shared[key] ?? Shared(rank: rank, hub: day.hub)
            device.rank = DeviceRows.standing(rank, device.rank)
            device.outages.add(day, in: evidence)
            if !evidence.device(state.device).module.isEmpty { device.modules += 1 }
            if day.isNotBack, let open = day.open {
                let since = evidence.start(of: open, state)
                device.openSince = min(since, device.openSince ?? since)
            }
            shared[key] = device
            return
        }
        ranks[day.hub].append(rank)
        if ranks[day.hub].count >= 4 * DayDiagnosis.mostDevices { cut(day.hub) }
    }

    /// Of two identities of a device the one that stands for it: the device itself before a module, then the worse.
    private static func standing(_ one: Rank, _ other: Rank) -> Rank {
        let (isModule, otherIsModule) = (one.name.contains("/"), other.name.contains("/"))
        guard isModule == otherIsModule else { return isModule ? other : one }
        if one.drops != other.drops { return one.drops > other.drops ? one : other }
        return (one.name, one.number) < (other.name, other.number) ? one : other
    }

    private mutating func cut(_ hub: Int) {
        ranks[hub].sort()
        ranks[hub].removeLast(max(0, ranks[hub].count - DayDiagnosis.mostDevices))
    }

    /// An identity with a row, the modules that its device lost as well, and the downtime of the device.
    struct Chosen {
        let number: Int
        let modules: Int
        let downtime: Int64?
        let openSince: Instant?

        fileprivate init(_ rank: Rank, _ whole: [Int: (downtime: Int64, openSince: Instant?)]) {
            number = rank.number
            modules = rank.modules
            downtime = whole[rank.number]?.downtime
            openSince = whole[rank.number]?.openSince
        }
    }

    /// The identities with a row, worst first; after them those that only a page of their own hub has room for.
    ///
    /// Of a device of several identities one stands for all, with the downtime of the device.
    mutating func chosen(in evidence: DayEvidence) -> (all: [Chosen], ofHubs: [Chosen]) {
        var whole: [Int: (downtime: Int64, openSince: Instant?)] = [:]
        for device in shared.values {
            var rank = device.rank
            rank.modules = device.modules
            rank.downtime = device.outages.downtime(hub: device.hub, in: evidence) / 1000
            whole[rank.number] = (rank.downtime, device.openSince)
            ranks[device.hub].append(rank)
        }
        shared = [:]
        for hub in ranks.indices { cut(hub) }
        let all = ranks.joined().sorted().prefix(DayDiagnosis.mostDevices)
        let listed = Set(all.map(\.number))
        let others = ranks.flatMap { hub in
            hub.prefix(DayDiagnosis.mostDevicesOfHub).filter { !listed.contains($0.number) }
        }
        return (all.map { Chosen($0, whole) }, others.sorted().map { Chosen($0, whole) })
    }

    /// The row of an identity.
    static func row(_ day: IdentityDay, in evidence: DayEvidence) -> DeviceDay {
        let state = day.identity.state
        let device = evidence.device(state.device)
        let client = evidence.vocabulary.clients[Int(state.client)]
        let inDay = day.drops.filter { evidence.day.contains($0.start) }
        let unexpected = inDay.filter { !$0.cause.isExpected }
        let present = unexpected.isEmpty ? inDay : unexpected
        let main = mainCause(present.isEmpty ? day.drops.filter { $0.isOpen || $0.end > evidence.day.start } : present)
        var codes: [String: Int] = [:]
        for drop in unexpected {
            for code in evidence.analysis.codeSets.sets[Int(drop.codes)] {
                codes[evidence.analysis.codeSets.codes[Int(code)], default: 0] += 1
            }
        }
        let settings = evidence.settings
        return DeviceDay(
            hub: evidence.hubName(state), device: device.name, module: device.module,
            drops: day.unexpected, renewals: day.renewals, failedConnects: Int(state.failedConnects),
            downtimeSeconds: day.downtime / 1000, longestSeconds: day.longest / 1000,
            openSince: day.isNotBack ? day.open.map { evidence.start(of: $0, state) } : nil, mainCause: main,
            codes: CodeCount.ordered(codes), sdk: evidence.vocabulary.text(state.sdk),
            transport: evidence.vocabulary.text(client.transport), address: evidence.vocabulary.text(client.address),
            group: settings.groupTag.isEmpty ? "" : day.identity.registry?.tags[settings.groupTag] ?? "",
            strip: strip(day, in: evidence), evidence: DropWords.sentence(of: main, day, in: evidence),
            dropTimes: unexpected.prefix(mostDropTimes).map { evidence.clock.instant($0.start) },
            dropsPerHour: perHour(unexpected, in: evidence), usualDrops: evidence.usualDrops(of: state)?.median)
    }

    private static func perHour(_ drops: [DropRecord], in evidence: DayEvidence) -> [Int] {
        let length = evidence.day.end - evidence.day.start
        var counts = [Int](repeating: 0, count: Int((length + 3_599_999) / 3_600_000))
        for drop in drops { counts[Int((drop.start - evidence.day.start) / 3_600_000)] += 1 }
        return counts
    }

    /// The cause of most downtime, as the rows are ranked by it; among equals that of most drops.
    static func mainCause(_ drops: [DropRecord]) -> Cause {
        var counts = Array(repeating: 0, count: Cause.allCases.count)
        var times = Array(repeating: Int64(0), count: Cause.allCases.count)
        for drop in drops {
            counts[drop.cause.index] += 1
            times[drop.cause.index] += Int64(drop.end) - Int64(drop.start)
        }
        let most = counts.indices.max { (times[$0], counts[$0], -$0) < (times[$1], counts[$1], -$1) }
        return drops.isEmpty ? .unknown : Cause.allCases[most ?? Cause.unknown.index]
    }

    /// One letter a quarter of an hour: `u` up, `d` down at some time of it, `?` not known.
    ///
    /// Downtimes of a second or so that are expected (renewals) count as up. A device whose every attempt was refused
    /// was never up: down from the first refusal on, not known before.
    static func strip(_ day: IdentityDay, in evidence: DayEvidence) -> String {
        let windows = Int(
            (evidence.day.end - evidence.day.start + DayTally.windowMilliseconds - 1) / DayTally.windowMilliseconds)
        guard !day.identity.isErrorOnly else { return String(repeating: "?", count: windows) }
        let state = day.identity.state
        let wasConnected = !state.flags.isDisjoint(with: [.everConnected, .inferred])
        var letters = Array(repeating: UInt8(ascii: wasConnected ? "u" : "?"), count: windows)
        func mark(_ span: MillisRange, _ letter: UInt8) {
            let from = max(span.start, evidence.day.start)
            let to = min(span.end, evidence.day.end)
            guard from < to else { return }
            let first = Int((from - evidence.day.start) / DayTally.windowMilliseconds)
            let last = Int((to - 1 - evidence.day.start) / DayTally.windowMilliseconds)
            for window in first...last { letters[window] = letter }
        }
        // Before the first record of an identity nothing is known, unless that record proves a connection.
        if !state.flags.contains(.inferred) {
            mark(MillisRange(start: 0, end: max(state.firstSeen, 1)), UInt8(ascii: "?"))
        }
        // A drop of such a device ended a connection whose connect is not in the data: before it, nothing is known.
        if !wasConnected, day.drops.isEmpty {
            mark(MillisRange(start: state.firstSeen, end: evidence.dataEnd), UInt8(ascii: "d"))
        }
        for (index, drop) in day.drops.enumerated() where drop.cause != .tokenRenewal {
            let end = day.knownEnd(of: index, in: evidence)
            if drop.isOpen { mark(MillisRange(start: end, end: evidence.dataEnd), UInt8(ascii: "?")) }
            mark(MillisRange(start: drop.start, end: max(end, drop.start + 1)), UInt8(ascii: "d"))
        }
        for span in evidence.unknown[day.hub] { mark(span, UInt8(ascii: "?")) }
        return String(decoding: letters, as: UTF8.self)
    }
}
