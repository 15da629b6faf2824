import Foundation

/// How improbable it is that hardly any identity of a hub speaks over a span, going by how many speak at other times.
///
/// Identities are counted by minute, each once in ten minutes. Were they independent, silence where m are expected would
/// have a chance of e^-m. They are not: what hangs on one gateway speaks at once, and fleets keep hours. The counts
/// show it: where they scatter f times as much as independent ones would, over minutes or over hours, m identities are worth
/// no more than m/f. And m is the least of what the whole data, the time before, the time after, and the same hours of
/// earlier days let expect, so that a hub that calms down is not taken for one that was cut.
struct SilenceOdds {
    private let counts: [UInt32]
    private let isKnown: [Bool]
    /// Hours of the data, without the two busiest: an outage is no measure of a day.
    private let hours: [Range<Int>]
    private let speaking: Double

    /// - Parameter without: spans that say nothing of the others.
    init(_ perMinute: [UInt32], until dataEnd: DayMillis, without: [MillisRange]) {
        let minutes = Int((dataEnd - MillisClock.reach) / 60_000)
        let counts = Array(perMinute.prefix(minutes)) + Array(repeating: 0, count: max(0, minutes - perMinute.count))
        var isKnown = Array(repeating: true, count: minutes)
        for span in without {
            let first = SilenceOdds.minute(of: span.start)
            for minute in first..<max(first, min(SilenceOdds.minute(of: span.end) + 1, minutes)) {
                isKnown[minute] = false
            }
        }
        var hours: [(total: UInt32, minutes: Range<Int>)] = []
        for start in stride(from: 0, to: minutes, by: 60) {
            let hour = start..<min(start + 60, minutes)
            guard hour.contains(where: { isKnown[$0] }) else { continue }
            hours.append((hour.reduce(0) { $0 + (isKnown[$1] ? counts[$1] : 0) }, hour))
        }
        hours.sort { ($1.total, $0.minutes.lowerBound) < ($0.total, $1.minutes.lowerBound) }
        self.counts = counts
        self.isKnown = isKnown
        self.hours = hours.dropFirst(hours.count > 4 ? 2 : 0).map(\.minutes)
        speaking = Double(hours.reduce(0) { $0 + Int($1.total) })
    }

    private static func minute(of moment: DayMillis) -> Int {
        Int((max(moment, MillisClock.reach) - MillisClock.reach) / 60_000)
    }

    /// The logarithm of the odds against hearing so few over a span by chance, less what looking at many spans gives.
    ///
    /// - Parameters:
    ///   - up: the part of those who speak that was not down all through it.
    ///   - lookedAt: how many spans were looked at; as many as there are records, where it is not given.
    func weight(of span: MillisRange, heard: Int = 0, usual: UsualHours, share up: Double = 1, lookedAt: Double? = nil)
        -> Double
    {
        let start = max(span.start, MillisClock.reach)
        guard start < span.end else { return 0 }
        let length = Double(span.end - start) / 60_000
        let bar = log(max(lookedAt ?? speaking, 1))
        var expected = length * rate(of: hours)
        guard expected > bar else { return 0 }
        for flank in [flank(before: start, length), flank(after: span.end, length)].compactMap({ $0 }) {
            expected = min(expected, length * flank)
        }
        let judged = MillisRange(start: start, end: span.end)
        if let share = usual.share(of: judged, amid: knownSpans) {
            expected = min(expected, length * rate(of: hours) * share)
        }
        expected *= up
        guard expected > 0, speaking > 0, Double(heard) < expected else { return 0 }
        let share = Double(heard) / expected
        let surprise = 1 - share + (share > 0 ? share * log(share) : 0)
        // A rate that few have shown may well be lower: so many, and none over a time that is as long, are the odds of a coin.
        let certain = speaking * log(1 + expected / speaking)
        return certain / scatter(upTo: length) * surprise - bar
    }

    /// Identities a minute.
    private func rate(of spans: [Range<Int>]) -> Double {
        var minutes = 0.0
        var sum = 0.0
        for minute in spans.joined() where isKnown[minute] {
            minutes += 1
            sum += Double(counts[minute])
        }
        return minutes > 0 ? sum / minutes : 0
    }

    /// The rate in the time beside a span; nil where too little of it is known.
    private func flank(before start: DayMillis, _ length: Double) -> Double? {
        let end = SilenceOdds.minute(of: start)
        return flank(max(0, end - SilenceOdds.flank(length))..<max(0, end), length)
    }

    private func flank(after end: DayMillis, _ length: Double) -> Double? {
        let start = min(SilenceOdds.minute(of: end) + 1, counts.count)
        return flank(start..<min(start + SilenceOdds.flank(length), counts.count), length)
    }

    private func flank(_ minutes: Range<Int>, _ length: Double) -> Double? {
        guard minutes.count(where: { isKnown[$0] }) >= 30 else { return nil }
        return rate(of: [minutes])
    }

    /// Minutes that tell what it is like before and after a span.
    private static func flank(_ length: Double) -> Int { Int(min(max(length, 60), 180)) }

    /// How much more the counts scatter than those of independent identities, over the windows up to a length that
    /// scatter most.
    private func scatter(upTo length: Double) -> Double {
        [1, 5, 20, 60].filter { $0 == 1 || Double($0) <= length }.reduce(1) { max($0, scatter(of: $1)) }
    }

    private func scatter(of window: Int) -> Double {
        var windows = 0.0
        var sum = 0.0
        var squares = 0.0
        // Nor are the two quietest: other losses are no measure either.
        for hour in hours.dropLast(hours.count > 8 ? 2 : 0) {
            for start in stride(from: hour.lowerBound, to: hour.upperBound - window + 1, by: window) {
                guard (start..<start + window).allSatisfy({ isKnown[$0] }) else { continue }
                let count = Double((start..<start + window).reduce(0) { $0 + counts[$1] })
                windows += 1
                sum += count
                squares += count * count
            }
        }
        guard windows > 1, sum > 0 else { return 1 }
        let mean = sum / windows
        return (squares / windows - mean * mean) / mean
    }

    /// The hours that are known, as spans.
    private var knownSpans: [MillisRange] {
        var result: [MillisRange] = []
        for minute in hours.sorted(by: { $0.lowerBound < $1.lowerBound }).joined() where isKnown[minute] {
            let start = MillisClock.reach + DayMillis(minute) * 60_000
            if let last = result.last, last.end == start {
                result[result.count - 1].end = start + 60_000
            } else {
                result.append(MillisRange(start: start, end: start + 60_000))
            }
        }
        return result
    }
}
