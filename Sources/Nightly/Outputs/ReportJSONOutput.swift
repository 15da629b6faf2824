import Rendering

/// All that the report says, for programs.
struct ReportJSONOutput: ReportOutput {
    let name = "report.json"

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        try place.write(try day.renderer.json(day.report).utf8)
    }
}
