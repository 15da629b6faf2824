/// One threshold of the settings: what it is called, where it stands, where its default comes from.
package struct ThresholdField: Sendable {
    /// The rule that decides by it.
    package let rule: String
    /// Unique among all thresholds, such as `renewal-back-seconds`.
    package let name: String
    package let unit: String
    package let source: String
    package let path: any WritableKeyPath<AnalysisSettings, Double> & Sendable

    init(
        _ rule: String, _ name: String, _ path: any WritableKeyPath<AnalysisSettings, Double> & Sendable,
        _ unit: String, _ source: String
    ) {
        self.rule = rule
        self.name = name
        self.path = path
        self.unit = unit
        self.source = source
    }
}

extension AnalysisSettings {
    /// Every threshold, in the order of the rules.
    package static let fields: [ThresholdField] = [
        ThresholdField(
            "drops", "group-seconds", \.groupSeconds, "s",
            "IoT Hub error codes, 401003: two error records and one connect for one drop"),
        ThresholdField(
            "drops", "side-effect-seconds", \.sideEffectSeconds, "s",
            "IoT Hub error codes, 409002: commonly a side effect"),
        ThresholdField(
            "drops", "late-record-seconds", \.lateRecordSeconds, "s",
            "proposal: records may arrive out of order"),
        ThresholdField("drops", "usual-records-per-hour", \.usualRecordsPerHour, "records", "proposal"),
        ThresholdField("drops", "empty-hour-percent", \.emptyHourPercent, "%", "proposal"),
        ThresholdField(
            "token-renewal", "renewal-back-seconds", \.renewalBackSeconds, "s",
            "IoT Hub connectivity page: reconnects less than a minute later"),
        ThresholdField(
            "token-renewal", "renewal-tolerance-seconds", \.renewalToleranceSeconds, "s",
            "proposal, around the SDKs' documented periods"),
        ThresholdField("token-renewal", "rhythm-ages", \.rhythmAges, "ages", "proposal"),
        ThresholdField("token-renewal", "rhythm-spread-percent", \.rhythmSpreadPercent, "%", "proposal"),
        ThresholdField("token-renewal", "rhythm-shortest-seconds", \.rhythmShortestSeconds, "s", "proposal"),
        ThresholdField("token-renewal", "rhythm-share-percent", \.rhythmSharePercent, "%", "proposal"),
        ThresholdField("token-renewal", "renewal-sure-count", \.renewalSureCount, "drops", "proposal"),
        ThresholdField("duplicate-identity", "takeovers-in-short", \.takeoversInShort, "takeovers", "proposal"),
        ThresholdField("duplicate-identity", "takeover-short-seconds", \.takeoverShortSeconds, "s", "proposal"),
        ThresholdField("duplicate-identity", "takeovers-in-day", \.takeoversInDay, "takeovers", "proposal"),
        ThresholdField("duplicate-identity", "takeover-connect-seconds", \.takeoverConnectSeconds, "s", "proposal"),
        ThresholdField("credential-refused", "refusals", \.refusals, "refusals", "proposal"),
        ThresholdField("credential-refused", "common-start-seconds", \.commonStartSeconds, "s", "proposal"),
        ThresholdField("platform-upgrade", "quick-return-seconds", \.quickReturnSeconds, "s", "proposal"),
        ThresholdField("incident", "incident-devices", \.incidentDevices, "devices", "proposal"),
        ThresholdField("incident", "incident-deviations", \.incidentDeviations, "deviations", "proposal"),
        ThresholdField("incident", "incident-fleet-percent", \.incidentFleetPercent, "%", "proposal"),
        ThresholdField(
            "incident", "incident-window-minutes", \.incidentWindowMinutes, "min",
            "1.5 times the longest default keep-alive, IoT Hub MQTT page"),
        ThresholdField("incident", "service-code-devices", \.serviceCodeDevices, "devices", "proposal"),
        ThresholdField("incident", "group-share-percent", \.groupSharePercent, "%", "proposal"),
        ThresholdField("incident", "group-fleet-percent", \.groupFleetPercent, "%", "proposal"),
        ThresholdField("incident", "group-drop-percent", \.groupDropPercent, "%", "proposal"),
        ThresholdField("flapping", "flapping-drops-in-day", \.flappingDropsInDay, "drops", "proposal"),
        ThresholdField("flapping", "flapping-drops-in-hour", \.flappingDropsInHour, "drops", "proposal"),
        ThresholdField("sleepy-by-design", "sleepy-closes-in-day", \.sleepyClosesInDay, "closes", "proposal"),
        ThresholdField("sleepy-by-design", "sleepy-age-seconds", \.sleepyAgeSeconds, "s", "proposal"),
        ThresholdField("idle-timeout", "idle-cluster-drops", \.idleClusterDrops, "drops", "proposal"),
        ThresholdField("idle-timeout", "idle-tolerance-percent", \.idleTolerancePercent, "%", "proposal"),
        ThresholdField("slow-renewal", "slow-renewal-drops", \.slowRenewalDrops, "drops", "proposal"),
        ThresholdField("fixed-time-of-day", "fixed-time-days", \.fixedTimeDays, "days", "proposal"),
        ThresholdField("fixed-time-of-day", "fixed-time-seconds", \.fixedTimeSeconds, "s", "proposal"),
        ThresholdField("baseline", "baseline-days", \.baselineDays, "days", "proposal"),
        ThresholdField("worse-than-baseline", "worse-deviations", \.worseDeviations, "deviations", "proposal"),
        ThresholdField("worse-than-baseline", "worse-drops", \.worseDrops, "drops", "proposal"),
        ThresholdField("old-sdk", "old-sdk-rate-factor", \.oldSDKRateFactor, "times", "proposal"),
        ThresholdField("old-sdk", "old-sdk-devices", \.oldSDKDevices, "devices", "proposal"),
        ThresholdField(
            "connect-limit", "connects-per-second-limit", \.connectsPerSecondLimit, "connects/s",
            "the hub's tier and units, as the operator gives them"),
        ThresholdField("connect-limit", "connect-limit-percent", \.connectLimitPercent, "%", "proposal"),
    ]

    /// The thresholds in force, for the report's appendix.
    package var thresholds: [Threshold] {
        AnalysisSettings.fields.map { field in
            Threshold(
                rule: field.rule, name: field.name, value: "\(Words.number(self[keyPath: field.path])) \(field.unit)",
                source: field.source)
        }
    }

    /// Sets a threshold by its name; false where there is none of that name, or the value is negative or not a number.
    package mutating func set(_ name: String, to value: Double) -> Bool {
        guard value.isFinite, value >= 0, let field = AnalysisSettings.fields.first(where: { $0.name == name }) else {
            return false
        }
        self[keyPath: field.path] = value
        return true
    }
}
