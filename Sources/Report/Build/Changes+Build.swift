import Diagnosis
import Model

extension Changes {
    /// Nil without a day to compare with.
    static func build(
        day: ReportDay, clock: LocalClock, diagnosis: DayDiagnosis, codes: [CodeTotal], comparison: Comparison
    ) -> Changes? {
        guard !comparison.complete.isEmpty || comparison.dayBefore != nil else { return nil }
        let days = comparison.complete
        let dropped = diagnosis.devices.filter { $0.drops > 0 }
        var newDevices: [Mark]?
        if days.count >= Comparison.fewestDays, days.allSatisfy(\.listsAllDevices) {
            let known = Set(days.flatMap { $0.devices.map { [$0.hub, $0.device, $0.module] } })
            newDevices = dropped.filter { !known.contains([$0.hub, $0.device, $0.module]) }.map {
                $0.mark(Words.counted($0.drops, "drop") + ", " + Words.duration($0.downtimeSeconds) + " down")
            }
        }
        return Changes(
            days: days.map(\.date), newDevices: newDevices,
            worse: dropped.compactMap { device in
                guard let usual = device.usualDrops, Double(device.drops) >= usual * 2,
                    Double(device.drops) >= usual + 5
                else { return nil }
                return device.mark(
                    "\(Words.counted(device.drops, "drop")), usually \(Words.decimals(usual, usual == usual.rounded() ? 0 : 1))"
                )
            },
            recovered: diagnosis.returned.map { device in
                Mark(
                    hub: device.hub, device: device.device, module: device.module,
                    note: "was down since \(clock.date(device.since)) \(clock.minute(device.since))")
            },
            longDown: diagnosis.devices.compactMap { device in
                guard let since = device.openSince, since < day.span.start else { return nil }
                return device.mark("down for " + Words.duration(day.span.end.seconds(since: since)))
            },
            newCodes: newCodes(codes, days: days), vanishedCodes: vanishedCodes(codes, days: days))
    }

    private static func newCodes(_ codes: [CodeTotal], days: [DaySummary]) -> [String] {
        guard days.count >= Comparison.fewestDays else { return [] }
        let known = Set(days.flatMap { $0.codes.map(\.code) })
        return Set(codes.map(\.code).filter { !$0.isEmpty && !known.contains($0) }).sorted()
    }

    private static func vanishedCodes(_ codes: [CodeTotal], days: [DaySummary]) -> [String] {
        guard days.count >= Comparison.fewestDays else { return [] }
        let today = Set(codes.map(\.code))
        var seen: [String: Int] = [:]
        for day in days {
            for code in Set(day.codes.map(\.code)) where !code.isEmpty { seen[code, default: 0] += 1 }
        }
        return seen.filter { $0.value * 2 > days.count && !today.contains($0.key) }.keys.sorted()
    }
}

extension DeviceDay {
    fileprivate func mark(_ note: String) -> Changes.Mark {
        Changes.Mark(hub: hub, device: device, module: module, note: note)
    }

    /// `pump-17`, or `edge-3/collector` for a module.
    package var name: String { module.isEmpty ? device : device + "/" + module }
}
