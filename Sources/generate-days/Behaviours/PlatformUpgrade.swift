extension Behaviour {
    /// An upgrade of the platform, as on a mixed day, alone: also on a hub of 30 devices.
    static let platformUpgrade = {
        var made = Behaviour(
            name: "platform-upgrade", summary: "a wave of 400029 and 400030, also on a hub of 30 devices")
        made.incidents = { plan, _ in one(.platformUpgrade, plan, hours: 18...21, minutes: 8...14, share: 0.3) }
        return made
    }()
}
