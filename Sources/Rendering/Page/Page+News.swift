import Diagnosis
import Model
import Report

extension Page {
    /// What changed since the days before, short enough for the first screen.
    func news() -> [String: Any] {
        let groups = [
            group("New", lines(.new)), group("Worse", lines(.worse)),
            group("Recovered", report.recovered.map { named($0.headline, hub: $0.hub) }),
            group("Silenced", lines(.silenced)),
        ].compactMap { $0 }
        let isCompared = report.findings.contains { $0.state != nil } || report.changes != nil
        return ["news": groups, "hasNews": !groups.isEmpty, "nothingChanged": groups.isEmpty && isCompared]
    }

    private func lines(_ state: FindingState) -> [String] {
        report.findings.filter { $0.state == state && ($0.needsAction || state == .silenced) }.map {
            named($0.headline, hub: $0.hub)
        }
    }

    private func group(_ title: String, _ lines: [String]) -> [String: Any]? {
        guard !lines.isEmpty else { return nil }
        let (shown, rest) = cut(lines, at: 2)
        return [
            "title": title, "count": Words.count(lines.count), "lines": shown.map { Clip.plain($0, 120) },
            "rest": rest > 0 ? ["and " + Words.count(rest) + " more"] : [],
        ]
    }
}
