import Model
import Report

/// What the template of the index may name.
struct CalendarPage {
    let report: CalendarReport

    func context() -> [String: Any] {
        let byDate = Dictionary(report.days.compactMap { day in CivilDate(day.date).map { ($0, day) } }) { first, _ in
            first
        }
        // The summary of a day without a page may be that of a day that has hardly begun.
        let days = report.days
        let shown = days.lastIndex(where: \.hasPage).map { days[...$0] } ?? days[...]
        let latest = shown.last
        let hubs = Set(report.days.flatMap(\.hubs)).sorted()
        return [
            "hubs": Page.hubNames(hubs), "tool": report.tool.name, "version": report.tool.version,
            "schema": report.schema,
            "zoneNote": report.timeZone == "UTC" ? "Days are those of UTC." : "Days are those of \(report.timeZone).",
            "hasDays": !report.days.isEmpty, "latest": latest.map { [day($0)] } ?? [],
            "wordClass": Page.wordClass(latest?.verdict),
            "recent": shown.dropLast().suffix(13).reversed().map(day),
            "hasRecent": shown.count > 1, "months": months(byDate),
        ]
    }

    private func day(_ day: CalendarReport.Day) -> [String: Any] {
        let date = CivilDate(day.date)
        var facts: [String] = []
        if let dropped = day.devicesThatDropped { facts.append(Words.counted(dropped, "device") + " dropped") }
        if let downtime = day.downtimeSeconds { facts.append(Words.deviceHours(downtime) + " down") }
        if let down = day.stillDown, down > 0 { facts.append(Words.count(down) + " still down") }
        if day.incidents > 0 { facts.append(Words.counted(day.incidents, "incident")) }
        if day.alerts > 0 { facts.append(Words.counted(day.alerts, "alert")) }
        return [
            "date": day.date, "hasPage": day.hasPage, "dayLong": date.map { DateWords.long($0) } ?? day.date,
            "weekday": date.map { String(DateWords.weekday($0).prefix(3)) } ?? "",
            "dayShort": date.map { "\($0.day) \(DateWords.shortMonth($0.month))" } ?? day.date,
            "headline": day.headline, "sentence": day.sentence, "word": day.verdict.map(Page.shown) ?? "",
            "wordClass": Page.wordClass(day.verdict), "facts": facts.joined(separator: ", "),
            "hasFacts": !facts.isEmpty,
        ]
    }

    /// The months from the newest to the oldest, each as weeks of seven cells.
    private func months(_ days: [CivilDate: CalendarReport.Day]) -> [[String: Any]] {
        guard let first = days.keys.min(), let last = days.keys.max() else { return [] }
        var months: [[String: Any]] = []
        var seen: Set<String> = []
        var month = Period.month(of: last)
        while month.last >= first {
            if month.days.contains(where: { days[$0] != nil }) {
                months.append(self.month(month, days, between: first, and: last, &seen))
            }
            month = month.before
        }
        return months
    }

    /// - Parameter seen: the weeks of later months; a week of two months has one place to link to.
    private func month(
        _ month: Period, _ days: [CivilDate: CalendarReport.Day], between first: CivilDate, and last: CivilDate,
        _ seen: inout Set<String>
    ) -> [String: Any] {
        var weeks: [[String: Any]] = []
        var monday = Period.week(of: month.first).first
        while monday <= month.last {
            let week = Period.week(of: monday)
            weeks.append([
                "number": Int(week.name.suffix(2)) ?? 0, "name": week.name,
                "hasPage": report.periods.contains(week.name), "hasPlace": seen.insert(week.name).inserted,
                "cells": week.days.map { date in
                    cell(date, in: month, days[date], isExpected: first <= date && date <= last)
                },
            ])
            monday = monday.advanced(byDays: 7)
        }
        return [
            "name": month.name, "title": "\(DateWords.month(month.first.month)) \(month.first.year)",
            "hasPage": report.periods.contains(month.name), "weeks": weeks,
        ]
    }

    private func cell(
        _ date: CivilDate, in month: Period, _ day: CalendarReport.Day?, isExpected: Bool
    ) -> [String: Any] {
        let isInside = month.first <= date && date <= month.last
        return [
            "isInside": isInside, "number": date.day, "date": date.description, "isKnown": day != nil,
            "isGap": isInside && day == nil && isExpected, "hasPage": day?.hasPage ?? false,
            "word": CalendarPage.short(day?.verdict), "wordClass": Page.wordClass(day?.verdict),
            "dropped": day?.devicesThatDropped.map { Words.count($0) } ?? "",
            "hasDropped": day?.devicesThatDropped != nil,
        ]
    }

    /// A word that fits a narrow cell.
    private static func short(_ word: Verdict.Word?) -> String {
        switch word {
        case nil: "report"
        case .incomplete: "gaps"
        case .some(let word): Page.shown(word)
        }
    }
}

extension Page {
    static func wordClass(_ word: Verdict.Word?) -> String {
        word.map { $0.rawValue.replacing(" ", with: "-") } ?? "none"
    }

    static func hubNames(_ hubs: [String]) -> String {
        guard !hubs.isEmpty else { return "no hub" }
        return Words.list(hubs.prefix(4).map { $0.isEmpty ? unnamedHub : $0 })
            + (hubs.count > 4 ? " and \(hubs.count - 4) more" : "")
    }

    /// What stands for the hub of records that name none.
    static let unnamedHub = "an unnamed hub"

    static func notListed(_ count: Int, _ one: String, _ many: String? = nil) -> [String] {
        count > 0 ? ["And " + Words.count(count) + " more " + (count == 1 ? one : many ?? one + "s")] : []
    }
}
