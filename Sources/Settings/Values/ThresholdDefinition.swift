package import Diagnosis

/// A threshold that a rule of the diagnosis decides by: what `thresholds` accepts under a name.
package struct ThresholdDefinition: Sendable {
    package enum Unit: Sendable {
        /// Written as a length of time, `60s`; kept in seconds.
        case seconds
        /// Written as a length of time; kept in minutes.
        case minutes
        /// A whole number.
        case count
        /// A number of any kind.
        case number
        /// Written as `5%`; kept as 5.
        case percent
    }

    package let name: String
    package let unit: Unit
    /// In the unit in which it is kept.
    package let range: ClosedRange<Double>
    /// Where the analysis keeps it.
    package let path: any WritableKeyPath<AnalysisSettings, Double> & Sendable

    init(
        _ name: String, _ unit: Unit, _ range: ClosedRange<Double>,
        _ path: any WritableKeyPath<AnalysisSettings, Double> & Sendable
    ) {
        self.name = name
        self.unit = unit
        self.range = range
        self.path = path
    }
}

extension AnalysisSettings {
    /// Sets thresholds that a configuration holds.
    package mutating func apply(_ thresholds: [String: Double]) {
        for definition in ThresholdDefinition.all {
            if let value = thresholds[definition.name] { self[keyPath: definition.path] = value }
        }
    }
}

extension ThresholdDefinition {
    /// Every number of `AnalysisSettings`, in its order.
    package static let all: [ThresholdDefinition] = [
        ThresholdDefinition("drop-group", .seconds, 1...3600, \.groupSeconds),
        ThresholdDefinition("side-effect", .seconds, 1...3600, \.sideEffectSeconds),
        ThresholdDefinition("late-record", .seconds, 0...3600, \.lateRecordSeconds),
        ThresholdDefinition("usual-records-per-hour", .number, 1...1_000_000_000, \.usualRecordsPerHour),
        ThresholdDefinition("empty-hour", .percent, 0...100, \.emptyHourPercent),
        ThresholdDefinition("fleet-days", .count, 1...3650, \.fleetDays),
        ThresholdDefinition("renewal-back", .seconds, 1...3600, \.renewalBackSeconds),
        ThresholdDefinition("renewal-tolerance", .seconds, 1...3600, \.renewalToleranceSeconds),
        ThresholdDefinition("rhythm-ages", .count, 2...1000, \.rhythmAges),
        ThresholdDefinition("rhythm-spread", .percent, 0.1...100, \.rhythmSpreadPercent),
        ThresholdDefinition("rhythm-shortest", .seconds, 1...86400, \.rhythmShortestSeconds),
        ThresholdDefinition("rhythm-share", .percent, 1...100, \.rhythmSharePercent),
        ThresholdDefinition("renewal-sure-count", .count, 1...1000, \.renewalSureCount),
        ThresholdDefinition("takeovers-in-short", .count, 1...10000, \.takeoversInShort),
        ThresholdDefinition("takeover-short", .seconds, 1...86400, \.takeoverShortSeconds),
        ThresholdDefinition("takeovers-in-day", .count, 1...100000, \.takeoversInDay),
        ThresholdDefinition("takeover-connect", .seconds, 0...3600, \.takeoverConnectSeconds),
        ThresholdDefinition("refusals", .count, 1...10000, \.refusals),
        ThresholdDefinition("common-start", .seconds, 1...86400, \.commonStartSeconds),
        ThresholdDefinition("quick-return", .seconds, 1...86400, \.quickReturnSeconds),
        ThresholdDefinition("incident-devices", .count, 2...100_000_000, \.incidentDevices),
        ThresholdDefinition("incident-deviations", .number, 0.1...1000, \.incidentDeviations),
        ThresholdDefinition("incident-fleet", .percent, 0...100, \.incidentFleetPercent),
        ThresholdDefinition("incident-window", .minutes, 1...1440, \.incidentWindowMinutes),
        ThresholdDefinition("service-code-devices", .count, 1...100_000_000, \.serviceCodeDevices),
        ThresholdDefinition("group-share", .percent, 1...100, \.groupSharePercent),
        ThresholdDefinition("group-fleet", .percent, 1...100, \.groupFleetPercent),
        ThresholdDefinition("group-drop", .percent, 1...100, \.groupDropPercent),
        ThresholdDefinition("flapping-in-day", .count, 2...100000, \.flappingDropsInDay),
        ThresholdDefinition("flapping-in-hour", .count, 2...100000, \.flappingDropsInHour),
        ThresholdDefinition("loop", .seconds, 1...600, \.loopSeconds),
        ThresholdDefinition("sleepy-closes", .count, 2...100000, \.sleepyClosesInDay),
        ThresholdDefinition("sleepy-age", .seconds, 1...86400, \.sleepyAgeSeconds),
        ThresholdDefinition("idle-drops", .count, 2...100000, \.idleClusterDrops),
        ThresholdDefinition("idle-tolerance", .percent, 0.1...50, \.idleTolerancePercent),
        ThresholdDefinition("slow-renewal-devices", .count, 1...100_000_000, \.slowRenewalDevices),
        ThresholdDefinition("slow-renewal-drops", .count, 1...100_000, \.slowRenewalDrops),
        ThresholdDefinition("fixed-time-days", .count, 2...365, \.fixedTimeDays),
        ThresholdDefinition("fixed-time", .seconds, 1...3600, \.fixedTimeSeconds),
        ThresholdDefinition("baseline-days", .count, 2...365, \.baselineDays),
        ThresholdDefinition("worse-deviations", .number, 0.1...1000, \.worseDeviations),
        ThresholdDefinition("worse-drops", .count, 1...100000, \.worseDrops),
        ThresholdDefinition("old-sdk-rate", .number, 1...1000, \.oldSDKRateFactor),
        ThresholdDefinition("old-sdk-devices", .count, 1...100_000_000, \.oldSDKDevices),
        ThresholdDefinition("connect-limit", .percent, 1...100, \.connectLimitPercent),
    ]
}
