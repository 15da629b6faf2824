import Diagnosis
import Model
import Report

/// What the templates of tickets may name: the report in words, each cut so that its escaped form fits.
struct TicketPage {
    let page: Page
    private let profile: TicketProfile
    private let type: ReportContentType
    /// Whether every text is cut to half, because even without rows there is no room.
    private var isTight = false

    init(_ page: Page, profile: TicketProfile) {
        self.page = page
        self.profile = profile
        type = ReportContentType(file: "." + profile.fileEnding)
    }

    private var report: DayReport { page.report }

    /// Most rows of the list at the end of a day's text.
    var mostRows: Int { listed.count }

    private var listed: [DeviceDay] { report.devices.filter { $0.drops > 0 } }

    /// How much of a text is shown where room is short, and where it is not.
    private func clip(_ text: String, _ short: Int, _ long: Int = 600) -> String {
        let most = profile == .plain ? short : max(short, long)
        return Clip.clipped(text, isTight ? most / 2 : most, escape: type.escapeText)
    }

    /// The names of a day's text with at most so many rows; below 0 its other texts are shorter, too.
    func day(rows: Int) -> (template: String, names: [String: Any]) {
        if rows < 0, !isTight { return tight.day(rows: 0) }
        var names = page.masthead()
        for part in [head(), dayActions(), dayIncidents(), page.noise(), coverage(), devices(rows)] {
            names.merge(part) { _, new in new }
        }
        names["key"] = Clip.clipped("day-" + page.hubWord + "-" + report.day.date, 120, escape: type.escapeText)
        return ("ticket-day", names)
    }

    func incident(
        _ incident: IncidentReport, number: Int, rows: Int
    ) -> (template: String, names: [String: Any]) {
        if rows < 0, !isTight { return tight.incident(incident, number: number, rows: 0) }
        var names = page.masthead()
        names.merge(page.incident(incident, number: number)) { _, new in new }
        // A script looks for the whole of it.
        names["key"] = Clip.clipped(incident.key, 220, escape: type.escapeText)
        names["hub"] = clip(incident.hub, 80, 80)
        names["scope"] = clip(incident.scopeWords, 120)
        names["codes"] = clip(incident.codesWords, 160)
        names["actions"] = incident.actions.prefix(3).map { clip($0, 220) }
        let (reasons, moreReasons) = cut(incident.evidenceFor, at: profile == .plain ? 5 : 8)
        let (doubts, moreDoubts) = cut(incident.evidenceAgainst, at: profile == .plain ? 3 : 8)
        names["for"] = reasons.map { clip($0, 180) }
        names["against"] = doubts.map { clip($0, 180) }
        names["evidenceNotListed"] = page.notListed(moreReasons + moreDoubts, "fact")
        let (shown, rest) = cut(incident.notBackDevices, at: rows)
        names["notBackDevices"] = shown.map { clip($0, 140, 140) }
        names["notBackNotListed"] = page.notListed(
            rest + max(0, incident.notBack - incident.notBackDevices.count), "device")
        names["day"] = page.masthead()["dayLong"]
        return ("ticket-incident", names)
    }

    private var tight: TicketPage {
        var tight = self
        tight.isTight = true
        return tight
    }

    func phone() -> [String: Any] {
        let subject = Clip.clipped(page.subject, 150, escape: type.escapeText)
        let action = report.actions.first.map { Page.sentence(page.named($0.headline, hub: $0.hub)) } ?? ""
        let missing = page.missing.first.map { Clip.clipped($0, 80, escape: type.escapeText) + " " } ?? ""
        let sentence = Clip.clipped(report.verdict.sentence, missing.isEmpty ? 170 : 100, escape: type.escapeText)
        let first = Clip.clipped(action, 110, escape: type.escapeText)
        return [
            "subject": subject, "sentence": missing + sentence,
            "first": action.isEmpty || sentence.contains(first) ? [] : [first],
        ]
    }

    private func head() -> [String: Any] {
        let verdict = report.verdict
        let (missing, rest) = cut(page.missing, at: profile == .plain ? 2 : 8)
        return [
            "title": clip(page.subject, 150, 200), "headline": verdict.headline,
            "sentence": clip(verdict.sentence, 560, 900),
            "hubs": clip(page.masthead()["hubs"] as? String ?? "", 120),
            "missing": missing.map { clip($0, 180) }, "hasMissing": !page.missing.isEmpty,
            "missingNotListed": page.notListed(rest, "missing item", "missing items"),
            "numbers": page.verdict()["numbers"] ?? [], "numbersSentence": verdict.numbersSentence,
            "alerts": report.alerts.prefix(2).map {
                ["rule": clip($0.rule.rawValue, 40), "hub": clip($0.hub, 60), "message": clip($0.message, 160)]
            }, "hasAlerts": !report.alerts.isEmpty,
            "alertsNotListed": page.notListed(report.alerts.count - min(2, report.alerts.count), "alert"),
        ]
    }

    /// Few things in the head of the text, where every system shows them, and the others after it.
    private func dayActions() -> [String: Any] {
        let (first, rest) = cut(report.actions, at: 3)
        let (more, unlisted) = cut(Array(report.actions.dropFirst(3)), at: profile == .plain ? 0 : 10)
        return [
            "actions": first.map { action($0, steps: profile == .plain ? 1 : 2) }, "hasActions": !first.isEmpty,
            "hasOtherActions": rest > 0 && !more.isEmpty, "otherActions": more.map { action($0, steps: 4) },
            "moreActions": page.notListed(unlisted + report.actionsNotListed, "thing to do", "things to do"),
            "isQuiet": report.incidents.isEmpty && report.alerts.isEmpty && (report.totals.stillDown ?? 0) == 0,
        ]
    }

    private func action(_ action: Action, steps: Int) -> [String: Any] {
        [
            "rank": action.rank,
            "headline": clip(Page.sentence(page.named(action.headline, hub: action.hub)), 180, 180),
            "saves": action.savesWords,
            "hasSaves": !action.savesWords.isEmpty, "faults": action.faultWords.map { [$0] } ?? [],
            "confidence": action.confidence.name,
            "steps": action.steps.prefix(steps).map { clip($0, 140, 140) },
            "deviceList": clip(page.deviceList(action.devices, of: action.deviceCount, most: 5), 90, 140),
            "hasDevices": !action.devices.isEmpty,
        ]
    }

    private func dayIncidents() -> [String: Any] {
        let first = page.foremostIncidents(3)
        let others = report.incidents.enumerated().filter { one in !first.contains { $0.number == one.offset + 1 } }
        let (more, unlisted) = cut(others, at: profile == .plain ? 0 : 10)
        return [
            "incidents": first.map { incidentLine($0.incident, number: $0.number, facts: profile == .plain ? 1 : 2) },
            "hasIncidents": !first.isEmpty, "hasOtherIncidents": !more.isEmpty,
            "otherIncidents": more.map { incidentLine($0.element, number: $0.offset + 1, facts: 3) },
            "incidentsNotListed": page.notListed(unlisted, "incident"),
        ]
    }

    private func incidentLine(_ incident: IncidentReport, number: Int, facts: Int) -> [String: Any] {
        var names = page.incident(incident, number: number)
        names["key"] = clip(incident.key, 90, 220)
        names["hub"] = clip(incident.hub, 40, 80)
        names["scope"] = clip(incident.scopeWords, 50, 120)
        names["codes"] = clip(incident.codesWords, 60, 160)
        names["for"] = incident.evidenceFor.prefix(facts).map { clip($0, 90, 180) }
        names["against"] = incident.evidenceAgainst.prefix(facts).map { clip($0, 90, 180) }
        return names
    }

    private func coverage() -> [String: Any] {
        var names = page.coverage()
        names["recordTotal"] = Words.counted(report.totals.records, "record")
        names["rejections"] = [[String: Any]]()
        return names
    }

    private func devices(_ rows: Int) -> [String: Any] {
        let (shown, rest) = cut(listed, at: rows)
        return [
            "devices": shown.map { device in
                [
                    "name": clip(page.label(of: device), 300), "cause": Page.words(device.mainCause),
                    "hub": clip(device.hub, 80), "manyHubs": report.hubs.count > 1,
                    "downtime": page.downtime(device.downtimeSeconds, of: device),
                    "open": device.openSince != nil, "drops": Words.count(device.drops),
                    "codes": clip(
                        device.codes.prefix(3).map { $0.code.isEmpty ? "(none)" : $0.code }.joined(separator: " "), 60),
                    "strip": DayStrip.text(device.strip),
                ] as [String: Any]
            }, "hasDevices": !shown.isEmpty, "noneDropped": report.totals.devicesThatDropped == 0,
            "devicesNotListed": page.notListed(rest + report.devicesNotListed, "device"),
        ]
    }
}

extension Page {
    /// The incidents that cost most, in the order of time, with their numbers in the report.
    func foremostIncidents(_ count: Int) -> [(number: Int, incident: IncidentReport)] {
        let ranked = report.incidents.enumerated().sorted { left, right in
            let (one, other) = (left.element.downtimeSeconds, right.element.downtimeSeconds)
            return one != other ? one > other : left.offset < right.offset
        }
        return ranked.prefix(count).sorted { $0.offset < $1.offset }.map { ($0.offset + 1, $0.element) }
    }

    /// The hub, or `all-hubs` where the report has several: part of the key of a day.
    var hubWord: String { report.hubs.count == 1 ? report.hubs[0] : "all-hubs" }
}
