import Diagnosis
import Model
import Settings
import Store

/// The words that the work on some hubs needs, of a database that may have those of many more.
enum PartialWords {
    /// - Parameters:
    ///   - span: of which events are to be told; they are passed once more for it.
    ///   - carried: the state with which they begin.
    static func load(_ hubs: [StoredHub], _ span: TimeWindow, _ carried: CarriedState, from store: Store) throws
        -> Vocabulary
    {
        var (clients, devices) = carried.words(try withoutNames(store))
        clients.formUnion(try store.clients(of: hubs.map(\.hub), in: span))
        return try store.vocabulary(clients: clients, devices: devices)
    }

    /// The words that the day of the hubs of a history needs; nil where those of all hubs are needed.
    static func load(of day: ReportDay, _ history: DayHistory) throws -> Vocabulary? {
        guard try areEnough(for: history.settings, history.store) else { return nil }
        let carried = try history.states.state(at: history.states.start(of: day))
        return try load(
            history.states.wantedHubs(), DayJob.dataSpan(of: day, history.settings), carried, from: history.store)
    }

    /// Texts and event types alone.
    static func withoutNames(_ store: Store) throws -> Vocabulary {
        try store.vocabulary(clients: NumberSet(), devices: NumberSet())
    }

    /// Whether somebody needs the names of all hubs' devices at once: pseudonyms, and inputs that name devices.
    static func areEnough(for settings: Configuration, _ store: Store) throws -> Bool {
        guard settings.jobs > 0, !settings.redact else { return false }
        return try settings.registry.isEmpty && settings.connectionEvents.isEmpty && !store.keepsRegistry()
    }
}
