import Model

/// SDK versions whose devices drop more often than those of other versions of the same SDK.
struct OldSDKRule: FindingRule {
    static let text = RuleText(
        name: "old-sdk",
        title: "Old SDK with a higher drop rate",
        what: "A version of an SDK, not its newest in the fleet, whose devices have clearly more drops per device than "
            + "those of the other versions.",
        why:
            "Bugs of old SDKs are a documented cause of 404104. Other differences between the devices may be the cause "
            + "as well, so this is a hint.",
        thresholds:
            "At least \(.oldSDKDevices) devices and 10 drops of the version, at least \(.oldSDKDevices) devices of other versions, and at least "
            + "\(.oldSDKRate) times their rate. A device counts with at most 10 drops, drops of incidents with none.",
        actions: ["Update the SDK on some of these devices first, and compare."],
        source: MicrosoftDocs.errorCodes + "#404104-deviceconnectionclosedremotely")

    private struct Version {
        var hub: Int
        var label: String
        var family: SDKFamily
        var devices = 0
        var drops = 0
        var names: [FoundDevice] = []
    }

    private struct Place: Hashable {
        var hub: Int
        var label: String
    }

    private struct Text: Hashable {
        var hub: Int
        var sdk: TextID
    }

    private var versions: [Version] = []
    private var places: [Place: Int] = [:]
    /// The position of a version by the text that names it: a label is cut out once per text, not once per identity.
    private var known: [Text: Int] = [:]
    private static let mostTexts = 65_536

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.identity.state.flags.contains(.activeInDay), day.identity.state.sdk != 0 else { return }
        let own = day.drops.count {
            $0.cause == .networkLoss && $0.incident == 0 && evidence.day.contains($0.start)
        }
        let position = position(hub: day.hub, sdk: day.identity.state.sdk, in: evidence)
        versions[position].devices += 1
        versions[position].drops += min(own, 10)
        if own > 0 && versions[position].names.count < 2000 {
            versions[position].names.append(FoundDevice(day, in: evidence))
        }
    }

    private mutating func position(hub: Int, sdk: TextID, in evidence: DayEvidence) -> Int {
        let key = Text(hub: hub, sdk: sdk)
        if let position = known[key] { return position }
        let text = evidence.vocabulary.text(sdk)
        let place = Place(hub: hub, label: OldSDKRule.label(text))
        let position = places[place] ?? versions.count
        if position == versions.count {
            places[place] = position
            versions.append(Version(hub: hub, label: place.label, family: SDKFamily(sdkVersion: text)))
        }
        if known.count < OldSDKRule.mostTexts { known[key] = position }
        return position
    }

    /// The name and version without the platform: `iothubclient/1.6.0`.
    static func label(_ text: String) -> String {
        String(text.prefix { $0 != "(" && $0 != ";" }.prefix(100)).split(separator: " ").joined(separator: " ")
    }

    /// The numbers of a version, for comparing: `1.10` is newer than `1.9`.
    static func numbers(_ label: String) -> [Int] {
        (label.split(separator: "/").last ?? "").split(separator: ".").map { part in
            Int(part.prefix { $0.isASCII && $0.isNumber }.prefix(9)) ?? 0
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        var result: [Finding] = []
        for (hub, versions) in Dictionary(grouping: versions, by: \.hub).sorted(by: { $0.key < $1.key }) {
            let labels = versions.sorted { $0.label < $1.label }
            for family in SDKFamily.allCases where family != .unknown && family != .other {
                let known = labels.filter { $0.family == family }
                let newest = known.map { OldSDKRule.numbers($0.label) }.max { $0.lexicographicallyPrecedes($1) }
                for version in known where OldSDKRule.numbers(version.label) != newest {
                    let others = known.filter { $0.label != version.label }
                    let devices = others.reduce(0) { $0 + $1.devices }
                    let drops = others.reduce(0) { $0 + $1.drops }
                    result += finding(hub, version.label, version, otherDevices: devices, otherDrops: drops, evidence)
                }
            }
        }
        return result
    }

    private func finding(
        _ hub: Int, _ label: String, _ version: Version, otherDevices: Int, otherDrops: Int, _ evidence: DayEvidence
    ) -> [Finding] {
        let least = evidence.settings[.oldSDKDevices]
        guard Double(version.devices) >= least, Double(otherDevices) >= least, version.drops >= 10 else { return [] }
        let rate = Double(version.drops) / Double(version.devices)
        let other = Double(otherDrops) / Double(otherDevices)
        guard rate >= evidence.settings[.oldSDKRate] * other else { return [] }
        return [
            version.names.finding(
                .oldSDK, hub: hub, group: label, confidence: .low,
                headline: "SDK \(label): \(Words.number(rate)) drops per device, other versions \(Words.number(other))",
                evidence: ["\(version.devices) devices of this version, \(otherDevices) of others."],
                actions: OldSDKRule.text.actions, in: evidence)
        ]
    }
}
