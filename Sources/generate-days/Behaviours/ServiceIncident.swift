extension Behaviour {
    /// An incident of the service, as on a mixed day, alone: also on a hub of 30 devices.
    static let serviceIncident = {
        var made = Behaviour(
            name: "service-incident", summary: "a fault of the service, also on a hub of 30 devices")
        made.incidents = { plan, _ in one(.serviceIncident, plan, hours: 10...14, minutes: 4...8, share: 0.4) }
        return made
    }()
}
