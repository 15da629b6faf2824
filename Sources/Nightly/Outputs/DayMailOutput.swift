import Delivery

/// The report as a mail, whether or not it is sent.
struct DayMailOutput: FinalOutput {
    let name = "summary.eml"
    let about = "the report as a mail"

    func write(_ day: FinishedDay, to place: inout OutputPlace) throws {
        try place.write(day.messages.day.encoded())
    }
}
