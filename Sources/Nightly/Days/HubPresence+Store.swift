import Diagnosis
import Model
import Report
import Settings
import Store

extension DayHistory {
    /// The hubs that are not simply there with records of a day, by name.
    func presence(of day: ReportDay) throws -> [String: HubPresence] {
        let clock = LocalClock(zone: day.timeZone)
        let (firstHour, endHour) = (day.span.start.hour, day.span.end.hour)
        let known = try states.wantedHubs()
        // A unit of one hub is told of the others of its database as a run over all of them is.
        let knowsOthers = try states.hubs().contains { $0.firstHour.map { $0 < firstHour } ?? false }
        let present = try hubsWithRecords(of: day)
        var result: [String: HubPresence] = [:]
        for hub in known {
            guard let first = hub.firstHour, first < endHour || present.contains(hub.hub) else { continue }
            if present.contains(hub.hub) {
                guard knowsOthers, first >= firstHour else { continue }
                let moment = try store.firstAndLastEvent(of: hub.hub, hour: first)?.first
                result[hub.name] = .new(since: moment ?? Instant(hour: first))
            } else if settings.retiredHubs.contains(hub.name.lowercased()) {
                result[hub.name] = .retired
            } else {
                result[hub.name] = try silent(hub, first: first, on: day, clock)
            }
        }
        return result
    }

    private func silent(_ hub: StoredHub, first: Int, on day: ReportDay, _ clock: LocalClock) throws -> HubPresence? {
        let most = (HubPresence.daysLookedBack + 1) * 25
        let hours = try store.hoursWithRecords(of: hub.hub, before: day.span.start, most: most)
        guard let last = hours.first else { return nil }
        // Without its events an hour is taken by its start, which is of the same day but where a zone's days begin
        // within an hour.
        let moment = try store.firstAndLastEvent(of: hub.hub, hour: last)?.last ?? Instant(hour: last)
        var ofDay: [CivilDate: Int] = [:]
        for hour in hours { ofDay[clock.date(Instant(hour: hour)), default: 0] += 1 }
        return HubPresence.ofSilent(
            on: day.date, hours: ofDay, first: clock.date(Instant(hour: first)),
            last: (moment, clock.date(moment)), settings: settings.analysisSettings)
    }
}
