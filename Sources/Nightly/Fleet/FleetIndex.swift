import Delivery
import Model
import Rendering
import Report

/// Keeps the index of a folder whose reports are made from units: of days from what units say of them, and of those that no
/// unit knows, or that several databases know, from the index that stands there.
struct FleetIndex {
    let renderer: Renderer
    let timeZone: String
    /// Whether what stands there may be of real names where these are pseudonyms.
    let isRedacted: Bool

    /// - Parameter told: what units say of days; the last of a date counts.
    func update(_ told: [CalendarReport.Day], in output: OutputFolder) throws {
        let known = IndexFiles.present(in: output)
        let pages = ReportFolders.names(in: output.path)
        try NeighbourPages(renderer: renderer).update(pages, in: output)
        var days: [String: CalendarReport.Day] = [:]
        if !isRedacted, let known, known.timeZone == timeZone {
            for day in known.days { days[day.date] = day }
        }
        for day in told { days[day.date] = day }
        for page in pages where CivilDate(page) != nil && days[page] == nil {
            days[page] = CalendarReport.Day(pageOf: page)
        }
        let withPage = Set(pages)
        let report = CalendarReport(
            tool: DayReport.Tool(version: Version.text), timeZone: timeZone,
            days: days.values.sorted { $0.date < $1.date }.map { day in
                var day = day
                day.hasPage = withPage.contains(day.date)
                return day
            }, periods: pages.filter { Period($0) != nil })
        try IndexFiles.write(report, over: known, renderer, in: output)
    }
}
