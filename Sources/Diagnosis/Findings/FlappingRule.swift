import Model

/// Devices that drop again and again.
struct FlappingRule: FindingRule {
    static let text = RuleText(
        name: "flapping",
        title: "Flapping device",
        what: "Devices with many drops a day or an hour that are no renewals, closes, takeovers, refusals or part of an "
            + "incident.",
        why: "Poor radio or power, or a NAT whose time-out is shorter than the keep-alive. One such device fills a log.",
        thresholds: "At least 10 drops a day, or 5 within an hour.",
        actions: [
            "Check signal and power where the device stands.",
            "Set the keep-alive below the idle time-out of routers on the way.",
            "Do not raise the keep-alive on a poor network: losses are only noticed later.",
        ],
        source: Page.errorCodes + "#404104-deviceconnectionclosedremotely")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let settings = evidence.settings
        guard Double(day.unexpected) >= min(settings.flappingDropsInDay, settings.flappingDropsInHour) else { return }
        let own = day.drops.filter {
            evidence.day.contains($0.start) && $0.incident == 0 && ($0.cause == .networkLoss || $0.cause == .unknown)
        }
        let inHour = FlappingRule.mostWithinHour(own.map(\.start))
        guard Double(own.count) >= settings.flappingDropsInDay || Double(inHour) >= settings.flappingDropsInHour else {
            return
        }
        let ages = own.filter { $0.age >= 0 }.map(\.age).sorted()
        let age = Robust.quantile(0.5, ofSorted: ages).map { ", median connection \(Words.duration(Int64($0)))" } ?? ""
        found.append(FoundDevice(day, in: evidence, note: "\(own.count) drops, \(inHour) within an hour\(age)"))
    }

    static func mostWithinHour(_ starts: [Moment]) -> Int {
        var low = 0
        var most = 0
        for high in starts.indices {
            while starts[high] - starts[low] >= 3_600_000 { low += 1 }
            most = max(most, high - low + 1)
        }
        return most
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.byHub.map { hub, devices in
            let drops = devices.reduce(0) { $0 + $1.drops }
            return devices.finding(
                .flapping, hub: hub, confidence: .high,
                headline: "\(Words.count(devices.count, "device")) flapping: \(Words.count(drops, "drop"))",
                evidence: devices.notes(), actions: FlappingRule.text.actions, in: evidence)
        }
    }
}
