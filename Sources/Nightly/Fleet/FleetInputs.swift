import Diagnosis
import Model
import Store

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
    /// Those of the database, and those with records of the day: to ask for them takes a pass over the hours of all.
    let hubs: [StoredHub]
    let present: Set<TextID>
    /// Devices of a hub that are known to have moved to another.
    var moves: [Identity: DeviceMove] = [:]
}
