import Diagnosis
import Model

extension DaySummary {
    /// What was kept of one day by several databases, as one for all their hubs would have kept it.
    ///
    /// Units of one database bring the same summary, which counts once and is taken as it is. The words of the day are
    /// not made again: nothing that compares with a day reads them.
    ///
    /// - Parameter summaries: of one date and time zone.
    package static func merged(_ summaries: [DaySummary]) -> DaySummary? {
        var sources: [DaySummary] = []
        for summary in summaries where !sources.contains(summary) { sources.append(summary) }
        guard var all = sources.first, sources.count > 1 else { return sources.first }
        sources.sort { $0.hubs.lexicographicallyPrecedes($1.hubs) }
        all.hubs = Array(Set(sources.flatMap(\.hubs))).sorted()
        all.headline = ""
        all.sentence = nil
        all.missing = nil
        all.verdict = sources.contains { $0.verdict != .noData } ? .usual : .noData
        all.isComplete = sources.allSatisfy(\.isComplete)
        all.addNumbers(of: sources)
        all.codes = codes(sources)
        all.hubDays = sources.flatMap(\.ownMarks).sorted { $0.hub < $1.hub }.map { mark in
            var mark = mark
            for position in mark.codes.indices {
                let own = mark.codes[position]
                mark.codes[position].devices = all.codes.first { $0.isSame(own) }?.devices ?? own.devices
            }
            return mark
        }
        all.availability = availability(all.hubDays ?? [])
        all.addRows(of: sources)
        return all
    }

    private mutating func addNumbers(of sources: [DaySummary]) {
        func sum(_ value: (DaySummary) -> Int) -> Int { sources.reduce(0) { $0 + value($1) } }
        func windows(_ value: (DaySummary) -> [Int]) -> [Int] {
            let length = sources.map { value($0).count }.max() ?? 0
            return sources.reduce(into: Array(repeating: 0, count: length)) { total, source in
                for (window, number) in value(source).enumerated() { total[window] += number }
            }
        }
        records = sum(\.records)
        activeDevices = sum(\.activeDevices)
        drops = sum(\.drops)
        renewals = sum(\.renewals)
        devicesThatDropped = sum(\.devicesThatDropped)
        incidents = sum(\.incidents)
        alerts = sum(\.alerts)
        let known = sources.filter { !$0.hubs.isEmpty }
        downtimeSeconds =
            known.contains { $0.downtimeSeconds == nil } ? nil : Int64(sum { Int($0.downtimeSeconds ?? 0) })
        stillDown = known.contains { $0.stillDown == nil } ? nil : sum { $0.stillDown ?? 0 }
        dropsPerWindow = windows(\.dropsPerWindow)
        disconnectsPerWindow = windows(\.disconnectsPerWindow)
        // An hour is missing where no hub has a record of it.
        missingHours = (sources.first?.missingHours ?? []).filter { hour in
            sources.allSatisfy { $0.missingHours.contains(hour) }
        }
    }

    /// As of the hubs of a report: nil where that of any cannot be known.
    private static func availability(_ hubs: [HubMark]) -> Double? {
        guard !hubs.contains(where: { $0.availability == nil }) else { return nil }
        let active = hubs.reduce(0) { $0 + $1.activeSeconds }
        return active > 0 ? 1 - hubs.reduce(0) { $0 + Double($1.downtimeSeconds ?? 0) } / active : nil
    }

    private static func codes(_ sources: [DaySummary]) -> [Code] {
        var all: [Code] = []
        for code in sources.flatMap(\.codes) {
            if let known = all.firstIndex(where: { $0.isSame(code) }) {
                all[known].records += code.records
                all[known].devices += code.devices
            } else {
                all.append(code)
            }
        }
        return all.sorted { left, right in
            (left.rank, -left.records, left.level, left.code) < (right.rank, -right.records, right.level, right.code)
        }
    }

    private mutating func addRows(of sources: [DaySummary]) {
        let rows = sources.flatMap(\.devices).sorted { left, right in
            if left.downtimeSeconds != right.downtimeSeconds { return left.downtimeSeconds > right.downtimeSeconds }
            if left.drops != right.drops { return left.drops > right.drops }
            return (left.device, left.module, left.hub) < (right.device, right.module, right.hub)
        }
        devices = Array(rows.prefix(DaySummary.mostDevices))
        listsAllDevices = sources.allSatisfy(\.listsAllDevices) && rows.count <= DaySummary.mostDevices
        begunHubs = list(sources.compactMap(\.begunHubs).flatMap(\.self).sorted())
        findings =
            sources.contains { $0.findings != nil }
            ? sources.flatMap { $0.findings ?? [] } : nil
        incidentMarks =
            sources.contains { $0.incidentMarks != nil }
            ? Array(
                sources.flatMap { $0.incidentMarks ?? [] }.sorted { ($0.start, $0.key) < ($1.start, $1.key) }
                    .prefix(DaySummary.mostIncidents)) : nil
        causes = DaySummary.causes(sources)
        files = nil
        missingSpans = list(
            sources.compactMap(\.missingSpans).flatMap(\.self).sorted { ($0.hub, $0.start) < ($1.hub, $1.start) })
        cohorts = list(
            sources.compactMap(\.cohorts).flatMap(\.self)
                .sorted { ($0.hub, $0.dimension, $0.value) < ($1.hub, $1.dimension, $1.value) })
        openDrops = nil
        revisionChanges = nil
        hasSideProblems = sources.contains { $0.hasSideProblems == true } ? true : nil
    }

    private func list<Element>(_ rows: [Element]) -> [Element]? { rows.isEmpty ? nil : rows }

    private static func causes(_ sources: [DaySummary]) -> [CauseMark]? {
        guard sources.contains(where: { $0.causes != nil }) else { return nil }
        let groups = Dictionary(grouping: sources.flatMap { $0.causes ?? [] }, by: \.cause)
        return groups.sorted { $0.key.index < $1.key.index }.map { cause, marks in
            CauseMark(
                cause: cause, drops: marks.reduce(0) { $0 + $1.drops },
                downtimeSeconds: marks.reduce(0) { $0 + $1.downtimeSeconds })
        }
    }

    /// Each hub on its own, also where the day is that of one hub.
    private var ownMarks: [HubMark] {
        guard hubDays == nil else { return hubDays ?? [] }
        return hubs.count == 1 ? [mark(ofOnly: hubs[0])].compactMap(\.self) : []
    }
}

extension DaySummary.Code {
    fileprivate func isSame(_ other: DaySummary.Code) -> Bool {
        operation == other.operation && level == other.level && code == other.code
    }

    /// Disconnects first, then what refuses a connect, then clean connects, as the report lists them.
    fileprivate var rank: Int {
        operation == ConnectionOperation.disconnect.name ? 0 : level == Level.information.name ? 2 : 1
    }
}
