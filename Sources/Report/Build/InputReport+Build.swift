import Diagnosis
import Model

extension InputReport {
    static func build(
        day: ReportDay, facts: DayFacts, counts: DayCounts, diagnosis: DayDiagnosis, options: ReportOptions
    ) -> InputReport {
        let hours = hours(of: day, counts: counts)
        return InputReport(
            files: facts.files.prefix(options.mostFiles).map { File($0) },
            filesNotListed: max(0, facts.files.count - options.mostFiles), fileCount: facts.files.count,
            eventsRead: facts.eventsRead, events: facts.events, duplicates: facts.duplicates,
            eventsOfOtherDays: facts.eventsOfOtherDays, otherCategories: facts.otherCategories,
            rejected: facts.rejected,
            rejections: facts.rejections.map {
                Rejected(
                    file: $0.file, line: $0.rejection.line, reason: $0.rejection.reason, text: $0.rejection.text)
            },
            firstEvent: facts.firstEvent, lastEvent: facts.lastEvent, hours: hours,
            hoursWithRecords: hours.count { $0.records > 0 }, errorOnly: diagnosis.isErrorOnly,
            warnings: warnings(of: facts), limits: diagnosis.limits)
    }

    /// An hour of the day has the four quarters that begin in it; the last may be shorter.
    private static func hours(of day: ReportDay, counts: DayCounts) -> [Hour] {
        let perHour = Int(3600 / DayCounts.windowSeconds)
        let parts = Dictionary(grouping: counts.codes, by: \.hub)
        let hubs = parts.keys.sorted()
        let hours = day.span.divided(by: .hour)
        let perHubHour = hubs.map { hub in
            hours.indices.map { position in
                let windows = (position * perHour)..<min((position + 1) * perHour, counts.windows)
                return (parts[hub] ?? []).reduce(0) { total, code in windows.reduce(total) { $0 + code.perWindow[$1] } }
            }
        }
        let least = perHubHour.map(leastOfAnHour)
        return hours.enumerated().map { position, window in
            let records = perHubHour.reduce(0) { $0 + $1[position] }
            let without = hubs.indices.filter { perHubHour[$0][position] < least[$0] }.map { hubs[$0] }
            return Hour(start: window.start, records: records, hubsWithout: records == 0 ? [] : without)
        }
    }

    /// The records that an hour of a hub must have to count as present, as the diagnosis has it: one; on a hub with at
    /// least ten in its median hour, a tenth of that median. A lost file still leaves the few records that came late.
    private static func leastOfAnHour(_ records: [Int]) -> Int {
        let sorted = records.sorted()
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
        return median >= 10 ? max(1, median / 10) : 1
    }

    private static func warnings(of facts: DayFacts) -> [String] {
        let more = facts.unreadableCount - facts.unreadable.count
        return facts.unreadable.map { $0 + "; the records of this file are missing" }
            + (more > 0 ? ["\(more) more files cannot be read; their records are missing"] : [])
            + facts.files.flatMap { file in file.warnings.map { file.path + ": " + $0 } }
    }
}

extension InputReport.File {
    init(_ file: FileFacts) {
        self.init(
            path: file.path, bytes: file.size, fingerprint: file.fingerprint, format: file.format.rawValue,
            compressed: file.isCompressed, records: file.records, eventsOfDay: file.eventsOfDay,
            otherCategories: file.otherCategories, rejected: file.rejected, warnings: file.warnings)
    }
}
