import Diagnosis
import Model

/// What hubs that are worked out apart have in common: found once, for all of them.
struct FleetInputs: Sendable {
    let inputs: DayInputs
    let facts: DayFacts
    /// Those of Event Grid.
    let connectionEvents: [ConnectionStateEvent]
    let redaction: Redaction?
    /// The words of all hubs, with real names, where those of one are not enough.
    let words: Vocabulary?
    /// What is kept of the days before.
    let rows: [CivilDate: DayHistory.Row?]
    /// Devices of a hub that are known to have moved to another.
    var moves: [Identity: DeviceMove] = [:]
}
