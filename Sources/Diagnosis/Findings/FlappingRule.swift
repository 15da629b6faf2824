import Model

/// Devices that drop again and again.
struct FlappingRule: FindingRule {
    static let text = RuleText(
        name: "flapping",
        title: "Flapping device",
        what:
            "Devices with many drops a day or an hour that are not renewals, closes, takeovers, refusals or part of an "
            + "incident; and devices in a loop: connections of seconds, each followed at once by the next, also where they "
            + "end in good order.",
        why:
            "Poor radio or power, or a NAT whose time-out is shorter than the keep-alive. A loop is most often a client "
            + "that breaks the rules of the protocol: a wrong topic or user name, QoS 2, a message too large. One such "
            + "device fills a log.",
        thresholds:
            "A gateway that takes the devices behind it down: three common drops a day. Any other device: at least "
            + "\(.flappingInDay) drops a day, or \(.flappingInHour) within an hour; a loop: at least \(.flappingInDay) connections, "
            + "half of them of at most \(.loop), and half of the pauses as short.",
        actions: [
            "Check signal and power at the device.",
            "Keep the keep-alive below the idle time-out of routers on the way, and do not raise it on a poor network: losses "
                + "are only noticed later.",
            "Where connections last only seconds, compare the client's topics, user name, QoS and message size with the limits "
                + "in Microsoft's MQTT guide.",
        ],
        source: MicrosoftDocs.errorCodes + "#404104-deviceconnectionclosedremotely")

    private var found: [FoundDevice] = []
    /// Gateways with devices behind them, and those devices, that drop too seldom to flap.
    private var fallen: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let settings = evidence.settings
        if day.isLoop(in: evidence) {
            let own = day.drops.filter { evidence.day.contains($0.start) }
            let ages = own.filter { $0.age >= 0 }.map(\.age).sorted()
            let age = Words.duration(Int64(Robust.quantile(0.5, ofSorted: ages) ?? 0))
            found.append(
                FoundDevice(day, in: evidence, note: "\(own.count) connections in a loop, median connection \(age)"))
            return
        }
        let isOfGateway = evidence.gateways.hasLeaves(evidence.unit(of: day.identity.number))
        let least = min(settings[.flappingInDay], settings[.flappingInHour])
        guard Double(day.unexpected) >= (isOfGateway ? Double(Gateways.least) : least) else { return }
        let own = day.drops.filter {
            evidence.day.contains($0.start) && $0.incident == 0 && ($0.cause == .networkLoss || $0.cause == .unknown)
        }
        let inHour = FlappingRule.mostWithinHour(own.map(\.start))
        let flaps = Double(own.count) >= settings[.flappingInDay] || Double(inHour) >= settings[.flappingInHour]
        guard flaps || isOfGateway && own.count >= Gateways.least else { return }
        let ages = own.filter { $0.age >= 0 }.map(\.age).sorted()
        let age = Robust.quantile(0.5, ofSorted: ages).map { ", median connection \(Words.duration(Int64($0)))" } ?? ""
        let device = FoundDevice(day, in: evidence, note: "\(own.count) drops, \(inHour) within an hour\(age)")
        if flaps { found.append(device) } else { fallen.append(device) }
    }

    static func mostWithinHour(_ starts: [DayMillis]) -> Int {
        var low = 0
        var most = 0
        for high in starts.indices {
            while starts[high] - starts[low] >= 3_600_000 { low += 1 }
            most = max(most, high - low + 1)
        }
        return most
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        let seldom = Set(fallen.map { "\($0.hub)/\($0.name)" })
        return (found + fallen).byHub.flatMap { hub, devices in
            // A gateway is a matter of its own: what stands behind it only follows.
            let single = devices.filter { !$0.isSeveral && !seldom.contains("\(hub)/\($0.name)") }
            return devices.filter(\.isSeveral).map { finding(of: $0, hub: hub, in: evidence) }
                + single.perHub(.flapping, .high, FlappingRule.text, in: evidence) { devices in
                    let drops = devices.reduce(0) { $0 + $1.drops }
                    return "\(devices.subject) flapping: \(Words.counted(drops, "drop"))"
                }
        }
    }

    private func finding(of gateway: FoundDevice, hub: Int, in evidence: DayEvidence) -> Finding {
        let flaps = Double(gateway.drops) >= evidence.settings[.flappingInDay]
        let words =
            flaps
            ? "flapping: \(Words.counted(gateway.drops, "common drop"))"
            : "lost their connections together \(Words.counted(gateway.drops, "time"))"
        return [gateway].finding(
            .flapping, hub: hub, group: gateway.name, confidence: .high, headline: "\(gateway.label) \(words)",
            evidence: [gateway].notes(), actions: FlappingRule.text.actions, in: evidence)
    }
}

extension IdentityDay {
    /// Whether it connects and disconnects all the time: connections of seconds, each followed at once by the next.
    ///
    /// Renewals and takeovers have explanations of their own.
    func isLoop(in evidence: DayEvidence) -> Bool {
        let settings = evidence.settings
        guard Double(unexpected + cleanCloses) >= settings[.flappingInDay], !identity.isErrorOnly else {
            return false
        }
        var ages: [Int32] = []
        var backs: [Int32] = []
        for drop in drops where evidence.day.contains(drop.start) {
            switch drop.cause {
            case .networkLoss, .unknown, .cleanClose: break
            default: continue
            }
            if drop.age >= 0 { ages.append(drop.age) }
            if let back = drop.backSeconds { backs.append(back) }
        }
        guard Double(ages.count) >= settings[.flappingInDay], Double(backs.count) >= settings[.flappingInDay],
            let age = Robust.quantile(0.5, ofSorted: ages.sorted()),
            let back = Robust.quantile(0.5, ofSorted: backs.sorted())
        else { return false }
        return Double(age) <= settings[.loop] && Double(back) <= settings[.loop]
    }
}
