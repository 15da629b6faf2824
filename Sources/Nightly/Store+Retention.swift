import Diagnosis
package import Model
package import Settings
package import Store

/// What a database can still be asked for after days of it were forgotten.
extension Store {
    /// Throws where pruning took events of a day: what is left of it would pass for all there was.
    func requireEvents(of day: ReportDay) throws {
        let retention = try retention()
        guard let from = retention.eventsFrom, !retention.keepsEvents(of: day.span) else { return }
        throw StoreError.pruned(before: from.description, asked: day.date.description)
    }

    /// Says on standard error that nothing is known of a day; false where there are records of it.
    package func warnsOfNoRecords(of day: ReportDay) throws -> Bool {
        guard try firstEvent(in: day.span) == nil else { return false }
        Console.problem(
            "no record of \(day.date) (\(day.timeZone)) in the database, so the day is unknown; import its logs",
            isWarning: true)
        return true
    }
}

extension Store {
    /// Forgets what is older than asked for, but not what it came to: the state of every hub is kept first.
    ///
    /// A run that dies between the two has kept a state more.
    package func forget(
        eventsBefore: Instant?, countsBefore: Instant?, givingBackSpace: Bool = false, settings: Configuration
    ) throws -> PruneResult {
        if let cut = try eventsCut(eventsBefore: eventsBefore, countsBefore: countsBefore) {
            var all = settings
            all.hubs = []
            _ = try StateKeeper(store: self, settings: all).state(at: cut)
        }
        return try prune(eventsBefore: eventsBefore, countsBefore: countsBefore, givingBackSpace: givingBackSpace)
    }
}

extension ZoneClock {
    /// The moment before which to forget, so that a length of time and no half day is kept.
    package func cut(keeping length: TimeSpan, now: Instant) throws -> Instant {
        try reportDay(of: date(at: now.advanced(bySeconds: -length.seconds))).span.start
    }
}
