import Diagnosis
import Model
import Report

extension Page {
    private static let mostSeries = 6

    func charts() -> [String: Any] {
        let frame = ChartFrame(span: report.day.span)
        let all = bands(frame, hub: nil)
        return [
            "chartWidth": ChartFrame.width, "chartHeight": frame.height, "hourLabels": hourLabels(),
            "bands": all, "flags": flags(all), "gaps": gaps(frame), "drops": dropChart(frame),
            "records": recordChart(frame),
            "connected": report.hubDays.compactMap { connectedChart($0, frame) },
            "healthBands": healthBands(frame),
            "dayBefore": report.dayBefore.map { before in
                [
                    [
                        "date": before.date, "isPart": !before.missingHours.isEmpty,
                        "missing": Words.counted(before.missingHours.count, "hour has", "hours have"),
                    ] as [String: Any]
                ]
            } ?? [], "hasCharts": report.input.events > 0,
        ]
    }

    /// Incidents of a hub, or of all of them.
    private func bands(_ frame: ChartFrame, hub: String?) -> [[String: Any]] {
        report.incidents.prefix(Page.mostIncidents).enumerated().compactMap { position, incident in
            guard hub == nil || incident.hub == hub else { return nil }
            let band = ChartBand(frame: frame, from: incident.start, to: incident.end)
            return ["x": band.x, "width": band.width, "number": position + 1]
        }
    }

    /// The numbers above the bands; those of bands too close for two labels stand together, as in `4, 5`.
    private func flags(_ bands: [[String: Any]]) -> [[String: Any]] {
        var flags: [(at: Double, numbers: [String])] = []
        for band in bands {
            guard let x = band["x"] as? Int, let width = band["width"] as? Int, let number = band["number"] as? Int
            else { continue }
            let at = Double(2 * x + width) / 2 / Double(ChartFrame.width) * 100
            if let last = flags.last, at - last.at < Page.leastFlagDistance {
                flags[flags.count - 1].numbers.append(String(number))
            } else {
                flags.append((at, [String(number)]))
            }
        }
        return flags.map { ["place": decimal($0.at), "label": $0.numbers.joined(separator: ", ")] }
    }

    /// Per cent of the width of a chart.
    private static let leastFlagDistance = 4.0

    /// What Azure reports of its health.
    private func healthBands(_ frame: ChartFrame) -> [[String: Any]] {
        report.health.map { event in
            let end = min(event.end ?? report.day.end, report.day.end)
            let band = ChartBand(frame: frame, from: max(event.start, report.day.start), to: max(end, event.start))
            return ["x": band.x, "width": band.width]
        }
    }

    /// A label every three hours, with its place in per mille of the day.
    func hourLabels() -> [[String: Any]] {
        let hours = report.input.hours
        return hours.enumerated().compactMap { position, hour in
            guard position % 3 == 0 else { return nil }
            return [
                "place": decimal(Double(position) / Double(hours.count) * 100), "clock": clock.minute(hour.start),
                "minor": position % 6 != 0,
            ]
        }
    }

    private func decimal(_ value: Double) -> String { Words.decimals(value, 2) }

    private func gaps(_ frame: ChartFrame) -> [[String: Any]] {
        report.input.hours.filter(\.missing).map { hour in
            let band = ChartBand(frame: frame, from: hour.start, to: hour.start.advanced(bySeconds: 3600))
            return ["x": band.x, "width": band.width]
        }
    }

    private func dropChart(_ frame: ChartFrame) -> [[String: Any]] {
        let causes = report.causes.filter { !$0.cause.isExpected && $0.drops > 0 }.sorted {
            ($1.drops, $0.cause.name) < ($0.drops, $1.cause.name)
        }
        return stacked(
            causes.map { (Page.words($0.cause), $0.perWindow) }, outline: outline(report.dayBefore?.dropsPerWindow),
            frame: frame, id: "d")
    }

    private func recordChart(_ frame: ChartFrame) -> [[String: Any]] {
        // Shown by the highest window, not by the total: the codes of an incident are few, but all at once. Drawn by
        // the total, so that what is always there lies at the bottom.
        let byPeak = report.codes.filter(\.isDisconnect).sorted { left, right in
            let (one, other) = (left.perWindow.max() ?? 0, right.perWindow.max() ?? 0)
            return one != other ? one > other : (left.code, left.level) < (right.code, right.level)
        }
        let codes =
            byPeak.prefix(Page.mostSeries).sorted {
                ($1.records, $0.code, $0.level) < ($0.records, $1.code, $1.level)
            } + byPeak.dropFirst(Page.mostSeries)
        return stacked(
            codes.map {
                (([$0.codeName, $0.description].filter { !$0.isEmpty }).joined(separator: " "), $0.perWindow)
            },
            outline: outline(report.dayBefore?.disconnectsPerWindow), frame: frame, id: "r")
    }

    /// The day before, without the windows of which nothing is known.
    private func outline(_ counts: [Int]?) -> [Int?] {
        let missing = Set(report.dayBefore?.missingHours ?? [])
        let perHour = Int(3600 / report.day.windowSeconds)
        return (counts ?? []).enumerated().map { missing.contains($0 / perHour) ? nil : $1 }
    }

    /// A chart as a list of one, or none where there is nothing to draw.
    private func stacked(
        _ series: [(name: String, counts: [Int])], outline: [Int?], frame: ChartFrame, id: String
    ) -> [[String: Any]] {
        let windows = Int((report.day.span.seconds + report.day.windowSeconds - 1) / report.day.windowSeconds)
        guard series.contains(where: { $0.counts.contains { $0 > 0 } }) else { return [] }
        var shown = Array(series.prefix(Page.mostSeries))
        if series.count > shown.count {
            let others = series.dropFirst(shown.count)
            shown.append(
                (
                    "others (\(others.count))",
                    (0..<windows).map { window in
                        others.reduce(0) { $0 + (window < $1.counts.count ? $1.counts[window] : 0) }
                    }
                ))
        }
        let chart = StackedChart(frame: frame, windows: windows, series: shown, outline: outline)
        return [
            [
                "id": id, "ticks": ticks(chart.scale), "peak": peak(chart),
                "outline": chart.outline.isEmpty ? [] : [chart.outline],
                "series": chart.series.enumerated().map { position, series in
                    [
                        "name": series.name, "total": Words.count(series.total), "path": series.path,
                        "fill": position, "id": id,
                    ] as [String: Any]
                },
                "table": hourTable(shown), "heads": shown.map(\.name),
                "spark": Sparkline.text(hourSums(shown).enumerated().map { missing($0) ? nil : $1 }),
            ]
        ]
    }

    private func missing(_ hour: Int) -> Bool {
        hour < report.input.hours.count && report.input.hours[hour].missing
    }

    private func peak(_ chart: StackedChart) -> String {
        guard let peak = chart.peak else { return "none" }
        let start = report.day.start.advanced(bySeconds: Int64(peak.window) * report.day.windowSeconds)
        return Words.count(peak.count) + " in the quarter of an hour from " + clock.minute(start)
    }

    func ticks(_ scale: Scale) -> [[String: Any]] {
        scale.values.map { ["place": decimal((1 - scale.share($0)) * 100), "value": Words.count($0)] }
    }

    private func hourSums(_ series: [(name: String, counts: [Int])]) -> [Int] {
        report.input.hours.indices.map { hour in series.reduce(0) { $0 + sum($1.counts, hour: hour) } }
    }

    private func sum(_ counts: [Int], hour: Int) -> Int {
        let perHour = Int(3600 / report.day.windowSeconds)
        return (hour * perHour..<(hour + 1) * perHour).reduce(0) { $0 + ($1 < counts.count ? counts[$1] : 0) }
    }

    /// The numbers behind a chart, by the hour; an hour without records has none.
    private func hourTable(_ series: [(name: String, counts: [Int])]) -> [[String: Any]] {
        report.input.hours.enumerated().map { position, hour in
            [
                "clock": clock.minute(hour.start),
                "cells": series.map { missing(position) ? "no data" : Words.count(sum($0.counts, hour: position)) },
            ]
        }
    }

    /// Devices without any record are connected all the time and known to nobody but the service.
    private func gapWords(_ curve: ConnectedChart) -> [String] {
        guard let gap = curve.medianGap else { return [] }
        var words = "typically " + difference(gap)
        if let widest = curve.widestGap, abs(widest.gap - gap) >= Page.leastGap {
            words += "; largest deviation at \(clock.minute(widest.at)): " + difference(widest.gap)
        }
        return [words]
    }

    /// Fewer devices apart are the rounding of a minute's average and of a curve of five minutes.
    private static let leastGap = 3

    private func difference(_ gap: Int) -> String {
        if gap == 0 { return "same as the log" }
        return Words.count(abs(gap)) + (gap > 0 ? " more" : " fewer") + " than the log shows"
    }

    private func connectedChart(_ hub: HubDay, _ frame: ChartFrame) -> [String: Any]? {
        let metric = report.connectedMetric.first { $0.hub == hub.hub }?.points ?? []
        guard let curve = ConnectedChart(frame: frame, points: hub.connected, metric: metric) else { return nil }
        let hours = Dictionary(grouping: hub.connected) { $0.start.seconds(since: report.day.start) / 3600 }
        let own = bands(frame, hub: hub.hub)
        return [
            "hub": hub.hub, "manyHubs": report.hubDays.count > 1, "bands": own, "flags": flags(own),
            "ticks": ticks(curve.scale), "band": curve.band,
            "line": curve.line, "metric": curve.metric.isEmpty ? [] : [curve.metric],
            "metricGap": gapWords(curve),
            "lowest": Words.count(curve.lowest.least), "lowestAt": time(curve.lowest.start),
            "highest": Words.count(curve.highest.most), "broken": curve.startsAboveZero,
            "axisStart": Words.count(curve.scale.least), "inferred": Words.count(hub.inferredConnected),
            "hasInferred": hub.inferredConnected > 0,
            "table": report.input.hours.enumerated().compactMap { position, hour -> [String: Any]? in
                guard let points = hours[Int64(position)], let least = points.map(\.least).min(),
                    let most = points.map(\.most).max()
                else { return nil }
                return ["clock": clock.minute(hour.start), "least": Words.count(least), "most": Words.count(most)]
            },
        ]
    }
}
