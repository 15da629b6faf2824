import Model

/// What of one hub cannot be taken from rows that name their hub.
package struct HubPart: Sendable, Equatable, Codable {
    /// What cannot be known of it, a sentence each.
    package var limits: [String]
    /// Whether no record of level Information was met.
    package var isErrorOnly: Bool
    /// Whether the data hold any record of the hub.
    package var hasRecords: Bool
    package var causes: [CauseTotal]
    package var renewals: [RenewalSums]

    /// A hub without records, but for what is given.
    package init(
        limits: [String] = [], isErrorOnly: Bool = false, hasRecords: Bool = false, causes: [CauseTotal] = [],
        renewals: [RenewalSums] = []
    ) {
        self.limits = limits
        self.isErrorOnly = isErrorOnly
        self.hasRecords = hasRecords
        self.causes = causes
        self.renewals = renewals
    }
}

extension DayDiagnosis {
    /// The part that is of one hub: as if there were no other.
    ///
    /// Hubs share no devices, so that incidents, findings and rows of several hubs are those of each. What only the
    /// database of the day can tell apart, numbers of identities and of drops, is not in it.
    package func part(of hub: String) -> DayDiagnosis {
        guard let own = parts[hub] else { return self }
        var part = DayDiagnosis()
        part.hubs = hubs.filter { $0.hub == hub }
        part.missing = missing.filter { $0.key == hub }
        part.hubsWithoutData = hubsWithoutData.filter { $0 == hub }
        part.unknown = unknown.filter { $0.key == hub }
        part.incidents = incidents.filter { $0.hub == hub }
        part.findings = findings.filter { $0.hub == hub }
        part.alerts = alerts.filter { $0.hub == hub }
        part.devices = (devices + devicesOfHubs).filter { $0.hub == hub }
        part.returned = returned.filter { $0.hub == hub }
        part.devicesThatDropped = part.hubs.reduce(0) { $0 + $1.devicesThatDropped }
        part.cohorts = cohorts.filter { $0.hub == hub }
        part.thresholds = thresholds
        part.parts = [hub: own]
        part.addUpParts()
        return part
    }

    /// Puts together days that share no hub: what one process would say of all their hubs.
    package static func merged(_ days: [DayDiagnosis]) -> DayDiagnosis {
        var all = DayDiagnosis()
        all.hubs = days.flatMap(\.hubs).sorted { $0.hub < $1.hub }
        for day in days {
            all.missing.merge(day.missing) { first, _ in first }
            all.unknown.merge(day.unknown) { first, _ in first }
            all.parts.merge(day.parts) { first, _ in first }
            // What is of no certain hub.
            let ofHubs = Set(day.parts.values.flatMap(\.limits))
            all.limits += day.limits.filter { !ofHubs.contains($0) }
        }
        all.hubsWithoutData = days.flatMap(\.hubsWithoutData).sorted()
        all.incidents = days.flatMap(\.incidents).sorted { ($0.start, $0.key) < ($1.start, $1.key) }
        all.findings = days.flatMap(\.findings).byImpact
        all.alerts = days.flatMap(\.alerts).inOrder
        let rows = days.flatMap { $0.devices + $0.devicesOfHubs }.sorted(by: DeviceDay.isWorse)
        all.devices = Array(rows.prefix(mostDevices))
        all.devicesOfHubs = rowsOfHubs(rows)
        all.returned = Array(
            days.flatMap(\.returned).sorted { ($0.hub, $0.device, $0.module) < ($1.hub, $1.device, $1.module) }
                .prefix(mostDevices))
        all.devicesThatDropped = days.reduce(0) { $0 + $1.devicesThatDropped }
        all.cohorts = days.flatMap(\.cohorts)
            .sorted { ($0.hub, $0.dimension, $0.value) < ($1.hub, $1.dimension, $1.value) }
        all.thresholds = days.first?.thresholds ?? []
        all.addUpParts()
        return all
    }

    /// Of rows, worst first, those of each hub's first that the whole has no room for.
    private static func rowsOfHubs(_ rows: [DeviceDay]) -> [DeviceDay] {
        var room: [String: Int] = [:]
        return rows.enumerated().filter { position, row in
            let left = room[row.hub] ?? mostDevicesOfHub
            room[row.hub] = left - 1
            return left > 0 && position >= mostDevices
        }.map(\.element)
    }

    /// Adds up what hubs have apart: the one way to the sums, for one hub, for all of a process and for units of a fleet.
    mutating func addUpParts() {
        let ordered = parts.sorted { $0.key < $1.key }.map(\.value)
        limits = (limits + ordered.flatMap(\.limits)).sorted()
        let withRecords = ordered.filter(\.hasRecords)
        isErrorOnly = !withRecords.isEmpty && withRecords.allSatisfy(\.isErrorOnly)
        causes = CauseTotal.sums(of: ordered.map(\.causes))
        renewals = RenewalGroup.all(of: ordered.flatMap(\.renewals))
    }
}

extension CauseTotal {
    /// The causes of all hubs together, in the order of `Cause.allCases`.
    fileprivate static func sums(of hubs: [[CauseTotal]]) -> [CauseTotal] {
        let windows = hubs.joined().map(\.perWindow.count).max() ?? 0
        var sums = Cause.allCases.map { CauseTotal(cause: $0, perWindow: Array(repeating: 0, count: windows)) }
        for part in hubs.joined() {
            let place = part.cause.index
            sums[place].drops += part.drops
            sums[place].devices += part.devices
            sums[place].downtimeSeconds += part.downtimeSeconds
            sums[place].open += part.open
            for (window, drops) in part.perWindow.enumerated() { sums[place].perWindow[window] += drops }
        }
        return sums
    }
}

extension DeviceDay {
    /// The worse comes first: more downtime, more drops; then by name and hub.
    fileprivate static func isWorse(_ left: DeviceDay, _ right: DeviceDay) -> Bool {
        if left.downtimeSeconds != right.downtimeSeconds { return left.downtimeSeconds > right.downtimeSeconds }
        if left.drops != right.drops { return left.drops > right.drops }
        return (left.name, left.hub) < (right.name, right.hub)
    }
}

extension [Alert] {
    /// Limits of numbers by hub, then new codes, service incidents in the order of time, devices that are not back,
    /// missing records.
    var inOrder: [Alert] {
        func kind(_ alert: Alert) -> Int {
            switch alert.rule {
            case .connectedBelow, .connectedDownPercent, .dropsOver, .dropsOverUsual: 0
            case .newCode: 1
            case .serviceIncident: 2
            case .deviceNotBack: 3
            case .inputMissing: 4
            }
        }
        return enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            guard kind(one) == kind(other) else { return kind(one) < kind(other) }
            if one.rule == .serviceIncident, let start = one.at, let later = other.at, start != later {
                return start < later
            }
            guard one.hub == other.hub else { return one.hub < other.hub }
            return one.rule == .newCode && one.message != other.message
                ? one.message < other.message : left.offset < right.offset
        }.map(\.element)
    }
}
