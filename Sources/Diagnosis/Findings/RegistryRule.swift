import Model

/// Devices that the registry has disabled, or does not know, and that are in the log all the same.
struct RegistryRule: FindingRule {
    static let text = RuleText(
        name: "registry",
        title: "Disabled in or unknown to the registry",
        what: "Devices with a drop or a refused attempt that the registry export says are disabled, or that it lacks.",
        why: "Such a device cannot come back, and cannot know why: it sees no more than a network error.",
        thresholds:
            "None. The export must speak of the hub; without an export only the code of a refusal shows it.",
        actions: [
            "Enable the device, or stop it if it was disabled on purpose.",
            "Register a device that is missing, or retire the orphan.",
        ],
        source: MicrosoftDocs.registry)

    private var disabled: [FoundDevice] = []
    private var unknown: [FoundDevice] = []
    /// Refused by a code that says that the hub does not know them.
    private var strangers: [FoundDevice] = []
    private var modules: [FoundDevice] = []
    private static let deviceNotFound = "404001"
    private static let moduleNotFound = "404010"

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.identity.state
        let failed = state.failedConnects > 0
        let hasTrouble = failed || day.isNotBack || day.drops.contains { $0.cause == .deviceDisabled }
        guard hasTrouble else { return }
        let attempts = Words.counted(Int(state.failedConnects), "refused attempt")
        if let entry = day.identity.registry {
            guard entry.isDisabled, !state.flags.contains(.online) else { return }
            let since = entry.statusChanged.map { ", since \(evidence.words($0))" } ?? ""
            disabled.append(FoundDevice(day, in: evidence, note: "disabled in the registry\(since); \(attempts)"))
        } else if let registry = evidence.analysis.context.registry, registry.covers(hub: evidence.hubName(state)) {
            unknown.append(FoundDevice(day, in: evidence, note: "not in the registry export; \(attempts)"))
        } else if day.open?.cause == .deviceDisabled || state.flags.contains(.refusedAsDisabled) {
            let code = evidence.analysis.codeSets.codes[Int(state.refusalCode)]
            let meaning = code.isEmpty ? "refused as disabled or unknown" : CodeMeaning.of(code).name
            let device = FoundDevice(day, in: evidence, note: "\(meaning); \(attempts)")
            switch code {
            case RegistryRule.moduleNotFound: modules.append(device)
            case RegistryRule.deviceNotFound: strangers.append(device)
            default: disabled.append(device)
            }
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        listed(in: evidence)
            + modules.refused(RegistryRule.moduleNotFound, "module", in: evidence)
            + strangers.refused(RegistryRule.deviceNotFound, "device", in: evidence)
    }

    private func listed(in evidence: DayEvidence) -> [Finding] {
        disabled.byHub.map { hub, devices in
            devices.finding(
                .disabledInRegistry, hub: hub, confidence: .high,
                headline: "\(devices.subject) disabled, and still trying or down",
                evidence: devices.notes(), actions: [RegistryRule.text.actions[0]], in: evidence)
        }
            + unknown.byHub.map { hub, devices in
                devices.finding(
                    .unknownToRegistry, hub: hub, confidence: .medium,
                    headline: "\(devices.subject) not in the registry export",
                    evidence: ["An export may be incomplete: a plain list stops at 1,000 devices."] + devices.notes(),
                    actions: [RegistryRule.text.actions[1]], in: evidence)
            }
    }
}

extension [FoundDevice] {
    /// Those that a code says the hub does not know, in the words of its page.
    fileprivate func refused(_ code: String, _ thing: String, in day: DayEvidence) -> [Finding] {
        let meaning = CodeMeaning.of(code)
        return Dictionary(grouping: self, by: \.hub).sorted { $0.key < $1.key }.map { hub, devices in
            var finding = devices.finding(
                .unknownToRegistry, hub: hub, group: code, confidence: .high,
                headline: "\(Words.counted(devices.count, thing)) not registered: \(meaning.name)",
                evidence: [meaning.sentence] + devices.notes(), actions: meaning.steps, in: day)
            if !finding.codes.contains(code) { finding.codes.append(code) }
            return finding
        }
    }
}
