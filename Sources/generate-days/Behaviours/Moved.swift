extension Behaviour {
    /// Devices that the provisioning service sends to the second hub in the course of the first day
    /// (https://learn.microsoft.com/azure/iot-dps/how-to-reprovision).
    static let moved = {
        var made = Behaviour(
            name: "moved", summary: "devices that move to the second hub; needs --hubs 2", share: 0.006, fewest: 2)
        made.shape = { device, _ in
            guard device.hub > 0 else { return }
            device.arrival = device.departure + 5 + device.number % 80
            device.startsOffline = true
        }
        made.habit = { life, since in
            let renewal = life.renewal(since: since)
            guard life.device.hub == 0, (renewal?.time ?? .max) >= life.device.departure else { return renewal }
            return PlannedLoss(time: max(since + 1, life.device.departure), loss: .leaves)
        }
        return made
    }()
}
