/// The page that all others are found from.
struct PageOutput: FinalOutput {
    let name = "report.html"
    let about = "the report as a page"

    func write(_ day: FinishedDay, to place: inout OutputPlace) throws {
        try place.write(day.page.utf8)
    }
}
