package import Model

/// How the Event Grid events of a hub and the records of its log agree on one day.
package struct ConnectionEventCoverage: Sendable, Equatable, Codable {
    /// An event of which the log has no record.
    package struct Example: Sendable, Equatable, Codable {
        package var device: String
        package var module: String
        package var isConnected: Bool
        package var time: Instant
    }

    package static let mostExamples = 10

    package var hub: String
    /// The first and the last event of the day.
    package var first: Instant
    package var last: Instant
    /// Events of the day.
    package var connected = 0
    package var disconnected = 0
    /// Those without a record of the same kind of the same device near them: so many records are missing at least.
    package var connectedWithoutRecord = 0
    package var disconnectedWithoutRecord = 0
    /// The first of them.
    package var examples: [Example] = []
    /// Changes of state in the log, between first and last event, that lasted long enough for Event Grid to see.
    package var changes = 0
    /// Those without an event near them, of devices of which there are other events.
    package var changesWithoutEvent = 0
    /// Those on devices without any event: a filter of the subscription may leave them out.
    package var changesOfOtherDevices = 0

    package var events: Int { connected + disconnected }
    package var withoutRecord: Int { connectedWithoutRecord + disconnectedWithoutRecord }

    /// Most events without a record, of a thousand, that leave a log as good as complete: the export is not lossless.
    package static let mostWithoutRecordPerThousand = 1

    /// Whether more is missing than an export loses as a rule.
    package var isLossy: Bool { withoutRecord * 1000 > events * ConnectionEventCoverage.mostWithoutRecordPerThousand }
}
