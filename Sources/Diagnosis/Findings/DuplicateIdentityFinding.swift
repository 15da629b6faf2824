import Model

/// Identities that two clients use, with both clients.
struct DuplicateIdentityFinding: FindingRule {
    static let text = DuplicateIdentityRule.text

    private var found: [(device: FoundDevice, confidence: Confidence, evidence: [String])] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard let confidence = day.identity.duplicate else { return }
        let takeovers = day.drops.count { $0.cause == .duplicateIdentity && evidence.day.contains($0.start) }
        guard takeovers > 0 else { return }
        let state = day.identity.state
        var lines = ["\(takeovers) takeovers on the day, each with a connect of the same identity within seconds."]
        let vocabulary = evidence.vocabulary
        func pair(_ what: String, _ first: TextID, _ second: TextID, _ returns: UInt8) {
            if second != 0 && first != second {
                let turns = returns >= 2 ? "in turn" : "one after the other"
                lines.append("\(what) \(vocabulary.text(first)) and \(vocabulary.text(second)), \(turns).")
            } else if first != 0 {
                lines.append("Only one \(what.lowercased()): \(vocabulary.text(first)).")
            }
        }
        pair("Address", state.address, state.otherAddress, state.addressReturns)
        pair("SDK", state.sdk, state.otherSDK, state.sdkReturns)
        found.append((FoundDevice(day, in: evidence), confidence, lines))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.map { device, confidence, lines in
            let guess =
                confidence == .high ? "is used by two clients" : "takes over its own connection, or is used twice"
            return [device].finding(
                .duplicateIdentity, hub: device.hub, group: device.name, confidence: confidence,
                headline: "\(device.name) \(guess): \(Words.counted(device.drops, "drop"))", evidence: lines,
                actions: DuplicateIdentityFinding.text.actions, in: evidence)
        }
    }
}
