import Diagnosis
import Model
import Report

extension Page {
    /// The names of `mail.html` and `mail.txt`.
    func mail(room: MailRoom) -> [String: Any] {
        var context: [String: Any] = [:]
        for part in [masthead(), verdict(), coverage(), noise(), news(), mailActions(room), mailIncidents(room)] {
            context.merge(part) { _, new in new }
        }
        let (devices, rest) = cut(report.devices.filter { $0.drops > 0 }, at: room.devices)
        let unlisted = rest + report.devicesNotListed
        let tone = Page.tone(report.verdict.word)
        context["wordClass"] = tone.name
        context["wordColour"] = tone.colour
        context["sentence"] = Clip.plain(report.verdict.sentence, 900)
        context["missing"] = missing.prefix(room.sentences).map { Clip.plain($0, 400) }
        context["missingNotListed"] = notListed(
            missing.count - min(missing.count, room.sentences), "missing item",
            "missing items")
        context["numbers"] = zip(report.verdict.numbers, context["numbers"] as? [[String: Any]] ?? []).map(mailNumber)
        context["hasPast"] = report.verdict.numbers.contains { $0.previous != nil || $0.usual != nil }
        context["numberLines"] = mailNumberLines()
        context["devices"] = devices.map(mailDevice)
        context["deviceLines"] = mailDeviceLines(Array(devices))
        context["hasDevices"] = !devices.isEmpty
        context["hasOpen"] = devices.contains { $0.openSince != nil }
        context["deviceCount"] = devices.count
        context["devicesNotListed"] = notListed(unlisted, "device")
        context["noneDropped"] = report.totals.devicesThatDropped == 0
        context["dropBars"] = dropBars()
        context["changeLines"] = mailChanges()
        context["hasChangeLines"] = report.changes != nil && !mailChanges().isEmpty
        context["recordTotal"] = Words.counted(report.totals.records, "record")
        context["attachments"] = [String]()
        context["incidentCount"] = Words.counted(report.incidents.count, "incident")
        context["dropTotal"] = Words.counted(report.totals.drops, "drop")
        context["renewalTotal"] = Words.counted(report.totals.renewals, "token renewal")
        return context
    }

    private func mailNumber(_ measure: Measure, _ words: [String: Any]) -> [String: Any] {
        var words = words
        let tone = Page.tone(measure.tendency == .worse ? .worse : measure.tendency == .better ? .better : .usual)
        words["tendencyTone"] = tone.name
        words["tendencyColour"] = tone.colour
        return words
    }

    private func mailActions(_ room: MailRoom) -> [String: Any] {
        let (shown, rest) = cut(report.actions, at: room.actions)
        return [
            "actions": shown.map { action -> [String: Any] in
                [
                    "rank": action.rank,
                    "headline": Clip.plain(Page.sentence(named(action.headline, hub: action.hub)), 300),
                    "steps": action.steps.prefix(2).map { Clip.plain($0, 300) },
                    "saves": action.savesWords, "hasSaves": !action.savesWords.isEmpty,
                    "confidence": action.confidence.name,
                    "deviceList": deviceList(
                        action.devices.map { Clip.plain($0, 60) }, of: action.deviceCount, most: 5),
                    "hasDevices": !action.devices.isEmpty,
                    "runbook": action.runbook.map { [link(Clip.plain($0, 300))] } ?? [],
                ]
            }, "hasActions": !shown.isEmpty,
            "moreActions": notListed(rest + report.actionsNotListed, "thing to do", "things to do"),
            "isQuiet": report.incidents.isEmpty && report.alerts.isEmpty && (report.totals.stillDown ?? 0) == 0,
        ]
    }

    private func mailIncidents(_ room: MailRoom) -> [String: Any] {
        let shown = foremostIncidents(room.incidents)
        return [
            "incidents": shown.map { number, incident -> [String: Any] in
                var context = self.incident(incident, number: number)
                context["for"] = incident.evidenceFor.prefix(3).map { Clip.plain($0, 300) }
                context["against"] = incident.evidenceAgainst.prefix(2).map { Clip.plain($0, 300) }
                context["actions"] = incident.actions.prefix(2).map { Clip.plain($0, 300) }
                context["codes"] = Clip.plain(incident.codesWords, 200)
                context["scope"] = Clip.plain(incident.scopeWords, 120)
                return context
            }, "hasIncidents": !shown.isEmpty,
            "incidentsNotListed": notListed(report.incidents.count - shown.count, "incident"),
        ]
    }

    private func mailDevice(_ device: DeviceDay) -> [String: Any] {
        return [
            "name": Clip.plain(device.label, 140), "cause": Page.words(device.mainCause),
            "hub": device.hub, "manyHubs": report.hubs.count > 1,
            "downtime": downtime(device.downtimeSeconds, of: device),
            "open": device.openSince != nil,
            "openSince": device.openSince.map { clock.momentToMinute($0, on: day) } ?? "",
            "drops": Words.count(device.drops),
            "codes": device.codes.isEmpty
                ? []
                : [
                    Clip.plain(
                        device.codes.prefix(3).map { $0.code.isEmpty ? "(none)" : $0.code }.joined(separator: " "), 60)
                ],
        ]
    }

    private func mailChanges() -> [String] {
        guard let changes = report.changes else { return [] }
        var lines: [String] = []
        func add(_ title: String, _ marks: [Changes.Mark]) {
            guard !marks.isEmpty else { return }
            let names = marks.map { mark in
                let name = mark.module.isEmpty ? mark.device : mark.device + "/" + mark.module
                return Clip.plain(report.hubs.count > 1 ? mark.hub + "/" + name : name, 60)
            }
            lines.append("\(title): \(deviceList(names, of: names.count, most: 5))")
        }
        add("Dropped on none of the days before", changes.newDevices ?? [])
        add("Dropped far more than usual", changes.worse)
        add("Back since", changes.recovered)
        add("Down since before the day began", changes.longDown)
        if !changes.newCodes.isEmpty { lines.append("New codes: " + Clip.plain(Words.list(changes.newCodes), 200)) }
        if !changes.vanishedCodes.isEmpty {
            lines.append("Codes no longer seen: " + Clip.plain(Words.list(changes.vanishedCodes), 200))
        }
        return lines
    }

    /// With a full stop at the end.
    static func sentence(_ text: String) -> String {
        text.hasSuffix(".") ? text : text + "."
    }
}
