import Rendering

/// The report as Markdown.
struct MarkdownOutput: ReportOutput {
    let name = "report.md"

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        try place.write(try day.renderer.markdown(day.report).utf8)
    }
}
