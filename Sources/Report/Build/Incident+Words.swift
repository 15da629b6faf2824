import Diagnosis
import Model

extension Incident.Kind {
    /// `Site outage`, at the beginning of a line.
    package var title: String { words.prefix(1).uppercased() + words.dropFirst() }

    /// `site outage`.
    package var words: String {
        self == .dailyQuota ? "used-up daily quota" : rawValue.replacing("-", with: " ")
    }

    /// Whose matter it is, the answer to "us or Azure?".
    package var side: String {
        switch self {
        case .siteOutage: "Your side: site, carrier or network"
        case .serviceIncident: "Azure's side"
        case .platformUpgrade: "Azure's side, planned"
        case .reconnectStorm: "Both: devices reconnected faster than the hub allows"
        case .dailyQuota: "Your side: more messages than the tier allows in a day"
        case .massDrop: "Undetermined: your side or Azure's"
        }
    }
}

extension Incident {
    /// `the whole hub`, `addresses 203.0.113.*`, `tag site=north`.
    package var scopeWords: String {
        switch scope {
        case .addressPrefix: "addresses \(scopeValue).*"
        case .tag: "tag \(scopeValue)"
        case .sdk: "SDK \(scopeValue)"
        case .hub: "the whole hub"
        }
    }

    /// `A service incident at 13:06 hit 684 devices (34 % of the fleet)`; where there are several hubs, the share is of
    /// the incident's own.
    func clause(clock: LocalClock, day: CivilDate, hubs: Int) -> String {
        let place = scope == .hub ? "" : ", \(scopeWords),"
        return "A \(kind.words) at \(clock.momentToMinute(start, on: day))\(place) hit "
            + Words.counted(devices, "device") + " (\(Words.share(shareOfFleet)) of \(hubs > 1 ? hub : "the fleet"))"
            + (notBack > 0 ? "; \(Words.count(notBack)) still offline" : "")
    }

    /// `half back after 40 s, nine tenths after 2 min 10 s`.
    package var recoveryWords: String {
        var parts: [String] = []
        if let medianBackSeconds { parts.append("median recovery \(Words.duration(medianBackSeconds))") }
        if let ninetiethBackSeconds { parts.append("90th percentile \(Words.duration(ninetiethBackSeconds))") }
        if notBack > 0 { parts.append("\(Words.count(notBack)) still offline at the end of the log") }
        return parts.isEmpty ? "not known" : parts.joined(separator: ", ")
    }

    /// `12.5 device-hours`, `at least 12.5 device-hours` while devices are away.
    package var downtimeWords: String {
        if downtimeSeconds == 0, medianBackSeconds == nil, notBack == 0 { return "downtime not known" }
        return (notBack > 0 ? "at least " : "") + Words.deviceHours(downtimeSeconds)
    }

    package var codesWords: String {
        codes.map { ($0.code.isEmpty ? "(none)" : $0.code) + " × " + Words.count($0.count) }.joined(separator: ", ")
    }

    /// Short enough for any ticket system (under 3,500 characters), all times in UTC.
    var ticketText: String {
        var lines = [
            "\(kind.title) on IoT hub \(hub), confidence \(confidence.name)",
            "Key: \(key)",
            "First drop: \(start)"
                + (startUncertaintySeconds > 0
                    ? " (true start up to \(Words.duration(startUncertaintySeconds)) earlier: keep-alive)" : ""),
            "Last drop: \(lastDrop ?? end)",
            "Over: \(end)",
            "Scope: \(scopeWords)",
            "Devices: \(Words.count(devices)) (\(Words.share(shareOfFleet)) of active devices), drops: \(Words.count(drops))",
            "Codes (drops that carry them): " + codesWords,
            "Recovery: " + recoveryWords,
            "Downtime: " + downtimeWords,
        ]
        if !evidenceFor.isEmpty { lines += ["For:"] + evidenceFor.prefix(8).map { "- " + $0 } }
        if !evidenceAgainst.isEmpty { lines += ["Against:"] + evidenceAgainst.prefix(8).map { "- " + $0 } }
        if notBack > 0 {
            lines.append(
                "Not back: " + notBackDevices.prefix(10).joined(separator: ", ")
                    + (notBack > 10 ? " and \(Words.count(notBack - min(10, notBackDevices.count))) more" : ""))
        }
        // A line feed in the name of a device would begin a forged line.
        return lines.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.joined(separator: "\n")
    }
}
