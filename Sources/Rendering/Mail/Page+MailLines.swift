import Diagnosis
import Model
import Report

/// Tables of the plain text: columns set with blanks, at most 72 wide, so that no mail program breaks them.
extension Page {
    func mailNumberLines() -> [String] {
        let numbers = report.verdict.numbers
        guard numbers.contains(where: { $0.value != nil }) else { return [] }
        let hasPrevious = numbers.contains { $0.previous != nil }
        let hasUsual = numbers.contains { $0.usual != nil }
        var lines: [String] = []
        if hasPrevious || hasUsual {
            lines.append(
                Columns.left("", 25) + Columns.right("the day", 17) + Columns.right(hasPrevious ? "day before" : "", 12)
                    + Columns.right(hasUsual ? "usually" : "", 9))
        }
        for number in numbers {
            lines.append(
                Columns.left(number.label, 25) + Columns.right(number.valueWords + of(number), 17)
                    + Columns.right(number.previous.map(number.words) ?? "", 12)
                    + Columns.right(number.usual.map(number.words) ?? "", 9)
                    + (number.tendency.map { " " + $0.rawValue } ?? ""))
        }
        return lines.map(Columns.trimmed)
    }

    private func of(_ number: Measure) -> String {
        guard number.kind == .devicesThatDropped, number.value != nil, number.bound == nil else { return "" }
        return " of " + Words.count(report.totals.activeDevices)
    }

    /// A name too long for its column has a line of its own.
    func mailDeviceLines(_ devices: [DeviceDay]) -> [String] {
        guard !devices.isEmpty else { return [] }
        let width = min(28, max(12, devices.map { label(of: $0).count }.max() ?? 0))
        var lines = [
            Columns.left("device", width) + Columns.right("downtime", 13) + Columns.right("drops", 7) + "  main cause"
        ]
        for device in devices {
            let name = Clip.plain(label(of: device), 140)
            var line = Columns.left(name, width)
            if name.count > width {
                lines.append(name)
                line = Columns.left("", width)
            }
            line += Columns.right(
                downtime(device.downtimeSeconds, of: device) + (device.openSince == nil ? " " : "+"), 13)
            line += Columns.right(Words.count(device.drops), 7) + "  " + Page.words(device.mainCause)
            lines.append(line)
        }
        return lines.map(Columns.trimmed)
    }

    /// With its hub, where there are several.
    func label(of device: DeviceDay) -> String {
        report.hubs.count > 1 ? device.hub + "/" + device.label : device.label
    }

    /// Drops by the hour, as bars of table cells.
    func dropBars() -> [[String: Any]] {
        let causes = report.causes.filter { !$0.cause.isExpected && $0.drops > 0 }
        guard !causes.isEmpty, report.day.windowSeconds > 0 else { return [] }
        let perHour = max(1, Int(3600 / report.day.windowSeconds))
        let sums = report.input.hours.indices.map { hour in
            causes.reduce(0) { sum, cause in
                sum + cause.perWindow.dropFirst(hour * perHour).prefix(perHour).reduce(0, +)
            }
        }
        let isMissing = report.input.hours.map { $0.records == 0 }
        let most = sums.max() ?? 0
        guard most > 0 else { return [] }
        let peak = sums.firstIndex(of: most) ?? 0
        return [
            [
                "bars": sums.enumerated().map { hour, sum -> [String: Any] in
                    [
                        "height": max(1, sum * 48 / most), "missing": isMissing[hour],
                        "clock": clock.minute(report.input.hours[hour].start), "drops": Words.count(sum),
                    ]
                },
                "labels": stride(from: 0, to: sums.count, by: 6).map { hour -> [String: Any] in
                    ["clock": clock.minute(report.input.hours[hour].start), "span": min(6, sums.count - hour)]
                },
                "columns": sums.count, "most": Words.count(most),
                "peak": clock.minute(report.input.hours[peak].start),
                "spark": Sparkline.text(sums.enumerated().map { isMissing[$0] ? nil : $1 }),
            ]
        ]
    }

    /// One of four tones that survive a mail program's dark colours.
    static func tone(_ word: Verdict.Word) -> (name: String, colour: String) {
        switch word {
        case .worse, .trouble: ("bad", "#b3261e")
        case .noData, .incomplete: ("doubt", "#8a5300")
        case .better, .calm: ("good", "#1e6b34")
        case .usual: ("plain", "#44515f")
        }
    }

    /// What the subject of a mail calls some hubs.
    static func subjectName(_ hubs: [String]) -> String {
        hubs.count == 1 ? hubs[0] : hubs.isEmpty ? "no hub" : "\(hubs.count) hubs"
    }

    /// What many read and nothing else: the hubs, the day, the verdict and its counts.
    var subject: String {
        let verdict = report.verdict
        var parts: [String] = []
        switch verdict.word {
        case .noData: parts.append("NO DATA")
        case .worse: parts.append("WORSE")
        case .incomplete: parts.append("INCOMPLETE DATA")
        case .trouble: parts.append((verdict.headline.split(separator: ";").first ?? "").uppercased())
        case .usual, .better, .calm: parts.append(verdict.word.rawValue)
        }
        if verdict.word != .noData {
            let without = report.hubsWithoutData
            if !without.isEmpty { parts.append("no data from " + Page.subjectName(without)) }
            if !report.alerts.isEmpty { parts.append(Words.counted(report.alerts.count, "alert")) }
            if !report.incidents.isEmpty { parts.append(Words.counted(report.incidents.count, "incident")) }
            let down = verdict.numbers.first { $0.kind == .stillDown }
            if let down, let value = down.value, value > 0 {
                parts.append(down.valueWords + (value == 1 ? " device down" : " devices down"))
            }
            if parts.count == 1, let dropped = verdict.numbers.first(where: { $0.kind == .devicesThatDropped }) {
                parts.append(dropped.valueWords + (dropped.value == 1 ? " device dropped" : " devices dropped"))
            }
            if report.input.hoursWithRecords < report.input.hours.count {
                parts.append("\(report.input.hoursWithRecords)/\(report.input.hours.count) h of data")
            }
        }
        return "\(Page.subjectName(report.allHubs)) \(report.day.date): " + parts.joined(separator: ", ")
    }
}

extension DayReport {
    /// Those of which it tells anything, be it that their day is missing.
    var allHubs: [String] { (hubs + hubsWithoutData).sorted() }

    /// Hubs of which the records of the whole day are missing.
    fileprivate var hubsWithoutData: [String] {
        input.missingSpans.filter { $0.start <= day.start && $0.end >= day.end && !hubs.contains($0.hub) }.map(\.hub)
    }
}

/// Text set into columns with blanks.
enum Columns {
    static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }

    static func trimmed(_ line: String) -> String {
        var line = line[...]
        while line.last == " " { line.removeLast() }
        return String(line)
    }
}

extension Measure {
    /// `Devices that dropped`.
    var label: String {
        switch kind {
        case .devicesThatDropped: "Devices that dropped"
        case .downtimeSeconds: "Downtime, device-hours"
        case .stillDown: "Still down at day's end"
        case .availability: "Availability"
        }
    }
}
