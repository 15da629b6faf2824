import Foundation
import Model

/// Spans of a hub without records, or with hardly any, in which it would have written some: missing data, not calm.
///
/// Two questions are asked of every silence, whatever its length: how many identities would have spoken in it by the
/// hub's own rate (`SilenceOdds`), and which connected ones were due by their own rhythm (`OverdueRenewals`). A silence
/// is missing data when one of the answers is so improbable that it would not come about in a lifetime of days.
///
/// Exports file records by the hour of their arrival, so a lost hour of files still leaves the few that came late: hours
/// with hardly any records are asked the first question too.
struct MissingSpans {
    /// By hub, those without records although some were to be expected.
    private(set) var missing: [[MillisRange]]
    /// By hub, those of which nothing is known: the missing ones, that of the day before, a silence at the end of the
    /// data that may be one, and those of which the caller says so.
    private(set) var unknown: [[MillisRange]]

    /// Those alone of which the caller says so; where the events are not all of their hub's.
    init(givenIn analysis: DayAnalysis) {
        missing = analysis.hubs.map { _ in [] }
        unknown = analysis.hubs.map { MissingSpans.joined(MissingSpans.given(hub: $0.name, analysis)) }
    }

    /// - Throws: where drops are put aside and cannot be read.
    init(_ analysis: DayAnalysis, _ slices: DropSlices) throws {
        self.init(givenIn: analysis)
        let links = LinksOver(analysis: analysis, slices: slices)
        var overdue = OverdueRenewals(links)
        for hub in analysis.hubs.indices {
            let search = HubSilences(hub, links)
            missing[hub] = MissingSpans.joined(try MissingSpans.found(search, hub, &overdue, analysis))
            var doubtful = unknown[hub] + missing[hub]
            if let end = try search.doubtfulEnd(after: missing[hub], overdue: &overdue) { doubtful.append(end) }
            unknown[hub] = MissingSpans.joined(doubtful)
        }
    }

    private static func found(
        _ search: HubSilences, _ hub: Int, _ overdue: inout OverdueRenewals, _ analysis: DayAnalysis
    ) throws -> [MillisRange] {
        let presence = analysis.context.presence[analysis.hubs[hub].name]
        switch presence {
        case .noData, .hardlyAny: return [analysis.day]
        case .gone, .retired: return []
        case .new, nil: break
        }
        let found = try search.byRate()
        let rest = search.silences.filter { silence in !found.contains { $0.overlaps(silence) } }
        return try found + overdue.missing(rest, hub: hub)
    }

    private static func given(hub: String, _ analysis: DayAnalysis) -> [MillisRange] {
        func ranges(_ spans: [String: [TimeWindow]]) -> [MillisRange] {
            (spans[hub] ?? []).map {
                MillisRange(start: analysis.clock.clamped($0.start), end: analysis.clock.clamped($0.end))
            }
        }
        // Of older ones the ages of connections tell nothing any more: a renewal would have come since.
        let earlier = ranges(analysis.context.earlierMissing).filter { $0.end > MillisClock.reach }
        return (earlier + ranges(analysis.context.hoursWithoutRecords)).filter { $0.start < $0.end }
    }

    /// In order, and as one those that touch or have but a stray record between them.
    private static func joined(_ spans: [MillisRange]) -> [MillisRange] {
        var result: [MillisRange] = []
        for span in spans.sorted(by: { $0.start < $1.start }) {
            if let last = result.last, span.start <= last.end + stray {
                result[result.count - 1].end = max(last.end, span.end)
            } else {
                result.append(span)
            }
        }
        return result
    }

    private static let stray: DayMillis = 60_000
}

/// The silences of one hub, and what its rate says of them.
private struct HubSilences {
    private let hub: Int
    private let tally: HubTally
    private let links: LinksOver
    private var analysis: DayAnalysis { links.analysis }
    private let dataEnd: DayMillis
    private let usual: UsualHours
    /// Between records, and before the first and after the last.
    let silences: [MillisRange]
    private let speaking: Int
    /// From where on the hub is there.
    private let begin: DayMillis
    /// Whether the hub was known before its first record of the data.
    private let isOlder: Bool
    /// That after the last record.
    private let end: MillisRange?

    init(_ hub: Int, _ links: LinksOver) {
        self.hub = hub
        self.links = links
        let analysis = links.analysis
        tally = analysis.hubs[hub]
        dataEnd = analysis.dataEnd
        usual = UsualHours(hub: tally.name, analysis)
        speaking = tally.activity.perMinute.reduce(0) { $0 + Int($1) }
        var silences = tally.activity.silences
        isOlder = analysis.isKnownBefore(hub: hub)
        let isNew = if case .new = analysis.context.presence[tally.name] { true } else { false }
        begin = isNew ? HubSilences.begin(tally.activity.perMinute) : MillisClock.reach
        let begin = begin
        silences.removeAll { $0.end <= begin }
        let first = tally.activity.first
        if first > MillisClock.reach, first != .never, HubSilences.wasThereBefore(hub, analysis) {
            silences.append(MillisRange(start: MillisClock.reach, end: first))
        }
        // What comes after the day is there to tell returns, and may not have been exported yet.
        let last = max(tally.activity.last == .never ? 0 : tally.activity.last, MillisClock.reach)
        let judgedEnd = last < analysis.day.end ? analysis.day.end : dataEnd
        end = tally.activity.last != .never && last < judgedEnd ? MillisRange(start: last, end: judgedEnd) : nil
        if let end { silences.append(end) }
        self.silences = silences.filter { $0.end - $0.start >= HubActivity.shortest }
    }

    /// From where on a hub that is new speaks: a few records that were late do not begin its export.
    private static func begin(_ perMinute: [UInt32]) -> DayMillis {
        let all = perMinute.reduce(0) { $0 + Int($1) }
        var before = 0
        for (minute, speaking) in perMinute.enumerated() {
            before += Int(speaking)
            if before * 50 > all { return MillisClock.reach + DayMillis(minute) * 60_000 + 60_000 }
        }
        return MillisClock.reach
    }

    /// Whether a hub without carried state, of which the first record comes late, was there before: some of its devices
    /// were connected by then.
    private static func wasThereBefore(_ hub: Int, _ analysis: DayAnalysis) -> Bool {
        if case .new = analysis.context.presence[analysis.hubs[hub].name] { return false }
        guard analysis.hubs[hub].activity.first != .never, analysis.context.carried?.hubs.isEmpty != false else {
            return false
        }
        var all = 0
        var inferred = 0
        for number in 0..<analysis.identities.count where Int(analysis.identities[number].hub) == hub {
            all += 1
            if analysis.identities[number].flags.contains(.inferred) { inferred += 1 }
        }
        return inferred * 10 >= all
    }

    private var least: Double { log(analysis.settings[.silenceOdds]) }

    /// The silences and scanty hours that the rate of the rest shows to be missing, longest first: what is found is no
    /// part of the rest for the next.
    func byRate() throws -> [MillisRange] {
        let candidates = silences.sorted { ($1.end - $1.start, $0.start) < ($0.end - $0.start, $1.start) }
        var found: [MillisRange] = []
        for _ in 0..<3 {
            let known = found.count
            for candidate in candidates
            where isWorthAsking(candidate, found) && !found.contains(where: { $0.overlaps(candidate) }) {
                if try isImprobable(candidate, without: found) { found.append(candidate) }
            }
            if found.count == known { break }
        }
        return try found + scantyHours(without: found)
    }

    private func isImprobable(_ span: MillisRange, heard: Int = 0, without found: [MillisRange]) throws -> Bool {
        let odds = odds(without: found + [span])
        guard odds.weight(of: span, heard: heard, usual: usual) >= least else { return false }
        let share = try links.shareUp(hub: hub, over: span)
        return share == 1 || odds.weight(of: span, heard: heard, usual: usual, share: share) >= least
    }

    /// Of the time from the first record on, if the hub is new, to the last.
    private func odds(without spans: [MillisRange]) -> SilenceOdds {
        let activity = tally.activity
        var spans = spans
        if activity.first != .never, activity.first > MillisClock.reach, !isOlder {
            spans.append(MillisRange(start: MillisClock.reach, end: activity.first))
        }
        if activity.last != .never, activity.last < dataEnd {
            spans.append(MillisRange(start: max(activity.last, MillisClock.reach), end: dataEnd))
        }
        return SilenceOdds(activity.perMinute, until: dataEnd, without: spans)
    }

    /// Whether the plain rate of the rest lets enough be expected; a sparse hub is silent hundreds of times a day.
    private func isWorthAsking(_ candidate: MillisRange, _ found: [MillisRange]) -> Bool {
        let length = Double(candidate.end - max(candidate.start, MillisClock.reach))
        let known = Double(dataEnd - MillisClock.reach) - found.reduce(length) { $0 + Double($1.end - $1.start) }
        return known <= 0 || length / known * Double(speaking) > least
    }

    /// Hours with hardly any records, those in a row at once: they are no measure of each other.
    private func scantyHours(without found: [MillisRange]) throws -> [MillisRange] {
        let hours = hardlyAny(without: found)
        var runs: [MillisRange] = []
        for hour in hours {
            if let last = runs.last, last.end == hour.start {
                runs[runs.count - 1].end = hour.end
            } else {
                runs.append(hour)
            }
        }
        return try runs.flatMap { run in
            if try isImprobable(run, heard: heard(in: run), without: found) { return [run] }
            let own = hours.filter { $0.overlaps(run) }
            return own.count < 2 ? [] : try own.filter { try isImprobable($0, heard: heard(in: $0), without: found) }
        }
    }

    private func hardlyAny(without found: [MillisRange]) -> [MillisRange] {
        let settings = analysis.settings
        let counts = tally.recordsPerHour.prefix(Int((dataEnd - MillisClock.reach) / 3_600_000)).map(Double.init)
        let median = Robust.median(counts)
        return counts.indices.compactMap { hour in
            let start = MillisClock.reach + DayMillis(hour) * 3_600_000
            let span = MillisRange(start: start, end: start + 3_600_000)
            let least = min(median, usual.records(in: span) ?? median)
            guard span.start >= begin, counts[hour] > 0, least >= settings[.usualRecordsPerHour],
                counts[hour] < least * settings[.emptyHour] / 100,
                found.reduce(0, { $0 + $1.shared(with: span) }) < 1_800_000
            else { return nil }
            return span
        }
    }

    private func heard(in span: MillisRange) -> Int {
        let minutes = tally.activity.perMinute.indices.clamped(
            to: Int((span.start - MillisClock.reach) / 60_000)..<Int((span.end - MillisClock.reach) / 60_000))
        return minutes.reduce(0) { $0 + Int(tally.activity.perMinute[$1]) }
    }

    /// The silence after the last record, where one of a hundred such would not come about by chance: whether the hub
    /// fell silent or its export stopped cannot be told then, so nothing may be claimed of it.
    ///
    /// The hour after the day may not have been exported yet. Where that alone is doubtful, the day itself is not.
    func doubtfulEnd(after missing: [MillisRange], overdue: inout OverdueRenewals) throws -> MillisRange? {
        guard let end, end.end - end.start >= HubActivity.shortest else { return nil }
        let whole = MillisRange(start: end.start, end: dataEnd)
        if missing.contains(where: { $0.overlaps(end) }) { return whole }
        guard try isDoubtful(whole, after: missing, &overdue) else { return nil }
        if end.end < dataEnd, try !isDoubtful(end, after: missing, &overdue) {
            return MillisRange(start: end.end, end: dataEnd)
        }
        return whole
    }

    private func isDoubtful(
        _ span: MillisRange, after missing: [MillisRange], _ overdue: inout OverdueRenewals
    ) throws -> Bool {
        let share = try links.shareUp(hub: hub, over: span)
        let rest = odds(without: missing + [MillisRange(start: span.start, end: dataEnd)])
        return try rest.weight(of: span, usual: usual, share: share, lookedAt: 1) >= HubSilences.doubt
            || overdue.weights(of: [span], hub: hub)[0] >= HubSilences.doubt
    }

    /// The logarithm of a hundred.
    private static let doubt = 4.6
}
