package import Diagnosis
package import Model

/// What later days need to know of a day: small enough to keep for a year, and complete enough to compare with.
package struct DaySummary: Sendable, Equatable, Codable {
    package var schema = 1
    /// `2026-03-10`.
    package var date: String
    package var timeZone: String
    package var hubs: [String]
    package var verdict: Verdict.Word
    package var headline: String
    /// False where input is missing: such a day is not compared with.
    package var isComplete: Bool
    package var records: Int
    package var activeDevices: Int
    package var drops: Int
    package var renewals: Int
    package var devicesThatDropped: Int
    package var downtimeSeconds: Int64?
    package var stillDown: Int?
    package var availability: Double?
    package var incidents: Int
    package var alerts: Int
    package var codes: [Code]
    /// Hours of the day without any record, counted from its start.
    package var missingHours: [Int]
    /// Drops that are not expected, per quarter of an hour.
    package var dropsPerWindow: [Int]
    /// Disconnect records per quarter of an hour.
    package var disconnectsPerWindow: [Int]
    /// Devices with drops that are not expected, worst first, at most `mostDevices`.
    package var devices: [DeviceMark]
    /// Whether `devices` holds all of them.
    package var listsAllDevices: Bool
    // What follows is absent in summaries that earlier versions wrote.
    /// Each hub on its own; absent where the day is that of one hub.
    package var hubDays: [HubMark]?
    /// Hubs whose first records are of the day, some time into it: no measure for the days after.
    package var begunHubs: [String]?
    package var sentence: String?
    /// What was missing, the first sentences.
    package var missing: [String]?
    /// What was open at the end, with the cause that it was given, by hub.
    package var openDrops: [String: [OpenMark]]?
    /// Findings, so that the next day knows which are new.
    package var findings: [FindingMark]?
    package var incidentMarks: [IncidentMark]?
    package var causes: [CauseMark]?
    /// The report's input files, as path and fingerprint; absent where there are more than the report lists.
    package var files: [String]?
    /// Spans in which records were missing.
    package var missingSpans: [InputReport.MissingSpan]?
    /// What the present revision changed.
    package var revisionChanges: RevisionChanges?
    /// Devices by what they have in common.
    package var cohorts: [CohortDay]?
    /// Whether an optional input could not be used.
    package var hasSideProblems: Bool?

    package static let mostDevices = 1000
    package static let mostFindings = 200
    package static let mostIncidents = 100

    package struct Code: Sendable, Equatable, Codable {
        /// `deviceConnect` or `deviceDisconnect`.
        package var operation: String
        package var level: String
        package var code: String
        package var records: Int
        package var devices: Int
    }

    /// What the day came to for one hub.
    package struct HubMark: Sendable, Equatable, Codable {
        package var hub: String
        /// False where input of this hub is missing.
        package var isComplete: Bool
        package var activeDevices: Int
        package var devicesThatDropped: Int
        package var downtimeSeconds: Int64?
        package var stillDown: Int?
        package var availability: Double?
        package var codes: [Code]
    }

    package struct DeviceMark: Sendable, Equatable, Codable {
        package var hub: String
        package var device: String
        package var module: String
        package var drops: Int
        package var downtimeSeconds: Int64
        package var openSince: Instant?
    }

    /// A drop that was open at the end; written as an array, as a large fleet has many.
    package struct OpenMark: Sendable, Equatable {
        /// As the database numbers it.
        package var device: DeviceID
        /// Since 1970.
        package var seconds: Int64
        package var cause: Cause
        package var confidence: Confidence
    }

    package struct FindingMark: Sendable, Equatable, Codable {
        package var key: String
        package var kind: Finding.Kind
        package var hub: String
        package var headline: String
        package var needsAction: Bool
        package var deviceCount: Int
        package var drops: Int
        package var downtimeSeconds: Int64
        package var since: String
        package var state: FindingState?
        /// The day that had it, where the present one lacks the input to tell.
        package var lastSeen: String?

        /// Whether the mark was carried over from a day before, for want of input.
        package var isCarried: Bool { lastSeen != nil }
    }

    package struct IncidentMark: Sendable, Equatable, Codable {
        package var key: String
        package var kind: Incident.Kind
        package var hub: String
        package var scope: String
        package var start: Instant
        package var end: Instant
        package var devices: Int
        package var shareOfFleet: Double
        package var downtimeSeconds: Int64
        package var notBack: Int
    }

    package struct CauseMark: Sendable, Equatable, Codable {
        package var cause: Cause
        package var drops: Int
        package var downtimeSeconds: Int64
    }
}

extension DaySummary {
    /// Whether records of a hub were missing up to a moment.
    func endsInGap(of hub: String, at moment: Instant) -> Bool {
        missingSpans?.contains { $0.hub == hub && $0.start < moment && $0.end >= moment } ?? false
    }
}

extension DaySummary.OpenMark: Codable {
    package init(_ drop: OpenDrop) {
        self.init(
            device: drop.identity.device, seconds: drop.start.seconds, cause: drop.cause, confidence: drop.confidence)
    }

    package init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        device = try values.decode(DeviceID.self)
        seconds = try values.decode(Int64.self)
        cause = try values.decode(Cause.self)
        confidence = try values.decode(Confidence.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.unkeyedContainer()
        try values.encode(device)
        try values.encode(seconds)
        try values.encode(cause)
        try values.encode(confidence)
    }

    /// The drop of a hub, as the database numbers that.
    package func drop(hub: TextID) -> OpenDrop {
        OpenDrop(
            identity: Identity(hub: hub, device: device), start: Instant(seconds: seconds), cause: cause,
            confidence: confidence)
    }
}
