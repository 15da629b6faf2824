package import Model

/// What is known of the identities of one hub at a moment, packed: `docs/database.md` has the bytes.
///
/// An analysis that has passed every event before the moment makes it, and the analysis of what follows begins with it.
package struct HubState: Sendable, Equatable {
    package let hub: TextID
    package let identities: Int
    package let bytes: [UInt8]

    package init(hub: TextID, identities: Int, bytes: [UInt8]) {
        self.hub = hub
        self.identities = identities
        self.bytes = bytes
    }
}

/// What is known of some hubs at a moment.
package struct CarriedState: Sendable, Equatable {
    package let moment: Instant
    /// A hub without an earlier record is left out.
    package let hubs: [HubState]

    package init(moment: Instant, hubs: [HubState]) {
        self.moment = moment
        self.hubs = hubs
    }
}

extension DayAnalysis {
    /// The state at the boundary, once all events before it have been added; for state without a report.
    package mutating func finalStates() -> [HubState] {
        finish()
        return states ?? []
    }
}

extension AnalysisSettings {
    /// The form of the bytes and the settings that shape them: state made with others is not to be used.
    package var stateRules: String {
        "2 \(self[.dropGroup]) \(self[.sideEffect]) \(self[.lateRecord]) \(self[.renewalBack]) \(self[.takeoverConnect])"
    }
}

/// The texts by which carried state names the codes of an analysis: code numbers are of one day only.
struct StateCodes: Sendable {
    /// What stands for a clean record and for an error without a code; texts follow.
    private static let firstText: UInt32 = 2
    private var texts: [UInt32] = [0]
    private var numbers: [UInt32: CodeIndex] = [0: 0]

    init(_ eventTypes: [EventType], _ facts: [RecordFacts]) {
        for (eventType, facts) in zip(eventTypes, facts) {
            let code = Int(facts.code)
            let text = eventType.code != 0 ? eventType.code + StateCodes.firstText : code == 0 ? 0 : 1
            if code >= texts.count { texts += [UInt32](repeating: 0, count: code + 1 - texts.count) }
            if texts[code] == 0 { texts[code] = text }
            if numbers[text] == nil { numbers[text] = facts.code }
        }
    }

    func text(of code: CodeIndex) -> UInt32 { Int(code) < texts.count ? texts[Int(code)] : 0 }

    func code(of text: UInt32) -> CodeIndex { numbers[text] ?? 0 }
}
