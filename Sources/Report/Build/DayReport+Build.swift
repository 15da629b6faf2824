package import Diagnosis
package import Model

/// What the report is told beside the day's own numbers.
package struct ReportOptions: Sendable {
    /// What every code means, with the operator's own advice.
    package var catalogue = Catalogue()
    /// Queries to print under "Method".
    package var queries: [Method.Query] = []
    /// `connectedDeviceCount` per hub.
    package var connectedMetric: [MetricSeries] = []
    package var connectionEvents: [ConnectionEventCoverage] = []
    package var health: [HealthEvent] = []
    package var mostFiles = 100
    package var silences: [Silence] = []
    /// The summary of the revision before, where this one is new.
    package var revisionBefore: (revision: Int, summary: DaySummary)?
    /// What the present revision changed, where it was worked out before.
    package var revisionChanges: RevisionChanges?
    /// Whether the hub stands among others, whose chances add up: a number must be worse than by chance.
    package var isOneOfMany = false

    package init() {}
}

extension DayReport {
    /// Puts together what the stages before found out about a day.
    ///
    /// - Parameters:
    ///   - history: summaries of earlier days, in any order; those of other hubs or zones are passed over.
    ///   - toolVersion: version of the program, printed under "Method".
    ///   - revision: 1 for the first report of the day.
    package static func build(
        day: ReportDay, facts: DayFacts, counts: DayCounts, diagnosis: DayDiagnosis, history: [DaySummary] = [],
        options: ReportOptions = ReportOptions(), toolVersion: String, revision: Int = 1
    ) -> DayReport {
        let input = InputReport.build(day: day, facts: facts, counts: counts, diagnosis: diagnosis, options: options)
        let withRecords = Set(counts.codes.map(\.hub)).union(diagnosis.hubs.map(\.hub))
            .subtracting(diagnosis.hubsWithoutData).sorted()
        // A day without a record names the hubs that it should have had some of.
        let last = history.filter { $0.timeZone == day.timeZone && !$0.hubs.isEmpty }.max { $0.date < $1.date }
        let hubs = withRecords.isEmpty ? last?.hubs ?? [] : withRecords
        // A hub without any record of the day, or with hardly any.
        let withoutData = diagnosis.missing.keys.filter { !hubs.contains($0) }.sorted()
        let comparable = Set(hubs.filter { input.isComparable(hub: $0, missing: diagnosis.missing) })
        let comparison = Comparison(day: day, hubs: hubs, history: history)
        let totals = Totals.build(counts: counts, diagnosis: diagnosis)
        let clock = LocalClock(zone: day.timeZone)
        let incidents = diagnosis.incidents.map { IncidentReport($0) }
        let states = FindingStates(
            diagnosis.findings, day: day.date, history: comparison.withRecords,
            isComparable: Dictionary(
                uniqueKeysWithValues: hubs.map { ($0, comparable.contains($0)) } + withoutData.map { ($0, false) }),
            silences: options.silences)
        let newlyDown = diagnosis.devices.filter { $0.openSince.map { $0 >= day.span.start } ?? false }
        let actions = Action.ranked(
            states.findings, catalogue: options.catalogue,
            ActionRanking.Surroundings(
                day: day.date,
                newlyDown: Dictionary(grouping: newlyDown, by: \.hub).mapValues { Set($0.map(\.name)) },
                history: history.filter { $0.timeZone == day.timeZone },
                places: Dictionary(
                    diagnosis.incidents.filter { $0.scope != .hub }.map { ($0.findingKey, $0.placeWords) }
                ) { first, _ in first },
                incidentKinds: Dictionary(diagnosis.incidents.map { ($0.findingKey, $0.kind) }) { first, _ in first }))
        let (verdict, ofHubs) = Verdict.build(
            VerdictInput(
                day: day, clock: clock, input: input, totals: totals, incidents: incidents, actions: actions,
                alerts: diagnosis.alerts, comparison: comparison,
                hubs: diagnosis.hubs.compactMap { hub in
                    comparison.hubs[hub.hub].map {
                        HubNumbers(
                            hub: hub, past: $0, isComparable: comparable.contains(hub.hub),
                            followsGap: history.contains { $0.endsInGap(of: hub.hub, at: day.span.start) },
                            showsReturns: !diagnosis.isErrorOnly)
                    }
                }, hubsWithoutData: withoutData, isOneOfMany: options.isOneOfMany || hubs.count > 1,
                hasData: input.events > 0 && (diagnosis.hubsWithoutData.isEmpty || !withRecords.isEmpty),
                news: diagnosis.findings.filter { [.newHub, .hubWithoutRecords].contains($0.kind) && !$0.needsAction }
                    .map(\.headline)))
        var report = DayReport(
            tool: Tool(version: toolVersion), revision: revision, hubs: hubs,
            day: Day(
                date: day.date.description, timeZone: day.timeZone, start: day.span.start, end: day.span.end,
                hours: Int((day.span.seconds + 3599) / 3600), windowSeconds: DayCounts.windowSeconds),
            verdict: verdict, input: input, totals: totals,
            method: Method(
                thresholds: diagnosis.thresholds + Comparison.thresholds + FindingStates.thresholds
                    + CohortReport.thresholds,
                queries: options.queries))
        report.alerts = diagnosis.alerts
        report.actions = Array(actions.prefix(DayReport.mostActions))
        report.actionsNotListed = actions.count - report.actions.count
        report.incidents = incidents
        report.findings = Array(states.findings.prefix(DayReport.mostFindings))
        report.findingsNotListed = diagnosis.findings.count - report.findings.count
        report.recovered = Array(states.recovered.prefix(DayReport.mostFindings))
        report.findingsCarried = states.carried
        report.silences = options.silences.map { SilenceReport($0, day: day.date, findings: states.findings) }
        report.hubDays = diagnosis.hubs
        report.hubVerdicts =
            hubs.count + withoutData.count > 1
            ? (ofHubs + Comparison(day: day, hubs: withoutData, history: history).hubs.map(HubVerdict.withoutData))
                .sorted { $0.hub < $1.hub } : []
        for position in report.hubVerdicts.indices {
            let hub = report.hubVerdicts[position]
            report.hubVerdicts[position].trend = TrendDay.build(
                day: day, numbers: hub.numbers, isComplete: hub.isComplete,
                history: history.compactMap { $0.part(of: hub.hub) })
        }
        report.trend = TrendDay.build(
            day: day, numbers: verdict.numbers, isComplete: input.isComparable && verdict.word != .noData,
            history: history)
        report.causes = diagnosis.causes
        report.codes = CodeTotal.build(counts: counts, hubs: hubs, comparison: comparison)
        report.devices = diagnosis.devices
        report.devicesNotListed = max(
            0, diagnosis.devicesThatDropped - diagnosis.devices.count { $0.drops > 0 })
        report.devicesByRecords = counts.devices.prefix(DayCounts.mostDevices).map {
            DeviceRecordTotal(
                hub: $0.hub, device: $0.device.name, module: $0.device.module, disconnectRecords: $0.disconnects,
                failedConnectRecords: $0.failedConnects)
        }
        report.renewals = diagnosis.renewals
        report.sdks = counts.sdks.map {
            SDKTotal(hub: $0.hub, sdk: $0.sdk, devices: $0.devices, disconnectRecords: $0.disconnects)
        }
        report.cohorts = CohortReport.build(diagnosis.cohorts, day: day, comparison: comparison, history: history)
        report.changes = Changes.build(
            day: day, clock: clock, diagnosis: diagnosis, codes: report.codes, comparison: comparison)
        report.advice = adviceForCodes(of: report, options: options)
        report.dayBefore = comparison.dayBefore.flatMap {
            $0.dropsPerWindow.isEmpty
                ? nil
                : DayBefore(
                    date: $0.date, missingHours: $0.missingHours, dropsPerWindow: $0.dropsPerWindow,
                    disconnectsPerWindow: $0.disconnectsPerWindow)
        }
        report.connectedMetric = options.connectedMetric.filter { hubs.contains($0.hub) }
        report.health = HealthReport.of(options.health, day: day.span, incidents: incidents)
        report.revisionChanges =
            options.revisionBefore.map { RevisionChanges(report, against: $0.summary, revision: $0.revision) }
            ?? options.revisionChanges
        return report
    }

    /// One entry per error code, in the order of the codes' records.
    private static func adviceForCodes(of report: DayReport, options: ReportOptions) -> [CodeAdvice] {
        var seen: Set<String> = []
        let errors = report.codes.filter { $0.level != Level.information.name }
        return errors.sorted { ($1.records, $0.code) < ($0.records, $1.code) }.compactMap { code -> CodeAdvice? in
            guard seen.insert(code.code).inserted else { return nil }
            return CodeAdvice(options.catalogue.entry(for: code.code, description: code.description))
        }
    }
}

extension Totals {
    static func build(counts: DayCounts, diagnosis: DayDiagnosis) -> Totals {
        var totals = Totals()
        for code in counts.codes {
            totals.records += code.records
            switch (code.operation, code.level.isError) {
            case (.disconnect, _): totals.disconnectRecords += code.records
            case (.connect, true): totals.failedConnectRecords += code.records
            case (.connect, false): totals.connectRecords += code.records
            }
        }
        totals.identities = counts.identities
        totals.activeDevices = diagnosis.hubs.reduce(0) { $0 + $1.activeDevices }
        totals.drops = diagnosis.hubs.reduce(0) { $0 + $1.drops }
        totals.renewals = diagnosis.hubs.reduce(0) { $0 + $1.renewals }
        totals.cleanCloses = diagnosis.hubs.reduce(0) { $0 + $1.cleanCloses }
        totals.devicesThatDropped = diagnosis.devicesThatDropped
        guard !diagnosis.isErrorOnly, !diagnosis.hubs.isEmpty else { return totals }
        totals.downtimeSeconds = diagnosis.hubs.reduce(0) { $0 + $1.downtimeSeconds }
        totals.stillDown = diagnosis.hubs.reduce(0) { $0 + $1.notBack }
        totals.availability = availability(of: diagnosis.hubs)
        return totals
    }

    /// The availability of several hubs together.
    ///
    /// The active time of a hub is what its downtime and availability imply; where one of them cannot be known, neither
    /// can the whole.
    private static func availability(of hubs: [HubDay]) -> Double? {
        if hubs.count == 1 { return hubs[0].availability }
        var active = 0.0
        var down = 0.0
        for hub in hubs {
            guard hub.availability != nil else { return nil }
            active += hub.activeSeconds
            down += Double(hub.downtimeSeconds)
        }
        return active > 0 ? 1 - down / active : nil
    }
}

extension CodeTotal {
    static func build(counts: DayCounts, hubs: [String], comparison: Comparison) -> [CodeTotal] {
        struct Key: Hashable {
            let operation: ConnectionOperation
            let level: Level
            let code: String
        }
        let groups = Dictionary(grouping: counts.codes) { Key(operation: $0.operation, level: $0.level, code: $0.code) }
        let rows = groups.map { key, parts -> CodeTotal in
            var perWindow = [Int](repeating: 0, count: counts.windows)
            for part in parts {
                for (window, records) in part.perWindow.enumerated() { perWindow[window] += records }
            }
            let past = comparison.records(of: key.code, operation: key.operation.name, level: key.level.name)
            return CodeTotal(
                operation: key.operation.name, level: key.level.name, code: key.code,
                description: parts.map(\.description).filter { !$0.isEmpty }.min() ?? "",
                records: perWindow.reduce(0, +), devices: parts.reduce(0) { $0 + $1.devices },
                previousRecords: past.previous.map { Int($0) }, usualRecords: past.usual, perWindow: perWindow,
                perHub: hubs.count < 2
                    ? [] : parts.map { HubCount(hub: $0.hub, records: $0.records) }.sorted { $0.hub < $1.hub })
        }
        return rows.sorted {
            // Disconnects first, then what refuses a connect, then clean connects; most records first.
            let left = ($0.isDisconnect ? 0 : $0.level == Level.information.name ? 2 : 1, -$0.records)
            let right = ($1.isDisconnect ? 0 : $1.level == Level.information.name ? 2 : 1, -$1.records)
            return left != right ? left < right : ($0.level, $0.code) < ($1.level, $1.code)
        }
    }
}
