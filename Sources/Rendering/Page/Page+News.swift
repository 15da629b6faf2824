import Diagnosis
import Model
import Report

extension Page {
    /// What changed since the days before, short enough for the first screen.
    func news() -> [String: Any] {
        let stillDown = stillDown
        let down = group(
            "Still down", stillDown.prefix(5).map(stillDownLine),
            of: report.totals.stillDown ?? stillDown.count, most: 5,
            place: report.input.events > 0 ? "#devices" : nil)
        let changes = [
            group("New", lines(.new)), group("Worse", lines(.worse)),
            group("Recovered", report.recovered.map { named($0.headline, hub: $0.hub) }),
            group("Silenced", lines(.silenced)),
        ].compactMap { $0 }
        let groups = [down].compactMap { $0 } + changes
        let isCompared = report.findings.contains { $0.state != nil } || report.changes != nil
        return [
            "news": groups, "hasNews": !groups.isEmpty,
            "nothingChanged": changes.isEmpty && isCompared && report.input.events > 0,
        ]
    }

    /// The devices that are down as the log ends, those that went last first, as far as the report has rows of them.
    private var stillDown: [(since: Instant, label: String, place: Int)] {
        report.devices.enumerated().compactMap { place, device in device.openSince.map { ($0, device.label, place) } }
            .sorted { ($0.since, $1.label) > ($1.since, $0.label) }
    }

    private func stillDownLine(_ row: (since: Instant, label: String, place: Int)) -> String {
        Clip.plain(label(of: report.devices[row.place]), 60) + " since " + clock.momentToMinute(row.since, on: day)
    }

    private func lines(_ state: FindingState) -> [String] {
        report.findings.filter { $0.state == state && ($0.needsAction || state == .silenced) }.map {
            named($0.headline, hub: $0.hub)
        }
    }

    /// - Parameters:
    ///   - count: how many there are, of which lines may be only the first.
    ///   - place: where the page has the others.
    private func group(
        _ title: String, _ lines: [String], of count: Int = 0, most: Int = 2, place: String? = nil
    ) -> [String: Any]? {
        guard !lines.isEmpty || count > 0 else { return nil }
        let count = max(count, lines.count)
        let shown = lines.prefix(most)
        let rest = count - shown.count
        // A day without records has no section of changes.
        let place = place ?? (report.input.events > 0 ? "#changes" : "#do-first")
        let clipped = shown.map { Clip.plain($0, 120) }
        let words = shown.isEmpty ? Words.counted(rest, "device") : "and " + Words.count(rest) + " more"
        let more = rest > 0 ? [words] : []
        return [
            "title": title, "count": Words.count(count), "place": place, "lines": clipped, "rest": more,
            "words": (clipped + more).joined(separator: "; "),
        ]
    }
}
