import Diagnosis
import Model
import Report

extension Page {
    /// What changed since the days before, short enough for the first screen.
    func news() -> [String: Any] {
        let groups = [
            group(Page.stillDownTitle, stillDown, of: report.totals.stillDown ?? 0, most: 5, place: "#devices"),
            group("New", lines(.new)), group("Worse", lines(.worse)),
            group("Recovered", report.recovered.map { named($0.headline, hub: $0.hub) }),
            group("Silenced", lines(.silenced)),
        ].compactMap { $0 }
        let isCompared = report.findings.contains { $0.state != nil } || report.changes != nil
        let isChanged = groups.contains { $0["title"] as? String != Page.stillDownTitle }
        return [
            "news": groups, "hasNews": !groups.isEmpty,
            "nothingChanged": !isChanged && isCompared && report.input.events > 0,
        ]
    }

    private static let stillDownTitle = "Still down"

    /// The devices that are down as the log ends, those that went last first.
    private var stillDown: [String] {
        report.devices.filter { $0.openSince != nil }
            .sorted { ($0.openSince ?? report.day.start, $1.label) > ($1.openSince ?? report.day.start, $0.label) }
            .map { device in
                let since = device.openSince.map { " since " + clock.momentToMinute($0, on: day) } ?? ""
                return Clip.plain(label(of: device), 60) + since
            }
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
        guard !lines.isEmpty else { return nil }
        let count = max(count, lines.count)
        let shown = lines.prefix(most)
        let rest = count - shown.count
        // A day without records has no section of changes.
        let place = place ?? (report.input.events > 0 ? "#changes" : "#do-first")
        let clipped = shown.map { Clip.plain($0, 120) }
        let more = rest > 0 ? ["and " + Words.count(rest) + " more"] : []
        return [
            "title": title, "count": Words.count(count), "place": place, "lines": clipped, "rest": more,
            "words": (clipped + more).joined(separator: "; "),
        ]
    }
}
