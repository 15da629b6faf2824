import Rendering

/// The day in three text messages.
struct PhoneTextOutput: ReportOutput {
    let name = "phone.txt"

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        try place.write(try day.renderer.phoneText(day.report).utf8)
    }
}
