package import Model

/// What happened on one report day, worked out from its events and those around it.
package struct DayDiagnosis: Sendable {
    /// What the input cannot show, each a sentence for the first lines of the report: error-only input, missing hours.
    package var limits: [String] = []
    /// True where no record of level Information was met: no downtime, connection age or "not back" can be known.
    package var isErrorOnly = false
    package var hubs: [HubDay] = []
    /// Spans of the day in which records of a hub are missing, by hub name.
    package var missing: [String: [TimeWindow]] = [:]
    /// Hubs of which the whole day is missing, though a few records may have come.
    package var hubsWithoutData: [String] = []
    /// Spans of the data of which nothing is known, by hub name: the missing ones, and a silence at its end that may be one.
    package var unknown: [String: [TimeWindow]] = [:]
    /// Per cause, in the order of `Cause.allCases`.
    package var causes: [CauseTotal] = []
    /// The codes of drops: `Drop.codes` is a position here.
    ///
    /// Codes are in order of time, each once; "" is no code.
    package var codeSets: [[String]] = []
    package var incidents: [Incident] = []
    /// Ordered by what acting on them saves.
    package var findings: [Finding] = []
    package var alerts: [Alert] = []
    /// Devices worth a row, ranked by downtime, then drops, then name; at most `mostDevices`.
    package var devices: [DeviceDay] = []
    /// The number of each of them in the database, which no report tells: it depends on the order of imports.
    package var deviceNumbers: [DeviceID] = []
    /// Further devices that only a page of their own hub has room for, ranked in the same way: those of its first
    /// `mostDevicesOfHub` that `devices` lacks.
    package var devicesOfHubs: [DeviceDay] = []
    /// Devices that were down when the data of the day before ended and have connected since, in order of name; at most
    /// `mostDevices`.
    package var returned: [ReturnedDevice] = []
    /// Every identity with a drop, a failed connect or downtime on the day, in no certain order.
    package var identities: [IdentityTotals] = []
    /// The drops of identities with few of them that are not expected.
    package var identityDrops: [IdentityDrop] = []
    /// Drops that are not expected and open at the end of the data.
    package var openDrops: [OpenDrop] = []
    /// Devices with at least one drop that is not expected.
    package var devicesThatDropped = 0
    /// Devices with a renewal, and what their rhythm is, per SDK family.
    package var renewals: [RenewalGroup] = []
    /// The thresholds in force: rule, name, value with unit, where it comes from.
    package var thresholds: [ThresholdValue] = []

    /// Devices by what they have in common, by hub.
    package var cohorts: [CohortDay] = []
    /// What of each hub cannot be taken from rows that name their hub; the sums above are made of it.
    package var parts: [String: HubPart] = [:]

    package static let mostDevices = 1000
    package static let mostDevicesOfHub = 200

    package init() {}
}

// Without what is of the day's database alone: numbers of devices, identities, code sets.
extension DayDiagnosis: Codable {
    private enum CodingKeys: String, CodingKey {
        case limits, isErrorOnly, hubs, missing, hubsWithoutData, unknown, causes, incidents, findings, alerts, devices
        case devicesOfHubs, returned, devicesThatDropped, renewals, thresholds, cohorts, parts
    }
}

/// One hub on one day.
package struct HubDay: Sendable, Equatable, Codable {
    package var hub: String
    /// Identities with any event on the day or connected at its start.
    package var activeDevices = 0
    package var devicesThatDropped = 0
    /// Drops that are not expected (neither renewal nor clean close).
    package var drops = 0
    package var renewals = 0
    package var cleanCloses = 0
    package var failedConnects = 0
    /// Sum of known downtimes of drops that are not expected, cut at the day's edges.
    package var downtimeSeconds: Int64 = 0
    /// Identities that are down at the end of the data, cause not expected.
    package var notBack = 0
    /// 1 minus downtime over active time; nil where it cannot be known.
    package var availability: Double?
    /// Connected identities per 5 minutes; empty where it cannot be known.
    package var connected: [ConnectedPoint] = []
    /// Identities taken to be connected at the day's start because their first record is a disconnect.
    package var inferredConnected = 0
    /// Most successful connects within one second, and when.
    package var mostConnectsPerSecond = 0
    package var mostConnectsPerSecondAt: Instant?
    /// The first record that the database has of the hub, where that is of the day and comes later after its start than any
    /// record after the one before it: what lies before it is not known, and the day is no measure for others.
    package var begins: Instant?
}

/// Connected identities within one window: the least and the most of any moment in it.
package struct ConnectedPoint: Sendable, Equatable, Codable {
    package var start: Instant
    package var least: Int
    package var most: Int

    package init(start: Instant, least: Int, most: Int) {
        self.start = start
        self.least = least
        self.most = most
    }
}

/// All drops of one cause on the day.
package struct CauseTotal: Sendable, Equatable, Codable {
    package var cause: Cause
    package var drops: Int = 0
    package var devices: Int = 0
    package var downtimeSeconds: Int64 = 0
    package var open: Int = 0
    /// Drops per 15-minute window from the day's start.
    package var perWindow: [Int] = []
}

/// One identity on one day.
package struct DeviceDay: Sendable, Equatable, Codable {
    package var hub: String
    package var device: String
    package var module: String
    /// Modules of the device for which the row stands, where it is more than one identity: 0 as a rule.
    package var modules: Int = 0
    /// Drops that are not expected.
    package var drops: Int = 0
    package var renewals: Int = 0
    package var failedConnects: Int = 0
    package var downtimeSeconds: Int64 = 0
    package var longestSeconds: Int64 = 0
    /// Down at the end of the data since this moment; nil when back, or not known.
    package var openSince: Instant?
    /// The cause of most of its downtime, and its codes, most frequent first.
    package var mainCause: Cause = .unknown
    package var codes: [CodeCount] = []
    package var sdk: String = ""
    package var transport: String = ""
    package var address: String = ""
    /// Group of the registry tag that the settings name, or empty.
    package var group: String = ""
    /// Up, down and unknown over the day: one letter a quarter of an hour, `u` up, `d` down at some time, `?` not known.
    package var strip: String = ""
    /// In words and numbers: why the main cause, with the two strongest facts for it and the strongest against it.
    package var evidence: String = ""
    /// Times of its drops that are not expected, first 50.
    package var dropTimes: [Instant] = []
    /// Its drops that are not expected, in each hour from the start of the day; empty where not known.
    package var dropsPerHour: [Int] = []
    /// Drops on earlier days: the median of its baseline; nil with too little history.
    package var usualDrops: Double?

    /// `pump-17`, or `edge-3/collector` for a module.
    package var name: String { module.isEmpty ? device : device + "/" + module }
}

/// A device that a successful connect ended a downtime of, and when that began.
package struct ReturnedDevice: Sendable, Equatable, Codable {
    package var hub: String
    package var device: String
    package var module: String = ""
    package var since: Instant
}

/// Devices of one SDK family that renew tokens in a rhythm.
package struct RenewalGroup: Sendable, Equatable, Codable {
    /// `C`, `Python`, `Node.js`, `.NET`, `Java`, or "own rhythm" where the SDK is not known.
    package var family: String
    package var devices: Int
    package var renewals: Int
    /// Median connection age at renewal, seconds.
    package var medianPeriodSeconds: Int64
    /// Median time to come back, seconds.
    package var medianBackSeconds: Int64
}

/// A number that a rule decides by.
package struct ThresholdValue: Sendable, Equatable, Codable {
    /// The source of a default that no document gives.
    package static let setByHubdrops = "set by hubdrops"

    package var rule: String
    package var name: String
    package var value: String
    package var source: String

    package init(rule: String, name: String, value: String, source: String) {
        self.rule = rule
        self.name = name
        self.value = value
        self.source = source
    }
}
