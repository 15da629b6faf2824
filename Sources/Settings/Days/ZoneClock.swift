import Foundation
package import Model

/// The wall clock of one IANA time zone.
///
/// Foundation knows the offsets; nothing here assumes one.
package struct ZoneClock: Equatable, Sendable {
    /// The name as it was given, `UTC` or `Europe/Berlin`.
    package let name: String
    private let zone: TimeZone

    /// Nil for a name that the zone database does not have.
    ///
    /// Abbreviations and fixed offsets (`PST`, `GMT+0530`) are refused, although Foundation takes them: an
    /// abbreviation names several zones, and an offset has no summer time.
    package init?(_ name: String) {
        let isRegion = name.contains("/") || name == "UTC" || name == "GMT"
        guard isRegion, name.utf8.count <= 64, let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    package static let utc = ZoneClock(name: "UTC", zone: .gmt)

    private init(name: String, zone: TimeZone) {
        self.name = name
        self.zone = zone
    }

    /// All names worth suggesting for a mistyped one.
    static var knownNames: [String] {
        TimeZone.knownTimeZoneIdentifiers + ["UTC"]
    }

    /// Seconds that the wall clock is ahead of UTC at a moment.
    package func offsetSeconds(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
    }

    /// The date on the wall at a moment.
    package func date(at instant: Instant) -> CivilDate {
        let (days, _) = wall(at: instant)
        return CivilDate(daysSince1970: days)
    }

    /// The time on the wall at a moment, rounded down to the minute: `07:12`.
    package func hourMinute(at instant: Instant) -> String {
        let minute = wall(at: instant).secondOfDay / 60
        return ZoneClock.hourMinute(minute)
    }

    private func wall(at instant: Instant) -> (days: Int, secondOfDay: Int) {
        let local = Int(instant.seconds) + offsetSeconds(at: instant)
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return (days, local - days * 86_400)
    }

    private static func hourMinute(_ minutes: Int) -> String {
        let hour = minutes / 60
        let minute = minutes % 60
        return (hour < 10 ? "0\(hour)" : String(hour)) + (minute < 10 ? ":0\(minute)" : ":\(minute)")
    }
}
