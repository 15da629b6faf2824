import Diagnosis
import Model
import Report

extension Page {
    /// What others say of the day: Azure of its health, Event Grid of the log.
    func health() -> [String: Any] {
        let numbers = Dictionary(report.incidents.enumerated().map { ($1.key, $0 + 1) }) { first, _ in first }
        return [
            "hasHealth": !report.health.isEmpty,
            "health": report.health.map { event -> [String: Any] in
                let matched = event.incidents.compactMap { numbers[$0] }.filter { $0 <= Page.mostIncidents }
                return [
                    "source": event.source, "place": event.hub ?? "all hubs of the region", "state": event.state,
                    "title": event.title, "tracking": event.trackingID.isEmpty ? [] : [event.trackingID],
                    "start": time(event.start), "end": event.end.map { [time($0)] } ?? [],
                    "incidents": matched.isEmpty
                        ? [] : [(matched.count == 1 ? "incident " : "incidents ") + Words.list(matched.map { "\($0)" })]
                        ,
                ]
            },
            "connectionEvents": report.input.connectionEvents.map { coverage -> [String: Any] in
                [
                    "words": coverage.words { clock.minute($0) },
                    "examples": coverage.examples.isEmpty ? [] : [examples(coverage)],
                ]
            },
        ]
    }

    private func examples(_ coverage: ConnectionEventCoverage) -> String {
        let shown = coverage.examples.prefix(5).map { example in
            let name = example.module.isEmpty ? example.device : example.device + "/" + example.module
            return
                "\(name) \(example.isConnected ? "connected" : "disconnected") at \(clock.moment(example.time, on: day))"
        }
        let rest = coverage.withoutRecord - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(Words.count(rest)) more" : "")
    }
}
