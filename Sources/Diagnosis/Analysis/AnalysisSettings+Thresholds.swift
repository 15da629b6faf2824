import Model

/// One threshold of the settings: what it is called, where it stands, where its default comes from.
package struct ThresholdField: Sendable {
    /// The rule that decides by it.
    package let rule: String
    /// Unique among all thresholds, as a configuration spells it, such as `renewal-back`.
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
            "drops", "drop-group", \.groupSeconds, "s",
            "IoT Hub error codes, 401003: two error records and one connect for one drop"),
        ThresholdField(
            "drops", "side-effect", \.sideEffectSeconds, "s",
            "IoT Hub error codes, 409002: commonly a side effect"),
        ThresholdField(
            "drops", "late-record", \.lateRecordSeconds, "s",
            "proposal: records may arrive out of order"),
        ThresholdField("drops", "usual-records-per-hour", \.usualRecordsPerHour, "records", "proposal"),
        ThresholdField("drops", "empty-hour", \.emptyHourPercent, "%", "proposal"),
        ThresholdField(
            "token-renewal", "renewal-back", \.renewalBackSeconds, "s",
            "IoT Hub connectivity page: reconnects less than a minute later"),
        ThresholdField(
            "token-renewal", "renewal-tolerance", \.renewalToleranceSeconds, "s",
            "proposal, around the SDKs' documented periods"),
        ThresholdField("token-renewal", "rhythm-ages", \.rhythmAges, "ages", "proposal"),
        ThresholdField("token-renewal", "rhythm-spread", \.rhythmSpreadPercent, "%", "proposal"),
        ThresholdField("token-renewal", "rhythm-shortest", \.rhythmShortestSeconds, "s", "proposal"),
        ThresholdField("token-renewal", "rhythm-share", \.rhythmSharePercent, "%", "proposal"),
        ThresholdField("token-renewal", "renewal-sure-count", \.renewalSureCount, "drops", "proposal"),
        ThresholdField("duplicate-identity", "takeovers-in-short", \.takeoversInShort, "takeovers", "proposal"),
        ThresholdField("duplicate-identity", "takeover-short", \.takeoverShortSeconds, "s", "proposal"),
        ThresholdField("duplicate-identity", "takeovers-in-day", \.takeoversInDay, "takeovers", "proposal"),
        ThresholdField("duplicate-identity", "takeover-connect", \.takeoverConnectSeconds, "s", "proposal"),
        ThresholdField("credential-refused", "refusals", \.refusals, "refusals", "proposal"),
        ThresholdField("credential-refused", "common-start", \.commonStartSeconds, "s", "proposal"),
        ThresholdField("platform-upgrade", "quick-return", \.quickReturnSeconds, "s", "proposal"),
        ThresholdField("incident", "incident-devices", \.incidentDevices, "devices", "proposal"),
        ThresholdField("incident", "incident-deviations", \.incidentDeviations, "deviations", "proposal"),
        ThresholdField("incident", "incident-fleet", \.incidentFleetPercent, "%", "proposal"),
        ThresholdField(
            "incident", "incident-window", \.incidentWindowMinutes, "min",
            "1.5 times the longest default keep-alive, IoT Hub MQTT page"),
        ThresholdField("incident", "service-code-devices", \.serviceCodeDevices, "devices", "proposal"),
        ThresholdField("incident", "group-share", \.groupSharePercent, "%", "proposal"),
        ThresholdField("incident", "group-fleet", \.groupFleetPercent, "%", "proposal"),
        ThresholdField("incident", "group-drop", \.groupDropPercent, "%", "proposal"),
        ThresholdField("flapping", "flapping-in-day", \.flappingDropsInDay, "drops", "proposal"),
        ThresholdField("flapping", "flapping-in-hour", \.flappingDropsInHour, "drops", "proposal"),
        ThresholdField("flapping", "loop", \.loopSeconds, "s", "proposal"),
        ThresholdField("sleepy-by-design", "sleepy-closes", \.sleepyClosesInDay, "closes", "proposal"),
        ThresholdField("sleepy-by-design", "sleepy-age", \.sleepyAgeSeconds, "s", "proposal"),
        ThresholdField("idle-timeout", "idle-drops", \.idleClusterDrops, "drops", "proposal"),
        ThresholdField("idle-timeout", "idle-tolerance", \.idleTolerancePercent, "%", "proposal"),
        ThresholdField("slow-renewal", "slow-renewal-drops", \.slowRenewalDrops, "drops", "proposal"),
        ThresholdField("slow-renewal", "slow-renewal-devices", \.slowRenewalDevices, "devices", "proposal"),
        ThresholdField("fixed-time-of-day", "fixed-time-days", \.fixedTimeDays, "days", "proposal"),
        ThresholdField("fixed-time-of-day", "fixed-time", \.fixedTimeSeconds, "s", "proposal"),
        ThresholdField("baseline", "baseline-days", \.baselineDays, "days", "proposal"),
        ThresholdField("worse-than-baseline", "worse-deviations", \.worseDeviations, "deviations", "proposal"),
        ThresholdField("worse-than-baseline", "worse-drops", \.worseDrops, "drops", "proposal"),
        ThresholdField("old-sdk", "old-sdk-rate", \.oldSDKRateFactor, "times", "proposal"),
        ThresholdField("old-sdk", "old-sdk-devices", \.oldSDKDevices, "devices", "proposal"),
        ThresholdField(
            "connect-limit", "connects-per-second-limit", \.connectsPerSecondLimit, "connects/s",
            "the hub's tier and units, as the operator gives them"),
        ThresholdField("connect-limit", "connect-limit", \.connectLimitPercent, "%", "proposal"),
    ]

    /// The thresholds in force, for the report's appendix.
    package var thresholds: [Threshold] {
        AnalysisSettings.fields.map { field in
            let number = self[keyPath: field.path]
            let isOne = number == 1 && field.unit.hasSuffix("s") && !["s", "connects/s"].contains(field.unit)
            return Threshold(
                rule: field.rule, name: field.name,
                value: Words.number(number) + " " + (isOne ? String(field.unit.dropLast()) : field.unit),
                source: field.source)
        }
    }
}
