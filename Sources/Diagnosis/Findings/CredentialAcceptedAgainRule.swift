import Model

/// Devices whose credentials were refused for a while and are accepted again.
struct CredentialAcceptedAgainRule: FindingRule {
    static let text = RuleText(
        name: "credential-accepted-again",
        title: "Credential refused for a while, accepted again",
        what: "Devices that the hub refused with 401 again and again until it took them back, on the day or after it.",
        why:
            "Nothing is down any more, but what refused the device for hours can do so again: a clock that somebody set, a "
            + "key or certificate that was changed back, a token that a person renewed.",
        thresholds:
            "At least \(.refusals) refusals in one drop that is neither a renewal nor part of an incident.",
        actions: [
            "Find out what made the hub take the device back: a clock that was set, a key or certificate that was changed.",
            "Make sure that it cannot happen again: NTP on the device, a renewal before the end date.",
        ],
        source: MicrosoftDocs.errorCodes + "#401003-iothubunauthorized-error")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let ended = day.drops.filter {
            $0.cause == .credentialRefused && $0.incident == 0 && !$0.isOpen && $0.start < evidence.day.end
                && $0.end >= evidence.day.start && Double($0.refused) >= evidence.settings[.refusals]
        }
        guard let last = ended.last, !day.identity.isErrorOnly else { return }
        let refusals = ended.reduce(0) { $0 + Int($1.refused) }
        let down = ended.reduce(Int64(0)) {
            $0 + evidence.clock.instant($1.end).seconds(since: evidence.start(of: $1, day.identity.state))
        }
        // To the second: this is what a log of the device is searched by.
        let length = Words.duration(down) + (down >= 3600 && down % 60 > 0 ? " \(down % 60) s" : "")
        let note = "\(Words.counted(refusals, "refusal")), down \(length), back since \(evidence.words(last.end))"
        found.append(FoundDevice(day, in: evidence, note: note))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.byHub.map { hub, devices in
            let headline =
                devices.count == 1
                ? "\(devices[0].name) was refused for a while: \(devices[0].note)"
                : "\(Words.count(devices.count)) devices were refused for a while and are back"
            return devices.finding(
                .credentialRefused, hub: hub, group: "ended", confidence: .medium, headline: headline,
                evidence: devices.notes(), actions: CredentialAcceptedAgainRule.text.actions, in: evidence)
        }
    }
}
