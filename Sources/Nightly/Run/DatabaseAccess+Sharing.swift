import ClickHouse
import Diagnosis
import Model
import Settings
import Store

extension DatabaseAccess {
    /// Writes the daily results that ClickHouse does not have yet; nothing where the database is a file.
    ///
    /// - Parameter reported: the days of which this run wrote a report.
    /// - Throws: `ClickHouseError`; the next run then writes what is missing.
    func share(reported: Set<CivilDate>) throws {
        guard let servers else { return }
        let sharing = DaySharing(of: store, with: servers, timeZone: settings.timeZone, only: settings.hubs)
        let drops = try dropSource()
        try sharing.share(reported: reported, now: .now(), drops: drops)
    }

    /// Works a day out once more, with what it was worked out with: its drops are kept nowhere.
    ///
    /// With hubs side by side there is no memory for the drops of all of them at once.
    private func dropSource() throws -> DaySharing.DropSource {
        guard settings.jobs == 0 else { return { _ in [] } }
        var settings = settings
        // The events there have their names too.
        settings.redact = false
        let clock = try settings.clock()
        var job: DayJob?
        return { [store, settings] date in
            let day = try clock.reportDay(of: date)
            guard try store.retention().keepsEvents(of: day.span) else { return [] }
            let days = try job ?? DayJob(store: store, settings: settings)
            job = days
            let taken = try days.drops(of: day) { drops in
                var unexpected: [Drop] = []
                try drops.forEachBatch(where: { !$0.isExpected }) { unexpected += $0 }
                return (drops: unexpected, codes: drops.codeSets, incidents: [""] + drops.incidents)
            }.taken
            return taken.drops.map { drop in
                SharedDrop(
                    drop, days.vocabulary, codes: taken.codes[Int(drop.codes)],
                    incident: taken.incidents[Int(drop.incident)])
            }
        }
    }
}

extension SharedDrop {
    /// As `DropsCSV` writes it.
    fileprivate init(_ drop: Drop, _ words: Vocabulary, codes: [String], incident: String) {
        self.init()
        let client = words.clients[Int(drop.client)]
        hub = words.text(drop.hub)
        device = words.devices[Int(drop.device)]
        (start, end) = (drop.start, drop.end)
        downtimeSeconds = drop.downtimeSeconds
        downtimeInDaySeconds = drop.downtimeInDaySeconds
        (cause, confidence) = (drop.cause.name, drop.confidence.name)
        self.codes = codes.filter { !$0.isEmpty }.joined(separator: "+")
        transport = words.text(client.transport)
        sdk = words.text(drop.sdk)
        address = words.text(client.address)
        connectionAgeSeconds = drop.connectionAgeSeconds
        self.incident = incident
    }
}
