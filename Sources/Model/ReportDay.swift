/// One calendar day of a time zone: 23 to 25 hours long where the clocks change.
package struct ReportDay: Hashable, Sendable {
    package let date: CivilDate
    /// The IANA name, `UTC` or `Europe/Berlin`.
    package let timeZone: String
    package let span: TimeWindow

    package init(date: CivilDate, timeZone: String, span: TimeWindow) {
        self.date = date
        self.timeZone = timeZone
        self.span = span
    }

    /// The day of UTC, which always has 24 hours.
    package init(utc date: CivilDate) {
        let start = Instant(seconds: Int64(date.daysSince1970) * 86_400)
        self.init(date: date, timeZone: "UTC", span: TimeWindow(from: start, to: start.advanced(bySeconds: 86_400)))
    }
}
