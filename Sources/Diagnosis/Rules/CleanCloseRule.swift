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
}
