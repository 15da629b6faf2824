import Diagnosis
import Model

extension InputReport {
    static func build(
        day: ReportDay, facts: DayFacts, counts: DayCounts, diagnosis: DayDiagnosis, options: ReportOptions
    ) -> InputReport {
        let hours = hours(of: day, counts: counts, missing: diagnosis.missing)
        return InputReport(
            files: facts.files.prefix(options.mostFiles).map { File($0) },
            filesNotListed: max(0, facts.files.count - options.mostFiles) + Int(facts.filesBeyond),
            fileCount: facts.files.count + Int(facts.filesBeyond),
            eventsRead: facts.eventsRead, events: facts.events, duplicates: facts.duplicates,
            eventsOfOtherDays: facts.eventsOfOtherDays, otherCategories: facts.otherCategories,
            rejected: facts.rejected,
            rejections: facts.rejections.map {
                Rejected(
                    file: $0.file, line: $0.rejection.line, reason: $0.rejection.reason, text: $0.rejection.text)
            },
            firstEvent: facts.firstEvent, lastEvent: facts.lastEvent, hours: hours,
            hoursWithRecords: hours.count { $0.records > 0 },
            missingSpans: diagnosis.missing.sorted { $0.key < $1.key }.flatMap { hub, spans in
                spans.map { MissingSpan(hub: hub, start: $0.start, end: $0.end) }
            },
            errorOnly: diagnosis.isErrorOnly,
            warnings: warnings(of: facts),
            limits: diagnosis.limits + options.connectionEvents.filter(\.isLossy).map(\.limit),
            sideProblems: facts.sideProblems, notes: notes(of: facts), connectionEvents: options.connectionEvents)
    }

    /// An hour of the day has the four quarters that begin in it; the last may be shorter.
    private static func hours(of day: ReportDay, counts: DayCounts, missing: [String: [TimeWindow]]) -> [Hour] {
        let perHour = Int(3600 / DayCounts.windowSeconds)
        let hasRecords = counts.codes.contains { $0.records > 0 }
        return day.span.divided(by: .hour).enumerated().map { position, window in
            let windows = (position * perHour)..<min((position + 1) * perHour, counts.windows)
            let records = counts.codes.reduce(0) { sum, code in windows.reduce(sum) { $0 + code.perWindow[$1] } }
            let without = missing.filter { $0.value.contains { $0.start < window.end && window.start < $0.end } }
                .map(\.key).sorted()
            let isMissing = records == 0 && (!without.isEmpty || !hasRecords)
            return Hour(
                start: window.start, records: records, hubsWithout: isMissing ? [] : without, missing: isMissing)
        }
    }

    private static func notes(of facts: DayFacts) -> [String] {
        let more = facts.strangerCount - facts.strangers.count
        let others = Words.counted(more, "more file is not a log and was", "more files are not logs and were")
        let strangers =
            facts.strangers.map { "\($0.path) is not a log and was left out: \($0.what)." }
            + (more > 0 ? [others + " left out."] : [])
        guard !facts.otherOperations.isEmpty else { return strangers }
        let all = facts.otherOperations.reduce(0) { $0 + $1.records }
        let names = facts.otherOperations.map { "\($0.name) (\(Words.count(Int($0.records))))" }
        return strangers + [
            "\(Words.counted(Int(all), "record")) of operations that are not known here \(all == 1 ? "was" : "were") "
                + "counted and left out: \(Words.list(names))."
        ]
    }

    private static func warnings(of facts: DayFacts) -> [String] {
        let more = facts.unreadableCount - facts.unreadable.count
        return facts.unreadable.map { $0 + "; its records are missing" }
            + (more > 0 ? ["\(Words.counted(more, "more file")) cannot be read; the records are missing"] : [])
            + facts.files.flatMap { file in file.warnings.map { file.path + ": " + $0 } }
            + facts.warningsBeyond.prefix(DayFacts.mostWarnings).map { $0.path + ": " + $0.text }
            + (facts.warningsBeyond.count > DayFacts.mostWarnings
                ? ["there are more warnings than are listed here; table warning of the database has them all"] : [])
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
