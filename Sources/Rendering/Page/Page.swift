import Diagnosis
import Model
import Report

/// What templates may name: the report in words, ready to be set, one name per thing said.
///
/// HTML, Markdown and plain text are made from the same names, so that they agree. Texts are plain; the template's
/// content type escapes them.
struct Page {
    /// Most rows that a page shows of a table; the rest is counted, and stands in the CSV files.
    static let mostDevices = 200
    static let firstDevices = 25
    static let mostRows = 100
    static let mostCards = 40
    static let mostIncidents = 30
    static let firstActions = 5
    static let mostChronic = 8

    let report: DayReport
    let clock: LocalClock
    let day: CivilDate

    let links: PageLinks

    init(_ report: DayReport, links: PageLinks = PageLinks()) {
        self.report = report
        self.links = links
        clock = LocalClock(zone: report.day.timeZone)
        day = report.day.civil
    }

    /// The names of the whole report.
    func context() -> [String: Any] {
        var context: [String: Any] = [:]
        for part in [
            masthead(), verdict(), coverage(), health(), actions(), incidents(), charts(), devices(), noise(), causes(),
            changes(), codes(), method(), states(), hubRows(), cohorts(), news(),
        ] {
            context.merge(part) { _, new in new }
        }
        return context
    }

    func masthead() -> [String: Any] {
        let zone =
            clock.name == "UTC"
            ? "Times are in UTC." : "Times are in \(clock.name) (\(clock.offsetNames(of: report.day.span)))."
        return [
            "hubs": Page.hubNames(report.allHubs), "hasUnnamedHub": report.hubs.contains(""),
            "dayLong": DateWords.long(day), "date": report.day.date, "zoneNote": zone,
            "start": report.day.start.description, "end": report.day.end.description, "revision": report.revision,
            "hasRevisions": report.revision > 1, "tool": report.tool.name, "version": report.tool.version,
            "hours": report.day.hours, "oddHours": report.day.hours != 24,
            "address": links.address(report.day.date + "/report.html"),
            "week": Period.week(of: day).name, "weekName": "Week \(Int(Period.week(of: day).name.suffix(2)) ?? 0)",
            "month": Period.month(of: day).name, "monthName": "\(DateWords.month(day.month)) \(day.year)",
        ]
    }

    /// A moment as the templates show it.
    func time(_ instant: Instant) -> [String: Any] {
        ["iso": instant.description, "clock": clock.moment(instant, on: day)]
    }

    /// A fragment that never changes for the same key, and is never that of another: where a character had to be
    /// replaced, a checksum (FNV-1a) tells the keys apart.
    static func anchor(_ key: String) -> String {
        var checksum: UInt32 = 2_166_136_261
        var safe = ""
        var isWhole = key.utf8.count <= 120
        for byte in key.utf8 {
            checksum = (checksum ^ UInt32(byte)) &* 16_777_619
            let isPlain = isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            // A colon parts the words of a key, and a hyphen does as well.
            if !isPlain, byte != UInt8(ascii: ":") { isWhole = false }
            if safe.utf8.count < 120 { safe.append(isPlain ? Character(Unicode.Scalar(byte)) : "-") }
        }
        if safe.first == "-" || safe.isEmpty { safe = "x" + safe }
        return isWhole ? safe : safe + "-" + String(checksum, radix: 16)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// Rows cut to what a page has room for, with a note on the rest.
func cut<Row>(_ rows: [Row], at most: Int) -> (shown: ArraySlice<Row>, rest: Int) {
    (rows.prefix(most), max(0, rows.count - most))
}
