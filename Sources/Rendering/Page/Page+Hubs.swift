import Diagnosis
import Model
import Report

extension Page {
    /// Whether the page is that of several hubs, each of which has a page of its own.
    var isFleet: Bool { report.hubVerdicts.count > 1 }

    /// The hubs, those that most need to be heard first.
    func hubRows() -> [String: Any] {
        let rows = report.hubVerdicts.enumerated().sorted { left, right in
            let (one, other) = (Page.urgency(left.element.word), Page.urgency(right.element.word))
            return one != other ? one < other : left.offset < right.offset
        }
        return [
            "isFleet": isFleet, "hubRows": rows.map { hubRow($0.element) },
            "isHubPage": links.isOfOneHub, "root": links.root, "interactive": links.interactive.map { [$0] } ?? [],
            "portal": report.allHubs.count == 1 ? links.portal(of: report.allHubs[0]) : [],
        ]
    }

    private static func urgency(_ word: Verdict.Word) -> Int {
        switch word {
        case .noData: 0
        case .worse: 1
        case .trouble: 2
        case .incomplete: 3
        case .usual, .better, .calm: 4
        }
    }

    private func hubRow(_ verdict: HubVerdict) -> [String: Any] {
        let day = report.hubDays.first { $0.hub == verdict.hub }
        return [
            "name": verdict.hub.isEmpty ? Page.unnamedHub : verdict.hub,
            "page": links.hubs[verdict.hub].map { [links.root + "hubs/" + $0] } ?? [],
            "word": Page.shown(verdict.word), "wordClass": Page.wordClass(verdict.word),
            "numbers": verdict.numbers.map { hubNumber($0, of: verdict.word) },
            "trend": verdict.numbers.prefix(1).flatMap { Page.trend(verdict.trend, of: $0) },
            "active": day.map { Words.count($0.activeDevices) } ?? "–",
        ]
    }

    /// A number alone is no alarm where the day of the hub is none.
    private func hubNumber(_ measure: Measure, of word: Verdict.Word) -> [String: Any] {
        [
            "value": measure.value.map(measure.words) ?? "–",
            "bound": measure.value == nil ? [] : measure.bound.map { [$0.rawValue] } ?? [],
            "usual": measure.usual.map { ["usually " + measure.words($0)] }
                ?? measure.previous.map { ["day before " + measure.words($0)] } ?? [],
            "isWorse": measure.tendency == .worse && Page.urgency(word) < Page.urgency(.usual),
        ]
    }

    /// The word as people read it.
    static func shown(_ word: Verdict.Word) -> String { word == .trouble ? "needs you" : word.rawValue }

    /// A line with its hub in front, where the report has several and the line does not name it.
    func named(_ line: String, hub: String) -> String {
        guard report.hubs.count > 1 || isFleet, !hub.isEmpty, !line.contains(hub) else { return line }
        return hub + ": " + line
    }
}
