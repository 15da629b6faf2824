import Rendering
import Report

/// A file that is one text made from the report.
struct TextOutput: ReportOutput {
    let name: String
    let about: String
    let text: @Sendable (Renderer, DayReport) throws -> String

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        try place.write(try text(day.renderer, day.report).utf8)
    }

    /// All that the report says, for programs.
    static let json = TextOutput(
        name: "report.json", about: "all that the report says, for programs", text: { try $0.json($1) })
    static let markdown = TextOutput(name: "report.md", about: "the report as Markdown") { try $0.markdown($1) }
    /// The day in three text messages.
    static let phone = TextOutput(name: "phone.txt", about: "the day in up to three text messages") {
        try $0.phoneText($1)
    }
}
