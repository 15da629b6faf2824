import Model

/// Refused attempts in the name of a device that is online: somebody else tries with a credential that holds no more.
struct SecondPartyRule: FindingRule {
    static let text = RuleText(
        name: "second-party",
        title: "A second party with an old credential",
        what: "Attempts to connect that the hub refuses with 401 while the same identity is connected.",
        why:
            "The device itself is fine. A second one, often the predecessor that was exchanged or a copy of its image, tries "
            + "again and again with the old key or certificate. It fills logs, and when the key is ever restored the two "
            + "fight.",
        thresholds: "At least \(.refusals) refused attempts of the day while the identity was connected.",
        actions: [
            "Find what connects from the second address, and stop it or give it an identity of its own.",
            "Do not change the credential of the device that is online.",
        ],
        source: MicrosoftDocs.errorCodes + "#401003-iothubunauthorized-error")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.identity.state
        guard state.flags.contains(.online), Double(state.secondPartyRefusals) >= evidence.settings[.refusals] else {
            return
        }
        let (own, other) = (evidence.vocabulary.text(state.address), evidence.vocabulary.text(state.secondPartyAddress))
        let places = own == other || other.isEmpty ? "both from \(own)" : "refused from \(other), online from \(own)"
        let refusals = Words.counted(Int(state.secondPartyRefusals), "refusal")
        var device = FoundDevice(day, in: evidence, note: "\(refusals) while it was online; \(places)")
        device.codes = [state.refusalCode].filter { $0 != 0 }
        found.append(device)
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.secondParty, .high, SecondPartyRule.text, in: evidence) { devices in
            devices.count == 1
                ? "\(devices[0].label) is online, and a second party is refused in its name: \(devices[0].note)"
                : "\(Words.count(devices.count)) devices are online, and second parties are refused in their names"
        }
    }
}
