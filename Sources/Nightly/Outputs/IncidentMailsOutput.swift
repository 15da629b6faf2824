import Delivery

/// A mail for each incident, where somebody wants them.
struct IncidentMailsOutput: FinalOutput {
    let name = "incidents/"
    let about = "a mail"
    let endings = [".eml"]

    func write(_ day: FinishedDay, to place: inout OutputPlace) throws {
        for (name, message) in day.messages.incidents { try place.write(message.encoded(), to: name) }
    }
}
