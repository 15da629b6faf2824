import Model

/// The counts of a day, gathered identity by identity.
struct DayTally {
    static let windowMilliseconds: DayMillis = 900_000
    /// By hub.
    private var causes: [[CauseTotal]]
    private(set) var devicesThatDropped = 0
    private(set) var cohorts = CohortTally()
    private var hubs: [HubDay]
    private var activeTime: [Int64]
    private var allDowntime: [Int64]
    /// By hub and cause.
    private var causeDowntime: [[Int64]]

    init(_ evidence: DayEvidence) {
        let length = evidence.day.end - evidence.day.start
        let windows = Int((length + DayTally.windowMilliseconds - 1) / DayTally.windowMilliseconds)
        let count = evidence.analysis.hubs.count
        let none = Cause.allCases.map { CauseTotal(cause: $0, perWindow: Array(repeating: 0, count: windows)) }
        causes = Array(repeating: none, count: count)
        hubs = evidence.analysis.hubs.map { HubDay(hub: $0.name) }
        activeTime = Array(repeating: 0, count: count)
        allDowntime = Array(repeating: 0, count: count)
        causeDowntime = Array(repeating: Array(repeating: 0, count: none.count), count: count)
    }

    /// A device of several identities, until all of them have passed.
    private struct SharedDevice {
        var outages = DeviceOutages()
        var isActive = false
        var hasDropped = false
        var isNotBack = false
        var activeTime: Int64 = 0
        /// By cause.
        var seen: UInt16 = 0
        var drops = 0
        /// Cohorts of the device, or of the first of its modules by name.
        var members: [Int] = []
        var standing: String?
    }

    private struct DeviceKey: Hashable {
        let hub: Int
        let unit: DeviceID
    }

    private var shared: [DeviceKey: SharedDevice] = [:]

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        let hub = day.hub
        let state = day.identity.state
        if state.flags.contains(.inferred) && state.firstSeen >= evidence.day.start {
            hubs[hub].inferredConnected += 1
        }
        hubs[hub].drops += day.unexpected
        hubs[hub].renewals += day.renewals
        hubs[hub].cleanCloses += day.cleanCloses
        let seen = addCauses(of: day, in: evidence)
        let active = activeTime(of: day, in: evidence)
        let members = cohorts.members(of: day, in: evidence)
        guard !evidence.units.isShared(state) else {
            let key = DeviceKey(hub: hub, unit: evidence.units.unit(of: state))
            var device = shared[key, default: SharedDevice()]
            device.outages.add(day, in: evidence)
            device.isActive = device.isActive || isActive(day, in: evidence)
            device.hasDropped = device.hasDropped || day.unexpected > 0
            device.isNotBack = device.isNotBack || day.isNotBack
            device.activeTime = max(device.activeTime, active)
            device.seen |= seen
            device.drops += day.unexpected
            let module = evidence.device(state.device).module
            if device.standing.map({ module < $0 }) ?? true { (device.standing, device.members) = (module, members) }
            shared[key] = device
            return
        }
        for (drop, downtime) in zip(day.drops, day.downtimes) { causeDowntime[hub][drop.cause.index] += downtime }
        allDowntime[hub] += day.downtime
        let isActive = isActive(day, in: evidence)
        if isActive { cohorts.add(members, drops: day.unexpected, downtime: day.downtime, active: active) }
        addDevice(
            hub, isActive: isActive, hasDropped: day.unexpected > 0, isNotBack: day.isNotBack,
            activeTime: active, seen: seen)
    }

    private mutating func addDevice(
        _ hub: Int, isActive: Bool, hasDropped: Bool, isNotBack: Bool, activeTime: Int64, seen: UInt16
    ) {
        if isActive { hubs[hub].activeDevices += 1 }
        if hasDropped {
            hubs[hub].devicesThatDropped += 1
            devicesThatDropped += 1
        }
        if isNotBack { hubs[hub].notBack += 1 }
        self.activeTime[hub] += activeTime
        for cause in Cause.allCases.indices where seen & (1 << UInt16(cause)) != 0 { causes[hub][cause].devices += 1 }
    }

    /// Counts the devices of several identities, once all of these have passed.
    private mutating func addShared(_ evidence: DayEvidence) {
        for (key, device) in shared {
            for (cause, milliseconds) in device.outages.downtimes(hub: key.hub, in: evidence) {
                causeDowntime[key.hub][cause.index] += milliseconds
            }
            let downtime = device.outages.downtime(hub: key.hub, in: evidence)
            allDowntime[key.hub] += downtime
            if device.isActive {
                cohorts.add(device.members, drops: device.drops, downtime: downtime, active: device.activeTime)
            }
            addDevice(
                key.hub, isActive: device.isActive, hasDropped: device.hasDropped, isNotBack: device.isNotBack,
                activeTime: device.activeTime, seen: device.seen)
        }
        shared = [:]
    }

    /// Counts the drops of an identity; gives the causes among them, one bit each.
    private mutating func addCauses(of day: IdentityDay, in evidence: DayEvidence) -> UInt16 {
        var seen: UInt16 = 0
        for drop in day.drops where evidence.day.contains(drop.start) {
            let cause = drop.cause.index
            let window = Int((drop.start - evidence.day.start) / DayTally.windowMilliseconds)
            causes[day.hub][cause].drops += 1
            causes[day.hub][cause].perWindow[window] += 1
            if drop.isOpen && !day.identity.isErrorOnly { causes[day.hub][cause].open += 1 }
            seen |= 1 << UInt16(cause)
        }
        return seen
    }

    /// Any event on the day, or connected through it.
    private func isActive(_ day: IdentityDay, in evidence: DayEvidence) -> Bool {
        let state = day.identity.state
        if state.flags.contains(.activeInDay) { return true }
        if state.lastSeen < evidence.day.start { return state.flags.contains(.online) }
        return day.drops.contains { $0.start >= evidence.day.end && !$0.flags.contains(.connectMissing) }
            && (state.flags.contains(.inferred) || state.firstSeen < evidence.day.start)
    }

    /// From the day's start, or from the first connect of an identity that was not met before.
    private func activeTime(of day: IdentityDay, in evidence: DayEvidence) -> Int64 {
        let state = day.identity.state
        // Who said goodbye before and was not seen since is not away, and not available either.
        if state.lastSeen < MillisClock.reach && !state.flags.contains(.online) && !day.isNotBack { return 0 }
        let from = state.flags.contains(.inferred) ? evidence.day.start : max(state.firstSeen, evidence.day.start)
        guard state.flags.contains(.inferred) || state.flags.contains(.everConnected) else { return 0 }
        return max(0, Int64(evidence.day.end) - Int64(from))
    }

    /// The hubs with at least one record or a device that is known to be connected or down, by name, complete.
    mutating func hubDays(_ evidence: DayEvidence) -> [HubDay] {
        addShared(evidence)
        var result: [HubDay] = []
        for (number, var hub) in hubs.enumerated() {
            let tally = evidence.analysis.hubs[number]
            let isKnown = hub.activeDevices > 0 || hub.notBack > 0
            guard !evidence.isAbsent[number], isKnown || tally.recordsPerHour.contains(where: { $0 > 0 }) else {
                continue
            }
            hub.failedConnects = tally.failedConnects
            hub.downtimeSeconds = allDowntime[number] / 1000
            hub.mostConnectsPerSecond = tally.mostPerSecond
            hub.mostConnectsPerSecondAt =
                tally.mostPerSecond > 0 ? evidence.clock.instant(tally.mostPerSecondAt) : nil
            hub.begins = begins(number, evidence)
            if !evidence.isErrorOnly[number] {
                hub.connected = connected(number, evidence)
                let isComplete = !evidence.touchesUnknown(evidence.day, hub: number)
                if isComplete && activeTime[number] > 0 {
                    hub.availability = max(0, 1 - Double(allDowntime[number]) / Double(activeTime[number]))
                }
            }
            result.append(hub)
        }
        return result.sorted { $0.hub < $1.hub }
    }

    /// The first record of a hub without a past, where the day is known from there only.
    private func begins(_ number: Int, _ evidence: DayEvidence) -> Instant? {
        let analysis = evidence.analysis
        let activity = analysis.hubs[number].activity
        guard !analysis.isKnownBefore(hub: number), activity.first != .never, activity.first > evidence.day.start else {
            return nil
        }
        let longest = activity.silences.map { $0.end - $0.start }.max() ?? HubActivity.shortest
        return activity.first - evidence.day.start > longest ? evidence.clock.instant(activity.first) : nil
    }

    /// The causes of a hub, once its devices are complete.
    func causes(of hub: Int) -> [CauseTotal] {
        causes[hub].indices.map { cause in
            var total = causes[hub][cause]
            total.downtimeSeconds = causeDowntime[hub][cause] / 1000
            return total
        }
    }

    /// The curve, without the windows that lie in missing hours.
    private func connected(_ number: Int, _ evidence: DayEvidence) -> [ConnectedPoint] {
        evidence.connected[number].enumerated().compactMap { index, point in
            let start = evidence.day.start + DayMillis(index) * ConnectedCounter.windowMilliseconds
            let span = MillisRange(start: start, end: start + ConnectedCounter.windowMilliseconds)
            guard !evidence.touchesUnknown(span, hub: number) else { return nil }
            return ConnectedPoint(start: evidence.clock.instant(start), least: point.least, most: point.most)
        }
    }
}
