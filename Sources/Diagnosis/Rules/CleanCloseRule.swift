import Model

/// Connections that the client closed in good order.
enum CleanCloseRule {
    static let text = RuleText(
        name: "clean-close",
        title: "Clean close",
        what: "A disconnect of level Information without a code that is not a token renewal.",
        why: "The client said goodbye. Devices that connect, send and disconnect do so all day; counted apart, never "
            + "hidden.",
        thresholds: "None.",
        actions: ["No action is needed."],
        source: MicrosoftDocs.monitoring)

    /// What a disconnect without a code says.
    static let goodbye = 8.0

    static func weigh(_ drop: DropContext) -> Weight? {
        // A renewal without a code that took too long is a loss, however politely it began.
        drop.classes == CodeClasses(.clean) && !drop.flags.contains(.slowRenewal)
            ? Weight(.cleanClose, goodbye) : nil
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts: [Fact] = []
        if let move = judged.evidence.moved.moves[judged.identity.number],
            judged.day.drops.last?.start == judged.drop.start
        {
            facts.append(Fact(goodbye + 1, "it connected to \(move.hub) instead"))
        }
        if judged.classes.contains(.clean) {
            facts.append(Fact(goodbye, "the device said goodbye"))
        }
        if judged.identity.authentication == .x509 {
            facts.append(Fact(2, "X.509 needs no renewal"))
        } else if judged.drop.backSeconds != nil, !judged.isBackSoon {
            facts.append(Fact(1, "too long for a renewal"))
        } else if judged.isBackSoon, judged.identity.rhythm == nil, judged.identity.family == .node {
            facts.append(Fact(-1, "the Node.js SDK renews its token without a code too"))
        }
        return facts
    }
}
