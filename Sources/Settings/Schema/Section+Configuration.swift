import Diagnosis
import Model

extension Section where Target == Configuration {
    /// All of `hubdrops.yaml`.
    static var configuration: Section {
        Section(
            title: "the configuration", keys: input + reporting + inputsBeside + judgement + delivery,
            check: { configuration in
                var problems: [String] = []
                if configuration.units > 1, configuration.tier == nil { problems.append("units stands without tier") }
                let alerts = configuration.alerts
                if alerts.connectedFallPercent == nil, alerts.fallMinutes != AlertSettings().fallMinutes {
                    problems.append("alerts: within stands without connected-down-percent")
                }
                return problems
            })
    }

    private static var input: [Key<Configuration>] {
        [
            Key("logs", \.logs, .list(of: .path)),
            Key("local-time", \.localTime, .localTime, empty: LocalTimeSettings()),
            Key("default-hub", \.defaultHub, .hub),
            Key("database", \.database, .path),
            Key("output", \.output, .path),
            Key("lock-wait", \.lockWait, .span(TimeSpan(seconds: 0)...TimeSpan(seconds: 86_400))),
        ]
    }

    private static var reporting: [Key<Configuration>] {
        [
            Key("day", \.day, Kind("yesterday or a date such as 2026-03-10") { DayChoice($0) }),
            Key("time-zone", \.timeZone, .timeZone),
            Key("window", \.window, Kind("a length that divides a day, such as 15m or 1h") { WindowLength($0) }),
            Key("hubs", \.hubs, .list(of: .hub)),
            Key("context-before", \.contextBefore, .span(TimeSpan(seconds: 0)...TimeSpan(seconds: 7 * 86_400))),
            Key("context-after", \.contextAfter, .span(TimeSpan(seconds: 0)...TimeSpan(seconds: 7 * 86_400))),
            Key("late-days", \.lateDays, .integer(0...31)),
            Key("templates", \.templates, .path),
        ]
    }

    private static var inputsBeside: [Key<Configuration>] {
        [
            Key("registry", \.registry, .list(of: .path)),
            Key("metrics", \.metrics, .list(of: .path)),
            Key("health", \.health, .list(of: .path)),
            Key("connection-events", \.connectionEvents, .list(of: .path)),
            Key("group-by-tag", \.groupByTag, .text("the name of a tag, such as site or location.plant", most: 256)),
            Key("tier", \.tier, .choice),
            Key("units", \.units, .integer(1...1000)),
        ]
    }

    private static var judgement: [Key<Configuration>] {
        [
            Key("codes", \.codes, .codes),
            Key("thresholds", \.thresholds, .thresholds),
            Key("alerts", \.alerts, .alerts),
            Key("silences", \.silences, .path),
            Key("fail-on", \.failOn, .failOn),
        ]
    }

    private static var delivery: [Key<Configuration>] {
        [
            Key("mail", \.mail, .mail, empty: MailSettings()),
            Key("tickets", \.tickets, .list(of: .choice)),
            Key("retention", \.retention, .retention),
            Key("redact", \.redact, .truth),
            Key("redact-key-file", \.redactKeyFile, .path),
            Key("metrics-file", \.metricsFile, .path),
            Key("on-success", \.onSuccess, .command),
            Key("on-failure", \.onFailure, .command),
        ]
    }
}

extension Section where Target == LocalTimeSettings {
    static var localTime: Section {
        Section(
            title: "local-time",
            keys: [
                Key("time-zone", \.timeZone, .timeZone),
                Key("order", \.order, .choice),
            ])
    }
}

extension Section where Target == RetentionSettings {
    static var retention: Section {
        let range = TimeSpan(seconds: 86_400)...TimeSpan.longest
        return Section(
            title: "retention",
            keys: [
                Key("events", \.events, .span(range)),
                Key("rollups", \.rollups, .span(range)),
            ],
            check: { retention in
                guard let events = retention.events, let rollups = retention.rollups, rollups < events else {
                    return []
                }
                return ["rollups would be removed before the events that they count; keep them as long or longer"]
            })
    }
}

extension Section where Target == AlertSettings {
    static var alerts: Section {
        Section(
            title: "alerts",
            keys: [
                Key("connected-below", \.connectedBelow, .integer(1...100_000_000)),
                Key("connected-down-percent", \.connectedFallPercent, .number(0.1...100, suffix: "%")),
                Key("within", \.fallMinutes, .minutes(5...1440)),
                Key("drops-over", \.dropsOver, .integer(0...1_000_000_000)),
                Key("drops-over-usual", \.dropsOverBaselineFactor, .number(1...1000)),
                Key("new-code", \.newCode, .truth),
                Key("device-not-back", \.devicesNotBack, .list(of: .text("a device id", most: 128))),
                Key("service-incident", \.serviceIncident, .truth),
                Key("input-missing", \.inputMissing, .truth),
            ])
    }
}
