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
        _ unit: String, _ source: String = ThresholdValue.setByHubdrops
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
            "set by hubdrops: records may arrive out of order"),
        ThresholdField("drops", "usual-records-per-hour", \.usualRecordsPerHour, "records"),
        ThresholdField("drops", "empty-hour", \.emptyHourPercent, "%"),
        ThresholdField("drops", "fleet-days", \.fleetDays, "days"),
        ThresholdField(
            "token-renewal", "renewal-back", \.renewalBackSeconds, "s",
            "IoT Hub connectivity page: reconnects less than a minute later"),
        ThresholdField(
            "token-renewal", "renewal-tolerance", \.renewalToleranceSeconds, "s",
            "set by hubdrops, around the SDKs' documented periods"),
        ThresholdField("token-renewal", "rhythm-ages", \.rhythmAges, "ages"),
        ThresholdField("token-renewal", "rhythm-spread", \.rhythmSpreadPercent, "%"),
        ThresholdField("token-renewal", "rhythm-shortest", \.rhythmShortestSeconds, "s"),
        ThresholdField("token-renewal", "rhythm-share", \.rhythmSharePercent, "%"),
        ThresholdField("token-renewal", "renewal-sure-count", \.renewalSureCount, "drops"),
        ThresholdField("duplicate-identity", "takeovers-in-short", \.takeoversInShort, "takeovers"),
        ThresholdField("duplicate-identity", "takeover-short", \.takeoverShortSeconds, "s"),
        ThresholdField("duplicate-identity", "takeovers-in-day", \.takeoversInDay, "takeovers"),
        ThresholdField("duplicate-identity", "takeover-connect", \.takeoverConnectSeconds, "s"),
        ThresholdField("credential-refused", "refusals", \.refusals, "refusals"),
        ThresholdField("credential-refused", "common-start", \.commonStartSeconds, "s"),
        ThresholdField("platform-upgrade", "quick-return", \.quickReturnSeconds, "s"),
        ThresholdField("incident", "incident-devices", \.incidentDevices, "devices"),
        ThresholdField("incident", "incident-deviations", \.incidentDeviations, "deviations"),
        ThresholdField("incident", "incident-fleet", \.incidentFleetPercent, "%"),
        ThresholdField(
            "incident", "incident-window", \.incidentWindowMinutes, "min",
            "1.5 times the longest default keep-alive, IoT Hub MQTT page"),
        ThresholdField("incident", "service-code-devices", \.serviceCodeDevices, "devices"),
        ThresholdField("incident", "group-share", \.groupSharePercent, "%"),
        ThresholdField("incident", "group-fleet", \.groupFleetPercent, "%"),
        ThresholdField("incident", "group-drop", \.groupDropPercent, "%"),
        ThresholdField("flapping", "flapping-in-day", \.flappingDropsInDay, "drops"),
        ThresholdField("flapping", "flapping-in-hour", \.flappingDropsInHour, "drops"),
        ThresholdField("flapping", "loop", \.loopSeconds, "s"),
        ThresholdField("sleepy-by-design", "sleepy-closes", \.sleepyClosesInDay, "closes"),
        ThresholdField("sleepy-by-design", "sleepy-age", \.sleepyAgeSeconds, "s"),
        ThresholdField("idle-timeout", "idle-drops", \.idleClusterDrops, "drops"),
        ThresholdField("idle-timeout", "idle-tolerance", \.idleTolerancePercent, "%"),
        ThresholdField("slow-renewal", "slow-renewal-drops", \.slowRenewalDrops, "drops"),
        ThresholdField("slow-renewal", "slow-renewal-devices", \.slowRenewalDevices, "devices"),
        ThresholdField("fixed-time-of-day", "fixed-time-days", \.fixedTimeDays, "days"),
        ThresholdField("fixed-time-of-day", "fixed-time", \.fixedTimeSeconds, "s"),
        ThresholdField("baseline", "baseline-days", \.baselineDays, "days"),
        ThresholdField("worse-than-baseline", "worse-deviations", \.worseDeviations, "deviations"),
        ThresholdField("worse-than-baseline", "worse-drops", \.worseDrops, "drops"),
        ThresholdField("old-sdk", "old-sdk-rate", \.oldSDKRateFactor, "times"),
        ThresholdField("old-sdk", "old-sdk-devices", \.oldSDKDevices, "devices"),
        ThresholdField(
            "connect-limit", "connects-per-second-limit", \.connectsPerSecondLimit, "connects/s",
            "the hub's tier and units, as the operator gives them"),
        ThresholdField("connect-limit", "connect-limit", \.connectLimitPercent, "%"),
    ]

    /// The thresholds in force, for the report's appendix.
    package var thresholds: [ThresholdValue] {
        let standard = AnalysisSettings()
        return AnalysisSettings.fields.map { field in
            let number = self[keyPath: field.path]
            // What has no default is given by the operator, as its source says.
            let isOwn = standard[keyPath: field.path] > 0 && number != standard[keyPath: field.path]
            let isOne = number == 1 && field.unit.hasSuffix("s") && !["s", "connects/s"].contains(field.unit)
            return ThresholdValue(
                rule: field.rule, name: field.name,
                value: Words.number(number) + " " + (isOne ? String(field.unit.dropLast()) : field.unit),
                source: isOwn ? "the configuration" : field.source)
        }
    }
}
