import Diagnosis
import Model

extension Changes {
    /// Nil without a day to compare with.
    static func build(
        day: ReportDay, clock: LocalClock, diagnosis: DayDiagnosis, codes: [CodeTotal], comparison: Comparison
    ) -> Changes? {
        let dates = comparison.dates
        guard !dates.isEmpty || comparison.dayBefore != nil else { return nil }
        let dropped = diagnosis.devices.filter { $0.drops > 0 }
        var newDevices: [Mark]?
        for hub in comparison.hubs.keys.sorted() {
            let days = comparison.completeDays(of: hub)
            guard days.count >= Comparison.fewestDays, days.allSatisfy(\.listsAllDevices) else { continue }
            let known = Set(days.flatMap { $0.devices.map { [$0.hub, $0.device, $0.module] } })
            newDevices =
                (newDevices ?? [])
                + dropped.filter { $0.hub == hub && !known.contains([$0.hub, $0.device, $0.module]) }.map {
                    $0.mark(Words.counted($0.drops, "drop") + ", " + Words.duration($0.downtimeSeconds) + " down")
                }
        }
        return Changes(
            days: dates, newDevices: newDevices,
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
            newCodes: newCodes(codes, comparison), vanishedCodes: vanishedCodes(codes, comparison))
    }

    /// Codes that a hub with enough days has for the first time, and no other such hub had before.
    private static func newCodes(_ codes: [CodeTotal], _ comparison: Comparison) -> [String] {
        let hubs = comparison.hubs.filter { $0.value.hasMedian }
        let known = Set(hubs.values.flatMap { $0.complete.flatMap { $0.codes.map(\.code) } })
        let today = codes.filter { code in
            !code.code.isEmpty && (code.perHub.isEmpty ? !hubs.isEmpty : code.perHub.contains { hubs[$0.hub] != nil })
        }
        return Set(today.map(\.code)).subtracting(known).sorted()
    }

    /// Codes that no hub has any more, of which one had them on most of its days.
    private static func vanishedCodes(_ codes: [CodeTotal], _ comparison: Comparison) -> [String] {
        let today = Set(codes.map(\.code))
        var vanished: Set<String> = []
        for days in comparison.hubs.values.filter(\.hasMedian).map(\.complete) {
            var seen: [String: Int] = [:]
            for day in days {
                for code in Set(day.codes.map(\.code)) where !code.isEmpty { seen[code, default: 0] += 1 }
            }
            vanished.formUnion(seen.filter { $0.value * 2 > days.count && !today.contains($0.key) }.keys)
        }
        return vanished.sorted()
    }
}

extension DeviceDay {
    fileprivate func mark(_ note: String) -> Changes.Mark {
        Changes.Mark(hub: hub, device: device, module: module, note: note)
    }

    /// `gw-07 with its 7 modules` where the row stands for all of them, else its name.
    package var label: String {
        guard modules > (module.isEmpty ? 0 : 1) else { return name }
        return "\(device) with its \(Words.counted(modules, "module"))"
    }
}
