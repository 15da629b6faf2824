import Diagnosis
import Model
import Report

/// What the template of a device may name: the masthead of the report, and the day of one device or of several modules.
struct DevicePage {
    /// Most entries of a timeline that a page shows.
    static let mostEntries = 500

    let page: Page
    let devices: [DeviceReport]
    /// Whether the report of the day stands in the folder above.
    let hasReport: Bool
    /// Keys of those of the report that the device was part of.
    let incidents: Set<String>

    func context(name: String) -> [String: Any] {
        page.masthead().merging([
            "device": name, "identities": devices.map(identity), "hasIdentities": !devices.isEmpty,
            "hasReport": hasReport, "incidents": hasReport ? incidentLinks() : [], "hourLabels": page.hourLabels(),
            "missing": page.report.verdict.missing,
            "hasMissing": !page.report.verdict.missing.isEmpty, "isMinor": page.isMinor,
        ]) { $1 }
    }

    private func incidentLinks() -> [[String: String]] {
        page.report.incidents.filter { incidents.contains($0.key) }.map { incident in
            [
                "address": "../incidents/" + Page.anchor(incident.key) + ".html",
                "words": incident.kind.title + ", " + page.clock.moment(incident.start, on: page.day) + " to "
                    + page.clock.moment(incident.end, on: page.day),
            ]
        }
    }

    private func identity(_ device: DeviceReport) -> [String: Any] {
        let timeline = device.timeline
        let (entries, rest) = cut(timeline.entries, at: DevicePage.mostEntries)
        let strip = DayStrip(device.row?.strip ?? "")
        return [
            "name": timeline.module.isEmpty ? timeline.device : timeline.device + "/" + timeline.module,
            "hub": timeline.hub.isEmpty ? Page.unnamedHub : timeline.hub,
            "anchor": Page.anchor("\(timeline.hub)/\(timeline.device)/\(timeline.module)"),
            "summary": summary(device), "evidence": device.row?.evidence ?? "", "facts": facts(device),
            "hasStrip": strip.quarters > 0, "quarters": strip.quarters, "down": strip.down.isEmpty ? [] : [strip.down],
            "unknown": strip.unknown.isEmpty ? [] : [strip.unknown], "entries": entries.enumerated().map(entry),
            "hasEntries": !entries.isEmpty, "entriesNotListed": Page.notListed(rest, "event"),
            "past": device.past.map(past), "hasPast": device.past.contains { $0.drops != nil },
            "pastSpark": Sparkline.text(device.past.map(\.drops)),
        ]
    }

    private func summary(_ device: DeviceReport) -> String {
        guard let row = device.row else {
            return device.timeline.entries.isEmpty
                ? "No record of this day." : "Nothing unexpected on record for this day."
        }
        var parts = ["\(Words.counted(row.drops, "unexpected drop"))"]
        if page.report.input.errorOnly {
            parts.append("downtime not known")
        } else {
            parts.append(
                "\(Words.duration(row.downtimeSeconds)) down, the longest \(Words.duration(row.longestSeconds))")
        }
        if row.renewals > 0 { parts.append(Words.counted(row.renewals, "token renewal") + " beside them") }
        if row.failedConnects > 0 { parts.append(Words.counted(row.failedConnects, "refused connect")) }
        if let since = row.openSince { parts.append("down since " + page.clock.moment(since, on: page.day)) }
        return parts.joined(separator: "; ") + "."
    }

    private func facts(_ device: DeviceReport) -> [[String: String]] {
        guard let row = device.row else { return [] }
        let facts: [(String, String)] = [
            ("Main cause", Page.words(row.mainCause)),
            (
                "Codes",
                row.codes.map { ($0.code.isEmpty ? "(none)" : $0.code) + " × " + Words.count($0.count) }.joined(
                    separator: ", ")
            ),
            ("Usual drops a day", row.usualDrops.map { Words.decimals($0, $0 == $0.rounded() ? 0 : 1) } ?? ""),
            ("SDK", row.sdk), ("Protocol", row.transport), ("Address", row.address), ("Group", row.group),
        ]
        return facts.filter { !$0.1.isEmpty }.map { ["name": $0.0, "value": $0.1] }
    }

    private func entry(_ position: Int, _ entry: DeviceTimeline.Entry) -> [String: Any] {
        [
            "time": page.clock.moment(entry.time, on: page.day), "iso": entry.time.description,
            "anchor": "e\(position + 1)", "text": entry.text, "cause": entry.cause.map(Page.words) ?? "",
            "hasCause": entry.cause != nil, "isExpected": entry.cause?.isExpected ?? false,
            "confidence": entry.confidence?.name ?? "", "evidence": entry.evidence,
        ]
    }

    private func past(_ past: DeviceReport.Past) -> [String: Any] {
        [
            "date": past.date,
            "day": CivilDate(past.date).map { String(DateWords.weekday($0).prefix(3)) + " " + DateWords.short($0) }
                ?? past.date,
            "isKnown": past.drops != nil, "drops": past.drops.map { Words.count($0) } ?? "no report",
            "renewals": past.drops == nil ? "" : Words.count(past.renewals),
            "downtime": past.drops == nil
                ? "" : Words.duration(past.downtimeSeconds) + (past.isOpen ? ", still down" : ""),
        ]
    }
}
