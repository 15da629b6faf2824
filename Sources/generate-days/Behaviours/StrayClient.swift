extension Behaviour {
    /// Devices that renew as usual while someone else knocks with their id and an old key, all day or for hours.
    static let strayClient = {
        var made = Behaviour(
            name: "stray-client", summary: "refused attempts with an old key beside the healthy device", share: 0.003,
            fewest: 1)
        made.life = { device, plan, scenario, random in
            var own = ConnectedLife(device, plan, scenario, random)
            let line = own.live()
            var other = device.link
            other.prefix = Site(number: device.site.number + 2, hub: device.hub).prefix
            other.software = (device.software + 4) % (ClientSoftware.all.count - 1)
            var times: [Int] = []
            var time = plan.span.lowerBound + random.whole(0, 30_000)
            let end = random.happens(0.5) ? plan.span.upperBound : time + random.whole(10_000, 40_000)
            let pause = random.whole(30, 90)
            while time < min(end, plan.span.upperBound) {
                times.append(time)
                time += pause + random.whole(0, 10)
            }
            return line.withRefusals(at: times, .unauthorized, to: other)
        }
        return made
    }()
}
