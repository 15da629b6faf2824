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
    /// Each hub with records or known devices.
    let hubs: [HubNumbers]
    /// Hubs of which the whole day is missing.
    let hubsWithoutData: [String]
    /// Whether the report, or the one that it is a part of, has several hubs.
    let isOneOfMany: Bool
    /// Whether there is more than a few records, which say nothing of the day.
    let hasData: Bool
    /// Hubs that came or went, a sentence each.
    let news: [String]
}

extension Verdict {
    static func build(_ input: VerdictInput) -> (verdict: Verdict, ofHubs: [HubVerdict]) {
        let numbers = numbers(input)
        let ofHubs = input.hubs.map { HubVerdict.build($0, input) }
        let word = word(input, numbers: numbers, ofHubs)
        let verdict = Verdict(
            word: word, headline: headline(word, input, ofHubs), missing: missing(input),
            sentence: word == .noData ? noDataSentence(input) : sentence(input), numbers: numbers,
            comparedWith: input.comparison.words)
        return (verdict, ofHubs)
    }

    private static func numbers(_ input: VerdictInput) -> [Measure] {
        let hasRecords = input.hasData
        let atLeast = hasRecords && !input.input.isComplete
        func measure(_ kind: Measure.Kind, _ value: Double?) -> Measure {
            let (previous, usual) = input.hubs.past(kind)
            let bound: Measure.Bound? = atLeast ? (kind == .availability ? .atMost : .atLeast) : nil
            let isKnown = hasRecords && value != nil
            return Measure(
                kind: kind, value: isKnown ? value.map { Measure.shown(kind, $0) } : nil, bound: bound,
                previous: previous, usual: usual, tendency: isKnown ? input.hubs.tendency(kind) : nil)
        }
        let totals = input.totals
        return [
            measure(.devicesThatDropped, Double(totals.devicesThatDropped)),
            measure(.downtimeSeconds, totals.downtimeSeconds.map(Double.init)),
            measure(.stillDown, totals.stillDown.map(Double.init)),
            measure(.availability, totals.availability),
        ]
    }

    /// The words of all hubs put together: the one that most needs to be heard.
    private static func word(_ input: VerdictInput, numbers: [Measure], _ ofHubs: [HubVerdict]) -> Word {
        guard input.hasData else { return .noData }
        let words = Set(ofHubs.map(\.word))
        let isWorse = numbers.contains {
            $0.tendency == .worse && input.hubs.beatsChance($0.kind, isOneOfMany: input.isOneOfMany)
        }
        if words.contains(.worse) || isWorse { return .worse }
        // An alert may be of no hub.
        let isAlerted = !input.alerts.isEmpty && (!input.input.isComparable || input.comparison.words.isEmpty)
        if words.contains(.trouble) || isAlerted { return .trouble }
        guard input.input.isComparable else { return .incomplete }
        if words.isSubset(of: [.calm]) { return .calm }
        return numbers.count { $0.tendency == .better } >= 2 ? .better : .usual
    }

    private static func headline(_ word: Word, _ input: VerdictInput, _ ofHubs: [HubVerdict]) -> String {
        let hasMedian = input.comparison.hasMedian
        let open = input.actions.count(where: \.needsSomebody)
        let without = without(input).map { "no data from " + $0 }
        let need = [without, open > 0 ? Words.counted(open, "matter needs you", "matters need you") : nil]
            .compactMap { $0.map { "; " + $0 } }.joined()
        switch word {
        case .noData: return "No data"
        case .worse: return worseHeadline(input, ofHubs.filter { $0.word == .worse }.map(\.hub)) + need
        case .better: return "Better than " + reference(hasMedian) + need
        case .usual where open == 0 && hasMedian: return "A usual day, nothing new"
        case .usual: return (hasMedian ? "A usual day" : "Much like the day before") + need
        case .incomplete:
            return self.without(input).map { "No data from " + $0 } ?? "Incomplete data"
        case .trouble:
            // Without a day to compare with, what comes back day after day is not known yet.
            let matters = input.actions.count { $0.needsSomebody || $0.urgency != .hint && $0.confidence > .low }
            let other = input.alerts.isEmpty ? "Nothing certain, but worth a look" : "An alert fired"
            let words = matters > 0 ? Words.counted(matters, "matter needs you", "matters need you") : other
            return words + (without.map { "; " + $0 } ?? "")
        case .calm: return "A calm day"
        }
    }

    /// The hub without data, or `2 of 3 hubs`; nil where every hub has some.
    private static func without(_ input: VerdictInput) -> String? {
        let hubs = input.hubsWithoutData
        guard hubs.count > 1 else { return hubs.first }
        return "\(hubs.count) of \(hubs.count + input.hubs.count) hubs"
    }

    private static func reference(_ hasMedian: Bool) -> String { hasMedian ? "usual" : "the day before" }

    /// Which hubs are worse, where that is not all of them.
    private static func worseHeadline(_ input: VerdictInput, _ worse: [String]) -> String {
        let compared =
            worse.isEmpty ? Array(input.comparison.hubs.values) : worse.compactMap { input.comparison.hubs[$0] }
        let words = "Worse than " + reference(compared.contains(where: \.hasMedian))
        let hubs = input.hubs.count + input.hubsWithoutData.count
        guard !worse.isEmpty, worse.count < hubs else { return words }
        return words + ": " + (worse.count == 1 ? worse[0] : "\(worse.count) of \(hubs) hubs")
    }

    /// What is missing, in words, before anything else is said.
    private static func missing(_ input: VerdictInput) -> [String] {
        let facts = input.input
        guard input.hasData else { return facts.warnings + facts.limits + facts.sideProblems }
        // The limits name the spans of each hub.
        var sentences = facts.limits.isEmpty ? [gaps(input)].compactMap { $0 } : facts.limits
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
        return sentences + facts.sideProblems
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
                + (facts.rejected == 1 ? "was" : "were") + " rejected. The state of the devices is unknown."
        }
        if facts.events > 0 {
            return "Only \(Words.counted(Int(facts.events), "record")) of this day arrived, less than a tenth of what "
                + "is usual. The state of the devices is unknown: find out why the export stopped."
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
            parts.append(
                incident.incident.clause(clock: input.clock, day: input.day.date, hubs: input.hubs.count) + ".")
        }
        if incidents.count > 3 {
            parts.append(Words.counted(incidents.count - 3, "more incident") + " below.")
        }
        // A day of which too little is known cannot be said to have had none.
        if incidents.isEmpty, input.input.isComparable, !input.actions.isEmpty { parts.append("No incident.") }
        if let action = input.actions.first(where: { $0.kind != .incident }) {
            let isNamed = input.hubs.count < 2 || action.hub.isEmpty || action.headline.contains(action.hub)
            let line = isNamed ? action.headline : action.hub + ": " + action.headline
            parts.append(line.hasSuffix(".") ? line : line + ".")
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
        return (parts + input.news.prefix(3).map { $0 + "." }).joined(separator: " ")
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
        case .stillDown: "still down at day's end: " + valueWords
        case .availability: "availability: " + valueWords
        }
    }
}
