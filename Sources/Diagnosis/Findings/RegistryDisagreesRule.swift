import Model

/// Devices of which the registry says otherwise than the records.
struct RegistryDisagreesRule: FindingRule {
    static let text = RuleText(
        name: "registry-disagrees",
        title: "The registry says otherwise",
        what:
            "Devices that are down by the log, although the registry export saw them active later; and devices that are "
            + "connected by the log, although it says that they have been disconnected since.",
        why: "One of the two lacks something: most often a record was lost, and the device is not down at all.",
        thresholds:
            "The registry's time lies more than 5 minutes, which its state may lag behind, after the last record of the device, "
            + "and before the end of the log. connectionState, connectionStateUpdatedTime and lastActivityTime are read.",
        actions: [
            "Ask one of the devices whether it is connected, before somebody drives to it.",
            "Check that the export of the log is complete: records of these devices are missing.",
        ],
        source: MicrosoftDocs.registry)

    /// Seconds (IoT Hub documentation, "Monitor device connection status": the state may be five minutes old).
    private static let lag: Int64 = 300

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard let entry = day.identity.registry else { return }
        let state = day.identity.state
        let last =
            state.lastSeen > 0
            ? evidence.clock.instant(state.lastSeen) : Instant(seconds: Int64(state.distant.lastSeen))
        let end = evidence.clock.instant(evidence.dataEnd)
        func isLater(_ moment: Instant?) -> Bool {
            moment.map { $0.seconds(since: last) > RegistryDisagreesRule.lag && $0 < end } ?? false
        }
        if day.isNotBack {
            let connected = entry.isConnected == true ? entry.stateChanged : nil
            guard let seen = [entry.lastActivity, connected].compactMap({ $0 }).filter(isLater).max() else { return }
            let note = "down by the log, active at \(evidence.words(seen)) by the registry"
            found.append(FoundDevice(day, in: evidence, note: note))
        } else if state.flags.contains(.online), entry.isConnected == false, isLater(entry.stateChanged),
            let since = entry.stateChanged
        {
            let note = "connected by the log, disconnected since \(evidence.words(since)) by the registry"
            found.append(FoundDevice(day, in: evidence, note: note))
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.registryDisagrees, .medium, RegistryDisagreesRule.text, in: evidence) { devices in
            "the registry says otherwise than the log of \(devices.subject)"
        }
    }
}
