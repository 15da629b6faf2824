/// Everything that decides what a run writes; equal plans write equal bytes.
struct Plan: Sendable {
    /// First second of the first day, UTC.
    let firstDay: Int
    let days: Int
    let hubs: [Hub]
    let seed: UInt64
    let profile: Profile
    let noise: Bool
    /// Whether noise includes lines that are no JSON.
    var brokenLines = true
    /// Seconds of data before the first day and after the last one.
    let contextBefore: Int
    let contextAfter: Int
    /// New connections per second that a hub takes; what the documentation gives for one S1 unit by default
    /// (https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling).
    let connectsPerSecond: Int
    /// What is added to the kind of day.
    var behaviours: [Behaviour] = []
    /// The only days with incidents, counted from 1; all where nil.
    var incidentDays: Set<Int>?

    /// The days the truth tells of.
    var reported: Range<Int> { firstDay..<firstDay + days * 86_400 }
    /// The time covered by records.
    var span: Range<Int> { reported.lowerBound - contextBefore..<reported.upperBound + contextAfter }

    /// Hours of arrival that the export of the first hub lost.
    var missingHours: [Range<Int>] {
        guard profile == .emptyHours else { return [] }
        let start = firstDay + 13 * 3_600
        return [start..<start + 7_200]
    }
}
