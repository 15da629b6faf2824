import Diagnosis
import Model

/// The days that one hub's day is compared with: the one before, and the median of the seven before.
///
/// Only days on which the hub's own input was complete: a day with gaps looks better than it was, and what another hub
/// lacks says nothing about this one.
struct HubComparison {
    /// Complete days of the seven before, oldest first.
    let complete: [DaySummary.HubMark]
    /// The day before, where that was complete.
    let dayBefore: DaySummary.HubMark?

    /// - Parameter days: of the seven before, oldest first.
    init(hub: String, dayBefore: String, days: [DaySummary]) {
        let known = days.compactMap { day in day.mark(of: hub).map { (date: day.date, mark: $0) } }
            .filter { $0.mark.isComplete }
        complete = known.map(\.mark)
        self.dayBefore = known.last.flatMap { $0.date == dayBefore ? $0.mark : nil }
    }

    var hasMedian: Bool { complete.count >= Comparison.fewestDays }

    /// The same number on the day before and its median; nil where there is none.
    func past(_ value: (DaySummary.HubMark) -> Double?) -> (previous: Double?, usual: Double?) {
        let values = complete.compactMap(value)
        return (dayBefore.flatMap(value), values.count >= Comparison.fewestDays ? Comparison.median(values) : nil)
    }

    /// What the verdict may say it compared with.
    var words: String {
        if hasMedian { return "the median of \(complete.count) complete days of the seven before" }
        return dayBefore == nil ? "" : "the day before"
    }
}

extension DaySummary {
    /// The hubs of which something is known on the day.
    package var knownHubs: [String] { hubDays?.map(\.hub) ?? (records > 0 ? hubs : []) }

    /// What the day came to for one hub; nil where nothing is known of it.
    package func mark(of hub: String) -> HubMark? {
        guard var mark = ownMark(of: hub) else { return nil }
        if begunHubs?.contains(hub) == true { mark.isComplete = false }
        return mark
    }

    private func ownMark(of hub: String) -> HubMark? {
        if let hubDays { return hubDays.first { $0.hub == hub } }
        return hubs == [hub] ? mark(ofOnly: hub) : nil
    }

    /// The day as that of its only hub; nil without a record.
    func mark(ofOnly hub: String) -> HubMark? {
        guard records > 0 else { return nil }
        return HubMark(
            hub: hub, isComplete: isComplete, activeDevices: activeDevices, devicesThatDropped: devicesThatDropped,
            downtimeSeconds: downtimeSeconds, stillDown: stillDown, availability: availability, codes: codes)
    }
}

extension DaySummary.HubMark {
    /// The number that a measure shows.
    func value(_ kind: Measure.Kind) -> Double? {
        switch kind {
        case .devicesThatDropped: Double(devicesThatDropped)
        case .downtimeSeconds: downtimeSeconds.map(Double.init)
        case .stillDown: stillDown.map(Double.init)
        case .availability: availability
        }
    }

    /// The records of a code.
    func records(of code: String, operation: String, level: String) -> Double {
        Double(codes.first { $0.code == code && $0.operation == operation && $0.level == level }?.records ?? 0)
    }
}
