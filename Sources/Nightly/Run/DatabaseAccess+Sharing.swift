import ClickHouse
import Delivery
import Diagnosis
import Model
import Settings
import Store

extension DatabaseAccess {
    /// Whether the drops of a day are to be put aside when it is worked out.
    ///
    /// ClickHouse has the names as they are: where reports have pseudonyms, a day is worked out once more for its drops.
    var wantsDrops: Bool { servers != nil && !settings.redact }

    /// Writes the daily results that ClickHouse does not have yet; nothing where the database is a file.
    ///
    /// - Parameters:
    ///   - reported: the days of which this run wrote a report.
    ///   - drops: those of days that this run worked out, as far as they were put aside.
    /// - Throws: `ClickHouseError`, and `DeliveryError` where drops cannot wait on disk; the next run then writes what is missing.
    func share(reported: Set<CivilDate>, drops: [CivilDate: SharedDropsAside]) throws {
        guard let servers else { return }
        let sharing = DaySharing(of: store, with: servers, timeZone: settings.timeZone, only: settings.hubs)
        try sharing.share(reported: reported, now: .now()) { date, take in
            try (drops[date] ?? dropsOnceMore(of: date))?.forEach(take)
        }
    }

    /// Works a day out once more, with what it was worked out with, for its drops; nil where its events are gone.
    private func dropsOnceMore(of date: CivilDate) throws -> SharedDropsAside? {
        var settings = settings
        settings.redact = false
        let day = try settings.clock().reportDay(of: date)
        guard try store.retention().keepsEvents(of: day.span) else { return nil }
        let days = try DayJob(DayHistory(store: store, settings: settings, mayKeep: false), settings)
        let folder = try OutputFolder(settings.requiredOutput(), readers: settings.requiredGroup()).path
        let aside = try ScratchFile(in: folder)
        if settings.jobs > 0 {
            let hubs = try HubsSideBySide(days, day, aside: aside, listsDrops: false, sharesDrops: true)
            // A day without the drops of one hub would count as all of it, for good.
            if let failure = hubs.firstFailure { throw failure }
            return hubs.sharedDrops
        }
        return try days.drops(of: day, aside: { try ScratchFile(in: folder) }) {
            [words = days.vocabulary] drops in
            var shared = SharedDropsAside(in: aside)
            try shared.add(drops, words)
            return shared
        }.taken
    }
}
