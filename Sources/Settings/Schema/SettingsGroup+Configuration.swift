import Diagnosis
import Model

extension SettingsGroup where Target == Configuration {
    /// All of `hubdrops.yaml`.
    static var configuration: SettingsGroup {
        SettingsGroup(
            title: "the configuration", keys: input + reporting + inputsBeside + judgement + delivery,
            check: { configuration in
                var problems: [String] = []
                if configuration.slices != nil, configuration.memory != nil {
                    problems.append("slices and memory exclude each other")
                }
                if configuration.units > 1, configuration.tier == nil { problems.append("units needs tier") }
                let alerts = configuration.alerts
                if alerts.connectedFallPercent == nil, alerts.fallMinutes != AlertSettings().fallMinutes {
                    problems.append("alerts: within needs connected-down-percent")
                }
                return problems
            })
    }

    private static var input: [Setting<Configuration>] {
        [
            Setting("logs", \.logs, .list(of: .logPlace)),
            Setting("local-time", \.localTime, .localTime, empty: LocalTimeSettings()),
            Setting("default-hub", \.defaultHub, .hub),
            Setting("database", \.database, .databasePlace),
            Setting("output", \.output, .path),
            Setting("output-group", \.outputGroup, .group),
            Setting("jobs", \.jobs, .integer(0...64)),
            Setting("slices", \.slices, .integer(1...256)),
            Setting("memory", \.memory, .integer(16...1_048_576)),
            Setting("lock-wait", \.lockWait, .span(TimeSpan(seconds: 0)...TimeSpan(seconds: 86_400))),
        ]
    }

    private static var reporting: [Setting<Configuration>] {
        [
            Setting("day", \.day, ValueParser("yesterday or a date such as 2026-03-10") { DayChoice($0) }),
            Setting("time-zone", \.timeZone, .timeZone),
            Setting(
                "window", \.window, ValueParser("a length that divides a day, such as 15m or 1h") { WindowLength($0) }),
            Setting("hubs", \.hubs, .list(of: .hub)),
            Setting("retired-hubs", \.retiredHubs, .list(of: .hub)),
            Setting("context-before", \.contextBefore, .span(TimeSpan(seconds: 0)...TimeSpan(seconds: 7 * 86_400))),
            Setting("context-after", \.contextAfter, .span(TimeSpan(seconds: 0)...TimeSpan(seconds: 7 * 86_400))),
            Setting("late-days", \.lateDays, .integer(0...31)),
            Setting("templates", \.templates, .path),
            Setting("interactive", \.isInteractive, .truth),
        ]
    }

    private static var inputsBeside: [Setting<Configuration>] {
        [
            Setting("registry", \.registry, .list(of: .inputPlace)),
            Setting("metrics", \.metrics, .list(of: .inputPlace)),
            Setting("health", \.health, .list(of: .inputPlace)),
            Setting("connection-events", \.connectionEvents, .list(of: .path)),
            Setting(
                "group-by-tag", \.groupByTag, .text("the name of a tag, such as site or location.plant", most: 256)),
            Setting("tier", \.tier, .choice),
            Setting("units", \.units, .integer(1...1000)),
        ]
    }

    private static var judgement: [Setting<Configuration>] {
        [
            Setting("codes", \.codes, .codes),
            Setting("thresholds", \.thresholds, .thresholds),
            Setting("alerts", \.alerts, .alerts),
            Setting("silences", \.silences, .path),
            Setting("fail-on", \.failOn, .failOn),
        ]
    }

    private static var delivery: [Setting<Configuration>] {
        [
            Setting("mail", \.mail, .mail, empty: MailSettings()),
            Setting("notify", \.notify, .notify, empty: NotifySettings()),
            Setting("base-url", \.baseURL, .folderAddress),
            Setting("tickets", \.tickets, .list(of: .choice)),
            Setting("renewals-csv", \.renewalsCSV, .truth),
            Setting("retention", \.retention, .retention),
            Setting("redact", \.redact, .truth),
            Setting("redact-key-file", \.redactKeyFile, .path),
            Setting("metrics-file", \.metricsFile, .path),
            Setting("on-success", \.onSuccess, .command),
            Setting("on-failure", \.onFailure, .command),
        ]
    }
}

extension SettingsGroup where Target == LocalTimeSettings {
    static var localTime: SettingsGroup {
        SettingsGroup(
            title: "local-time",
            keys: [
                Setting("time-zone", \.timeZone, .timeZone),
                Setting("order", \.order, .choice),
            ])
    }
}

extension SettingsGroup where Target == RetentionSettings {
    static var retention: SettingsGroup {
        let range = TimeSpan(seconds: 86_400)...TimeSpan.longest
        return SettingsGroup(
            title: "retention",
            keys: [
                Setting("events", \.events, .span(range)),
                Setting("rollups", \.rollups, .span(range)),
                Setting("reports", \.reports, .span(range)),
            ],
            check: { retention in
                guard let events = retention.events, let rollups = retention.rollups, rollups < events else {
                    return []
                }
                return ["rollups would be deleted before the events they count; keep them at least as long"]
            })
    }
}

extension SettingsGroup where Target == AlertSettings {
    static var alerts: SettingsGroup {
        SettingsGroup(
            title: "alerts",
            keys: [
                Setting("connected-below", \.connectedBelow, .integer(1...100_000_000)),
                Setting("connected-down-percent", \.connectedFallPercent, .number(0.1...100, suffix: "%")),
                Setting("within", \.fallMinutes, .minutes(5...1440)),
                Setting("drops-over", \.dropsOver, .integer(0...1_000_000_000)),
                Setting("drops-over-usual", \.dropsOverBaselineFactor, .number(1...1000)),
                Setting("new-code", \.newCode, .truth),
                Setting("device-not-back", \.devicesNotBack, .list(of: .text("a device id", most: 128))),
                Setting("service-incident", \.serviceIncident, .truth),
                Setting("input-missing", \.inputMissing, .truth),
            ])
    }
}
