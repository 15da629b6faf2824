import Diagnosis
import Foundation
package import Report

extension Renderer {
    /// What `notify.json` says.
    ///
    /// - Parameter base: the address under which the folder of all reports is found, without a closing slash; nil for no
    ///   links.
    package func notice(_ report: DayReport, base: String?) -> Notice {
        var notice = Notice(report)
        guard let base else { return notice }
        let day = base + "/" + report.day.date + "/"
        notice.links = Notice.Links(
            report: day + "report.html", json: day + "report.json", drops: day + "drops.csv",
            index: base + "/index.html")
        let pages = Dictionary(report.incidents.map { ($0.findingKey, $0.key) }) { first, _ in first }
        for position in notice.matters.indices {
            guard let key = pages[notice.matters[position].key] else { continue }
            notice.matters[position].link = day + "incidents/" + Page.anchor(key) + ".html"
        }
        return notice
    }
}

/// Bodies as JSON: keys sorted, on one line.
enum NoticeJSON {
    static func text(_ object: [String: Any]) throws -> String {
        let bytes = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What the bodies for people have in common.
struct NoticeWords {
    /// Most matters that a message of a chat lists.
    static let mostMatters = 10

    let notice: Notice

    /// `1. New: headline`, cut to the length that is left for it.
    func lines(_ matter: Notice.Matter, rank: Int) -> [String] {
        let state = matter.state.map { $0 == .new ? "New: " : $0 == .worse ? "Worse: " : "" } ?? ""
        let hub = notice.hubs.count > 1 && !matter.headline.contains(matter.hub) ? matter.hub + ": " : ""
        let step = matter.steps.first.map { ["   " + Clip.plain($0, 300)] } ?? []
        return ["\(rank). " + state + hub + Clip.plain(matter.headline, 400)] + step
    }

    var listed: [Notice.Matter] { Array(notice.matters.prefix(NoticeWords.mostMatters)) }

    /// How many matters, alerts and recoveries are left to say; nil where none.
    var rest: String? {
        let more = notice.matters.count + notice.mattersNotListed - listed.count
        let parts = [
            more > 0 ? "\(more) more in the report" : nil,
            notice.over.isEmpty ? nil : "\(notice.over.count) over since the day before",
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// Name and words of each number that is known.
    var numbers: [(name: String, words: String)] {
        notice.verdict.numbers.filter { $0.value != nil }.map { number in
            (number.label, number.valueWords + (number.pastWords.isEmpty ? "" : " (\(number.pastWords))"))
        }
    }

    /// What is missing, the sentence of the verdict, and the alerts that fired.
    var summary: String {
        let alerts = notice.alerts.prefix(5).map {
            "Alert \($0.rule)" + ($0.hub.isEmpty ? "" : " on \($0.hub)") + ": \($0.message)."
        }
        return Clip.plain(
            (notice.verdict.missing.prefix(2) + (notice.undelivered ?? []).prefix(2) + [notice.verdict.sentence]
                + alerts).joined(separator: " "), 2000)
    }
}
