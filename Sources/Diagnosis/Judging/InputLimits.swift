import Model

/// What the input cannot show, in sentences for the first lines of a report.
enum InputLimits {
    /// What is of no certain hub.
    static func sentences(_ evidence: DayEvidence) -> [String] {
        guard evidence.analysis.lookup.unknownEvents > 0 else { return [] }
        return ["\(evidence.analysis.lookup.unknownEvents) events refer to unknown devices or heads and were left out."]
    }

    /// What the input of one hub cannot show.
    static func sentences(_ evidence: DayEvidence, of number: Int) -> [String] {
        let hub = evidence.analysis.hubs[number]
        var result: [String] = []
        if evidence.isErrorOnly[number] {
            result.append(
                "\(hub.name): the input holds error records only, so it cannot show when devices were back, how long "
                    + "connections lived, or which devices are offline. Renewals are recognized by the time between "
                    + "disconnects, with less confidence.")
        }
        if case .noData(let since) = evidence.analysis.context.presence[hub.name] {
            result.append(
                "\(hub.name): no record of this day, the last is from \(evidence.words(since)). This is missing data, "
                    + "not a quiet day: the state of its devices is unknown, and no number here includes them.")
            return result
        }
        if case .hardlyAny(let records, let usual) = evidence.analysis.context.presence[hub.name] {
            result.append(
                "\(hub.name): \(Words.counted(records, "record")) of this day, where \(Words.count(Int(usual.rounded()))) are usual. This "
                    + "is missing data, not a quiet day: the state of its devices is unknown, and no number here includes them."
            )
            return result
        }
        for span in evidence.missingOnDay(number) {
            let start = evidence.words(max(span.start, evidence.day.start))
            let end = evidence.words(min(span.end, evidence.day.end))
            result.append(
                "\(hub.name): hardly any records from \(start) to \(end). This is missing data, not a quiet period: drops in "
                    + "it are not counted, and devices that look offline afterwards may have reconnected during it.")
        }
        return result.sorted()
    }
}
