import Foundation
package import Model

/// The wall clock of one IANA time zone.
///
/// Foundation knows the offsets; nothing here assumes one.
package struct ZoneClock: Equatable, Sendable {
    /// The name as it was given, `UTC` or `Europe/Berlin`.
    package let name: String
    private let zone: TimeZone

    package static let utc = ZoneClock(name: "UTC", zone: .gmt)
}

extension ZoneClock {
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
        let local = Int(instant.seconds) + offsetSeconds(at: instant)
        return CivilDate(daysSince1970: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
    }
}
