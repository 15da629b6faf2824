extension Behaviour {
    /// A hub that has used up its messages: devices are cut off and refused with 403002 until 00:00 UTC
    /// (https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes).
    static let dailyQuota = {
        var made = Behaviour(
            name: "daily-quota", summary: "messages used up in the evening of the first day: 403002 until 00:00 UTC")
        made.incidents = { plan, _ in
            var random = SeededRandom(seed: plan.seed, 32)
            let start = plan.firstDay + random.whole(19 * 3_600, 22 * 3_600)
            return [
                PlannedIncident(
                    id: "daily-quota-1", hub: 0, kind: .dailyQuota, fault: start..<plan.firstDay + 86_400, share: 0.9,
                    site: nil)
            ]
        }
        return made
    }()
}
