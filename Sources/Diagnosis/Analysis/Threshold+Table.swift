extension Threshold {
    /// Every threshold, in the order of the rules.
    static let table: [Definition] = [
        Definition(
            .dropGroup, "drop-group", of: "drops", 60, .seconds, 1...3600,
            "Disconnect records of a device at most this far apart, without a success between them, are one drop.",
            source: "IoT Hub error codes, 401003: two error records and one connect for one drop"),
        Definition(
            .sideEffect, "side-effect", of: "drops", 120, .seconds, 1...3600,
            "A single 409002 or 400027 this soon after the start or the end of another drop is its side effect.",
            source: "IoT Hub error codes, 409002: commonly a side effect"),
        Definition(
            .lateRecord, "late-record", of: "drops", 60, .seconds, 0...3600,
            "A disconnect this soon after a connect that found the device online ends the older connection.",
            source: "set by hubdrops: records may arrive out of order"),
        Definition(
            .silenceOdds, "silence-odds", of: "drops", 1_000_000, .number("to 1"), 100...1_000_000_000_000,
            "A silence is missing data when the odds against it are at least this many to one; see below."),
        Definition(
            .usualRecordsPerHour, "usual-records-per-hour", of: "drops", 10, .number("records"), 1...1_000_000_000,
            "An hour, or a day, with hardly any records can be missing data where at least this many are usual."),
        Definition(
            .emptyHour, "empty-hour", of: "drops", 10, .percent, 0...100,
            "An hour, or a day, with less than this share of the usual records has hardly any."),
        Definition(
            .steadyHours, "steady-hours", of: "drops", 10, .whole("hours"), 1...24,
            "A hub that has records in so many hours of its usual day is missed on a day without any."),
        Definition(
            .fleetDays, "fleet-days", of: "drops", 30, .whole("days"), 1...3650,
            "A device that is down and without a record for so many days has left the fleet: it counts no more until it is "
                + "seen again."),
        Definition(
            .renewalBack, "renewal-back", of: "token-renewal", 60, .seconds, 1...3600,
            "A token renewal is back within this time.",
            source: "IoT Hub connectivity page: reconnects less than a minute later"),
        Definition(
            .renewalTolerance, "renewal-tolerance", of: "token-renewal", 120, .seconds, 1...3600,
            "How far a connection age may lie from the period of the device's SDK.",
            source: "set by hubdrops, around the SDKs' documented periods"),
        Definition(
            .rhythmAges, "rhythm-ages", of: "token-renewal", 4, .whole("ages"), 2...1000,
            "Connection ages that make a rhythm of a device's own."),
        Definition(
            .rhythmSpread, "rhythm-spread", of: "token-renewal", 5, .percent, 0.1...100,
            "How far the ages of a rhythm may spread, of their median."),
        Definition(
            .rhythmShortest, "rhythm-shortest", of: "token-renewal", 600, .seconds, 1...86_400,
            "The shortest median age of a rhythm."),
        Definition(
            .rhythmShare, "rhythm-share", of: "token-renewal", 50, .percent, 1...100,
            "The part of a device's drops that must follow the rhythm."),
        Definition(
            .renewalSureCount, "renewal-sure-count", of: "token-renewal", 3, .whole("drops"), 1...1000,
            "Number of renewals after which confidence is high."),
        Definition(
            .takeoversInShort, "takeovers-in-short", of: "duplicate-identity", 5, .whole("takeovers"), 1...10_000,
            "Takeovers within `takeover-short` that make a duplicate identity."),
        Definition(
            .takeoverShort, "takeover-short", of: "duplicate-identity", 600, .seconds, 1...86_400,
            "See `takeovers-in-short`."),
        Definition(
            .takeoversInDay, "takeovers-in-day", of: "duplicate-identity", 10, .whole("takeovers"), 1...100_000,
            "Takeovers of a day, by two addresses or SDKs in turn, that make a duplicate identity."),
        Definition(
            .takeoverConnect, "takeover-connect", of: "duplicate-identity", 5, .seconds, 0...3600,
            "Maximum gap between a takeover and its connect."),
        Definition(
            .refusals, "refusals", of: "credential-refused", 3, .whole("refusals"), 1...10_000,
            "Refused connects without a success between them that make a refused credential."),
        Definition(
            .commonStart, "common-start", of: "credential-refused", 900, .seconds, 1...86_400,
            "Refusals of several devices that begin within this time have one reason."),
        Definition(
            .quickReturn, "quick-return", of: "platform-upgrade", 300, .seconds, 1...86_400,
            "A service-side drop that is back sooner is an upgrade, one that takes longer an incident."),
        Definition(
            .incidentDevices, "incident-devices", of: "incident", 5, .whole("devices"), 2...100_000_000,
            "So many devices make no incident yet where they share no place and no code tells."),
        Definition(
            .groupDevices, "group-devices", of: "incident", 3, .whole("devices"), 2...100_000_000,
            "Devices of one place that make an incident."),
        Definition(
            .incidentDeviations, "incident-deviations", of: "incident", 4, .number("deviations"), 0.1...1000,
            "How improbable drops must be by chance to be an incident, in deviations of a normal distribution, once all "
                + "windows and groups are allowed for."),
        Definition(
            .incidentFleet, "incident-fleet", of: "incident", 1, .percent, 0...100,
            "The part of the fleet that makes an incident of a whole hub."),
        Definition(
            .incidentWindow, "incident-window", of: "incident", 8, .minutes, 1...1440,
            "The time within which drops belong together.",
            source: "1.5 times the longest default keep-alive, IoT Hub MQTT page"),
        Definition(
            .serviceCodeDevices, "service-code-devices", of: "incident", 3, .whole("devices"), 1...100_000_000,
            "Devices with a service-side code that make an incident."),
        Definition(
            .groupShare, "group-share", of: "incident", 80, .percent, 1...100,
            "The part of a place's devices that must have dropped for it to count apart from a larger incident around it."
        ),
        Definition(
            .groupFleet, "group-fleet", of: "incident", 50, .percent, 1...100,
            "A place with this share of the fleet or more counts only if the other devices stayed connected more often "
                + "than chance explains."),
        Definition(
            .groupDrop, "group-drop", of: "incident", 30, .percent, 1...100,
            "The part of a place's devices that must have dropped."),
        Definition(
            .flappingInDay, "flapping-in-day", of: "flapping", 10, .whole("drops"), 2...100_000,
            "Drops of a day that make a flapping device."),
        Definition(
            .flappingInHour, "flapping-in-hour", of: "flapping", 5, .whole("drops"), 2...100_000,
            "Drops of an hour that make a flapping device."),
        Definition(
            .loop, "loop", of: "flapping", 10, .seconds, 1...600,
            "A device whose connections, and the pauses between them, last no longer is in a loop, however it closes them."
        ),
        Definition(
            .sleepyCloses, "sleepy-closes", of: "sleepy-by-design", 6, .whole("closes"), 2...100_000,
            "Polite closes of a day that make a sleepy device."),
        Definition(
            .sleepyAge, "sleepy-age", of: "sleepy-by-design", 300, .seconds, 1...86_400,
            "The longest connection age of a sleepy device."),
        Definition(
            .idleDrops, "idle-drops", of: "idle-timeout", 6, .whole("drops"), 2...100_000,
            "Drops at one steady connection age that make an idle timeout."),
        Definition(
            .idleTolerance, "idle-tolerance", of: "idle-timeout", 3, .percent, 0.1...50,
            "How far those ages may lie from the round value."),
        Definition(
            .slowRenewalDrops, "slow-renewal-drops", of: "slow-renewal", 2, .whole("drops"), 1...100_000,
            "Slow renewals that make a device one with slow renewals."),
        Definition(
            .slowRenewalDevices, "slow-renewal-devices", of: "slow-renewal", 1, .whole("devices"), 1...100_000_000,
            "Devices with slow renewals that are worth a finding."),
        Definition(
            .fixedTimeDays, "fixed-time-days", of: "fixed-time-of-day", 4, .whole("days"), 2...365,
            "Days with a drop at the same time that make a fixed time."),
        Definition(
            .fixedTime, "fixed-time", of: "fixed-time-of-day", 120, .seconds, 1...3600,
            "How near each other those times lie."),
        Definition(
            .baselineDays, "baseline-days", of: "baseline", 4, .whole("days"), 2...365,
            "Earlier days that are needed to say what is usual."),
        Definition(
            .worseDeviations, "worse-deviations", of: "worse-than-baseline", 6, .number("deviations"), 0.1...1000,
            "Deviations over the usual that make a device worse."),
        Definition(
            .worseDrops, "worse-drops", of: "worse-than-baseline", 5, .whole("drops"), 1...100_000,
            "Drops over the usual that make a device worse."),
        Definition(
            .oldSDKRate, "old-sdk-rate", of: "old-sdk", 2, .number("times"), 1...1000,
            "How many times the drops of the newest SDK an old one has."),
        Definition(
            .oldSDKDevices, "old-sdk-devices", of: "old-sdk", 5, .whole("devices"), 1...100_000_000,
            "Devices of an SDK that make it worth a finding."),
        Definition(
            .connectsPerSecondLimit, "connects-per-second-limit", of: "connect-limit", 0, .number("connects/s"), nil,
            "New connections a second that the hub's tier and units allow; 0 where the operator did not say.",
            source: "the hub's tier and units, as the operator gives them"),
        Definition(
            .connectLimit, "connect-limit", of: "connect-limit", 70, .percent, 1...100,
            "The part of the hub's limit of connects per second that is worth a finding."),
    ]
}
