extension Behaviour {
    /// Devices behind a gateway that shares one AMQP connection among them: what ends it ends all of their links in the same
    /// second (https://learn.microsoft.com/azure/iot-hub/iot-hub-amqp-support).
    static let multiplexed = {
        var made = Behaviour(
            name: "multiplexed", summary: "many devices on one AMQP connection of a gateway", share: 0.03, fewest: 8,
            groupSize: 12)
        made.shape = { device, _ in
            var shared = SeededRandom(seed: UInt64(device.group), 30)
            device.id = "leaf-\(device.number)"
            device.use(.amqp, .sas, [.c, .dotnet, .java], &shared)
            device.site = Site(name: "gateway-\(device.group + 1)", network: 198 << 8 | 19, third: 100 + device.group)
        }
        made.incidents = { plan, groups in
            (0..<groups).flatMap { group in
                var random = SeededRandom(seed: plan.seed, 31, group)
                var incidents: [PlannedIncident] = []
                var time = plan.span.lowerBound + 600 + random.wait(mean: 20_000)
                while time < plan.span.upperBound - 600 {
                    let fault = time..<time + random.whole(20, 240)
                    incidents.append(
                        PlannedIncident(
                            id: "multiplexed-\(group + 1)-\(incidents.count + 1)", hub: 0, kind: .siteOutage,
                            fault: fault, share: 1, site: nil,
                            group: PlannedIncident.Group(behaviour: "multiplexed", number: group), isInstant: true))
                    time = fault.upperBound + 600 + random.wait(mean: 20_000)
                }
                return incidents
            }
        }
        return made
    }()
}
