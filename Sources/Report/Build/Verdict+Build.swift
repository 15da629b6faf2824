import Diagnosis
import Model

/// What a verdict is made from.
struct VerdictInput {
    let day: ReportDay
    let clock: LocalClock
    let input: InputReport
    let totals: Totals
    let incidents: [IncidentReport]
    let actions: [Action]
    let alerts: [Alert]
    let comparison: Comparison
    let hubs: Int
}

extension Verdict {
    static func build(_ input: VerdictInput) -> Verdict {
        let numbers = numbers(input)
        let word = word(input, numbers: numbers)
        return Verdict(
            word: word, headline: headline(word, input), missing: missing(input),
            sentence: word == .noData ? noDataSentence(input) : sentence(input), numbers: numbers,
            comparedWith: input.comparison.words)
    }

    private static func numbers(_ input: VerdictInput) -> [Measure] {
        let hasRecords = input.input.events > 0
        let atLeast = hasRecords && !input.input.isComplete
        func measure(_ kind: Measure.Kind, _ value: Double?, _ past: (DaySummary) -> Double?) -> Measure {
            let (previous, usual) = input.comparison.past(past)
            let value = hasRecords ? value : nil
            var tendency: Measure.Tendency?
            if let value, let reference = usual ?? previous {
                tendency = Comparison.tendency(kind, value: value, reference: reference)
                // Missing input hides drops: it can prove a day worse, never better or the same.
                if !input.input.isComparable, tendency != .worse { tendency = nil }
            }
            let bound: Measure.Bound? = atLeast ? (kind == .availability ? .atMost : .atLeast) : nil
            return Measure(
                kind: kind, value: value, bound: bound, previous: previous, usual: usual,
                tendency: tendency)
        }
        let totals = input.totals
        return [
            measure(.devicesThatDropped, Double(totals.devicesThatDropped)) { Double($0.devicesThatDropped) },
            measure(.downtimeSeconds, totals.downtimeSeconds.map(Double.init)) {
                $0.downtimeSeconds.map(Double.init)
            },
            measure(.stillDown, totals.stillDown.map(Double.init)) { $0.stillDown.map(Double.init) },
            measure(.availability, totals.availability.map { ($0 * 1_000_000).rounded(.down) / 1_000_000 }) {
                $0.availability
            },
        ]
    }

    private static func word(_ input: VerdictInput, numbers: [Measure]) -> Word {
        guard input.input.events > 0 else { return .noData }
        if numbers.contains(where: { $0.tendency == .worse }) { return .worse }
        let needsPerson =
            !input.alerts.isEmpty || (input.totals.stillDown ?? 0) > 0
            || input.incidents.contains { $0.confidence > .low && $0.kind != .platformUpgrade }
            || input.actions.contains { $0.confidence == .high }
        guard input.input.isComparable else { return needsPerson ? .trouble : .incomplete }
        guard !input.comparison.words.isEmpty else { return needsPerson ? .trouble : .calm }
        let better = numbers.filter { $0.tendency == .better }.count
        return better >= 2 ? .better : .usual
    }

    private static func headline(_ word: Word, _ input: VerdictInput) -> String {
        let reference = input.comparison.hasMedian ? "usual" : "the day before"
        switch word {
        case .noData: return "No data"
        case .worse: return "Worse than " + reference
        case .better: return "Better than " + reference
        case .usual: return input.comparison.hasMedian ? "A usual day" : "Much like the day before"
        case .incomplete: return "Incomplete data"
        case .trouble: return "Trouble"
        case .calm: return "A calm day"
        }
    }

    /// What is missing, in words, before anything else is said.
    private static func missing(_ input: VerdictInput) -> [String] {
        let facts = input.input
        guard facts.events > 0 else { return facts.warnings + facts.limits }
        // The hours without any record first: the limits below speak of single hubs, and of what follows from it.
        var sentences = [gaps(input)].compactMap { $0 } + facts.limits
        if facts.rejected > 0 {
            sentences.append(
                Words.counted(Int(facts.rejected), "record") + " could not be read and "
                    + (facts.rejected == 1 ? "is" : "are") + " not counted.")
        }
        if !facts.warnings.isEmpty {
            sentences.append(
                Words.counted(facts.warnings.count, "warning") + " about the input: " + facts.warnings[0]
                    + (facts.warnings.count > 1 ? "; see the input section for the others." : "."))
        }
        return sentences
    }

    private static func gaps(_ input: VerdictInput) -> String? {
        let hours = input.input.hours
        var spans: [String] = []
        var start: Int?
        for position in 0...hours.count {
            let isGap = position < hours.count && hours[position].missing
            if isGap, start == nil { start = position }
            if !isGap, let first = start {
                let end = position < hours.count ? hours[position].start : input.day.span.end
                let last = end == input.day.span.end ? "24:00" : input.clock.minute(end)
                spans.append(input.clock.minute(hours[first].start) + " to " + last)
                start = nil
            }
        }
        guard !spans.isEmpty else { return nil }
        let shown = spans.count > 4 ? Array(spans.prefix(3)) + ["\(spans.count - 3) other spans"] : spans
        return "No records for \(Words.list(shown)): what happened then is unknown."
    }

    private static func noDataSentence(_ input: VerdictInput) -> String {
        let facts = input.input
        if facts.rejected > 0 {
            return "No record of this day could be read; \(Words.counted(Int(facts.rejected), "record")) "
                + "were rejected. The state of the devices is unknown."
        }
        return "This day has no records. The state of the devices is unknown: check that the "
            + "diagnostic setting still exports the category Connections, and that the files arrived."
    }

    private static func sentence(_ input: VerdictInput) -> String {
        var parts: [String] = []
        let incidents = input.incidents.sorted {
            ($1.downtimeSeconds, $0.key) < ($0.downtimeSeconds, $1.key)
        }
        for incident in incidents.prefix(3) {
            parts.append(incident.incident.clause(clock: input.clock, day: input.day.date, hubs: input.hubs) + ".")
        }
        if incidents.count > 3 {
            parts.append(Words.counted(incidents.count - 3, "more incident") + " below.")
        }
        // A day of which too little is known cannot be said to have had none.
        if incidents.isEmpty, input.input.isComparable, !input.actions.isEmpty { parts.append("No incident.") }
        if let action = input.actions.first(where: { $0.kind != .incident }) {
            parts.append(action.headline.hasSuffix(".") ? action.headline : action.headline + ".")
        }
        if parts.isEmpty {
            let stillDown = input.totals.stillDown ?? 0
            parts.append(
                input.totals.drops == 0
                    ? "No device lost its connection unexpectedly."
                    : stillDown > 0
                        ? Words.counted(stillDown, "device was", "devices were") + " still down at the end."
                        : "No incident, and nothing that needs action.")
        }
        return parts.joined(separator: " ")
    }
}

extension Verdict {
    /// The four numbers in one sentence.
    package var numbersSentence: String {
        numbers.map { $0.sentencePart + ($0.pastWords.isEmpty ? "" : " (\($0.pastWords))") }.joined(separator: "; ")
            + "."
    }
}

extension Measure {
    /// `1,386 devices`, `93 device-hours`.
    package func words(_ number: Double) -> String {
        switch kind {
        case .devicesThatDropped, .stillDown: Words.count(Int(number.rounded()))
        case .downtimeSeconds: Words.hours(Int64(number))
        case .availability: Words.availability(number)
        }
    }

    /// The value, `at least` where it is a lower bound, `not known` where there is none.
    package var valueWords: String {
        guard let value else { return "not known" }
        return (bound.map { $0.rawValue + " " } ?? "") + words(value)
    }

    /// `yesterday 983, usually 990`.
    package var pastWords: String {
        var parts: [String] = []
        if let previous { parts.append("day before " + words(previous)) }
        if let usual { parts.append("usually " + words(usual)) }
        return parts.joined(separator: ", ")
    }

    fileprivate var sentencePart: String {
        switch kind {
        case .devicesThatDropped: "devices that dropped: " + valueWords
        case .downtimeSeconds: "downtime in device-hours: " + valueWords
        case .stillDown: "still down at the end: " + valueWords
        case .availability: "availability: " + valueWords
        }
    }
}
