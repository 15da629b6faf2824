import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings
import Store

/// Keeps `index.html`, the calendar of all reports in the folder, and `index.json`, which it is made from, and the pages
/// that lead from one report to the next.
struct IndexJob {
    let history: DayHistory
    let settings: Configuration
    let redaction: Redaction?
    let renderer: Renderer

    /// Writes both anew where they differ from what stands there; they get their names with the folder's group.
    func update(in output: OutputFolder) throws {
        let known = IndexFiles.present(in: output)
        let pages = ReportFolders.names(in: output.path)
        try NeighbourPages(renderer: renderer).update(pages, in: output)
        try IndexFiles.write(try calendar(known, pages: pages), over: known, renderer, in: output)
    }

    /// Only days whose summary has changed are read: a year of summaries of a large fleet takes seconds.
    private func calendar(_ known: CalendarReport?, pages: [String]) throws -> CalendarReport {
        let tool = DayReport.Tool(version: Version.text)
        // What stands there may have been written before anybody thought of pseudonyms.
        let isSameProgram = known?.tool == tool && known?.timeZone == settings.timeZone && redaction == nil
        let entries = Dictionary((known?.days ?? []).map { ($0.date, $0) }) { first, _ in first }
        let withPage = Set(pages)
        var days: [String: CalendarReport.Day] = [:]
        for page in pages where CivilDate(page) != nil {
            days[page] = redaction == nil ? entries[page] : nil
            if days[page] == nil { days[page] = CalendarReport.Day(pageOf: page) }
            days[page]?.hasPage = true
        }
        for date in try history.dates().sorted() {
            let name = date.description
            let fingerprint = try history.keptFingerprint(of: date)?.ofReport ?? ""
            if isSameProgram, var entry = entries[name], entry.fingerprint == fingerprint {
                entry.hasPage = withPage.contains(name)
                days[name] = entry
            } else if let row = try history[date], let summary = row.summary {
                days[name] = CalendarReport.Day(
                    redaction?.shown(summary) ?? summary, revision: Int(row.revision), fingerprint: fingerprint,
                    hasPage: withPage.contains(name))
            }
        }
        return CalendarReport(
            tool: tool, timeZone: settings.timeZone, days: days.values.sorted { $0.date < $1.date },
            periods: pages.filter { Period($0) != nil })
    }
}

/// The two files of an index.
enum IndexFiles {
    static func present(in output: OutputFolder) -> CalendarReport? {
        FileManager.default.contents(atPath: output.path + "/index.json").flatMap {
            try? JSONDecoder().decode(CalendarReport.self, from: $0)
        }
    }

    /// Writes both anew where they differ from what stands there.
    static func write(
        _ report: CalendarReport, over known: CalendarReport?, _ renderer: Renderer, in output: OutputFolder
    ) throws {
        let page = try renderer.index(report)
        let isCurrent =
            known == report
            && FileManager.default.contents(atPath: output.path + "/index.html") == Data(page.utf8)
        guard !isCurrent else { return }
        try output.write(try renderer.json(report), to: "index.json")
        try output.write(page, to: "index.html")
    }
}
