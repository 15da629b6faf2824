import Model

/// Single drops with a code of the service itself; what many of them mean together is the incident rules' matter.
enum PlatformUpgradeRule {
    static let text = RuleText(
        name: "platform-upgrade",
        title: "Platform upgrade or node fault",
        what: "A drop with 400029 or 400030, or a single drop with 500xxx whose device was back soon.",
        why: "The hub closes connections and refuses new ones for moments while its platform is upgraded, piece by "
            + "piece; small subsets of its nodes fail now and then. Clients that retry notice little.",
        thresholds:
            "Back within \(.quickReturn): medium confidence; what takes longer, and other 5xx codes, which no page ties to "
            + "upgrades, are called a service incident with low confidence.",
        actions: ["No action is needed.", "Keep the SDK current: its retry policy is what makes this harmless."],
        source: MicrosoftDocs.errorCodes + "#500xxx-internal-server-errors")

    /// 400029 and 400030 say by themselves what they are.
    static func weighUpgrade(_ drop: DropContext) -> Weight? {
        drop.classes.contains(.upgrade) ? Weight(.platformUpgrade, 25) : nil
    }

    /// A 5xx is the service's; whether one device's alone is an upgrade or worse, its return tells little of.
    static func weigh(_ drop: DropContext, _ settings: AnalysisSettings) -> Weight? {
        guard drop.classes.contains(.service) || drop.flags.contains(.refusedByService) else { return nil }
        let isOther = drop.classes.contains(.service) && !drop.hasInternalError
        guard let back = drop.back, Double(back) <= settings[.quickReturn], !isOther else {
            return Weight(.serviceIncident, 14, most: .low)
        }
        return Weight(.platformUpgrade, 14, most: drop.hasInternalError ? .medium : .low)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts: [Fact] = []
        if judged.classes.contains(.upgrade) {
            facts.append(Fact(25, "\(judged.codes) says so"))
        } else if judged.classes.contains(.service) {
            facts.append(Fact(14, "\(judged.codes) from the service"))
        }
        if judged.drop.flags.contains(.refusedByService) {
            facts.append(Fact(13, "the service refused it on its way back"))
        }
        if let back = judged.drop.backSeconds, Double(back) <= judged.settings[.quickReturn] {
            facts.append(Fact(2, "soon back"))
        }
        if !judged.isAlone {
            facts.append(Fact(6, ThrottledRule.togetherWords))
        } else if !judged.classes.contains(.upgrade) {
            facts.append(Fact(-2, "no other device dropped with it"))
        }
        return facts
    }
}
