import Diagnosis
import Model
import Report

extension Page {
    func verdict() -> [String: Any] {
        let verdict = report.verdict
        return [
            "word": verdict.word.rawValue, "wordClass": Page.anchor(verdict.word.rawValue.replacing(" ", with: "-")),
            "headline": verdict.headline, "sentence": verdict.sentence, "missing": missing,
            "hasMissing": !missing.isEmpty, "isMinor": isMinor, "comparedWith": verdict.comparedWith,
            "hasComparison": !verdict.comparedWith.isEmpty, "numbers": verdict.numbers.map(number),
            "numbersSentence": verdict.numbersSentence, "alerts": report.alerts.map(alert),
            "hasAlerts": !report.alerts.isEmpty,
        ]
    }

    /// What is to be said first: what the input lacks, and messages that did not arrive.
    var missing: [String] { report.verdict.missing + (report.undelivered ?? []) }

    /// Whether so little is missing that nobody has to act for it.
    var isMinor: Bool {
        report.input.isComparable && report.input.sideProblems.isEmpty && report.undelivered == nil
    }

    private func number(_ measure: Measure) -> [String: Any] {
        let unit = measure.kind == .devicesThatDropped ? "of " + Words.count(report.totals.activeDevices) : ""
        return [
            "label": measure.label, "value": measure.value.map(measure.words) ?? "–", "known": measure.value != nil,
            "bound": measure.value == nil ? [] : measure.bound.map { [$0.rawValue] } ?? [],
            "unit": measure.value == nil ? "not known" : unit, "hasUnit": measure.value == nil || !unit.isEmpty,
            "past": measure.pastWords, "usual": measure.usual.map { [measure.words($0)] } ?? [],
            "previous": measure.previous.map { [measure.words($0)] } ?? [], "hasUsual": measure.usual != nil,
            "tendency": measure.tendency?.rawValue ?? "",
            "hasTendency": measure.tendency != nil,
            "trend": Page.trend(report.trend, of: measure),
        ]
    }

    private func alert(_ alert: Alert) -> [String: Any] {
        ["rule": alert.rule.rawValue, "hub": alert.hub, "message": alert.message]
    }

    func coverage() -> [String: Any] {
        let input = report.input
        let hours = input.hours.enumerated().map { position, hour -> [String: Any] in
            let state =
                hour.missing ? "none" : !hour.hubsWithout.isEmpty ? "part" : hour.records == 0 ? "quiet" : "full"
            return [
                "clock": clock.minute(hour.start), "state": state, "records": Words.count(hour.records),
                "labelled": position % 3 == 0, "hour": String(clock.minute(hour.start).prefix(2)),
                "mark": ["none": "·", "part": "▯", "quiet": "▁"][state] ?? "▮",
                "without": hour.hubsWithout.joined(separator: ", "), "isPart": state == "part",
                "isMissing": state == "none", "isQuiet": state == "quiet",
            ]
        }
        let quiet = input.hours.count { $0.records == 0 && !$0.missing }
        let folder = rejectedFolder
        return [
            "coverage": hours, "hasRecords": input.events > 0, "hoursWithRecords": input.hoursWithRecords,
            "coverageComplete": input.hoursWithRecords == input.hours.count,
            "quietHours": quiet > 0 ? [Words.counted(quiet, "hour")] : [],
            "coverageMarks": hours.compactMap { $0["mark"] as? String }.joined(),
            "read": Words.count(input.eventsRead), "events": Words.count(input.events),
            "duplicates": Words.count(input.duplicates), "rejected": Words.count(input.rejected),
            "hasRejected": input.rejected > 0, "otherCategories": Words.count(input.otherCategories),
            "otherDays": Words.count(input.eventsOfOtherDays), "fileCount": Words.counted(input.fileCount, "file"),
            "firstEvent": input.firstEvent.map { [time($0)] } ?? [],
            "lastEvent": input.lastEvent.map { [time($0)] } ?? [], "errorOnly": input.errorOnly,
            "rejections": input.rejections.prefix(Page.mostRows).map {
                [
                    "file": $0.file, "name": String($0.file.dropFirst(folder.count)), "line": $0.line,
                    "reason": $0.reason, "text": String($0.text.prefix(200)),
                ] as [String: Any]
            }, "rejectedFolder": folder.isEmpty ? [] : [folder],
            "fewRejected": input.rejections.count <= Page.fewRejections,
            "rejectionsNotListed": notListed(
                Int(input.rejected) - min(input.rejections.count, Page.mostRows), "rejected record"),
        ]
    }

    /// The folder that all files lie in, where those of the rejected records are among them; else nothing.
    private var rejectedFolder: String {
        let folder = Page.commonFolder(report.input.files.map(\.path))
        return report.input.rejections.allSatisfy { $0.file.hasPrefix(folder) } ? folder : ""
    }

    /// So many stand open on the page.
    private static let fewRejections = 5

    /// `and 212 more rejected records`, as a list of one or none.
    func notListed(_ count: Int, _ one: String, _ many: String? = nil) -> [String] {
        Page.notListed(count, one, many)
    }
}
