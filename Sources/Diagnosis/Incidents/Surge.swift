import Model

/// A stretch of minutes in which clearly more devices dropped than usual.
struct Surge: Equatable {
    /// Minutes since the start of the data, the end excluded.
    var minutes: Range<Int>
    /// Drops in the usual window of the same length as the sliding one.
    var usual: Double
    /// What the window had to exceed.
    var threshold: Double

    /// The surges in a series of counts per minute.
    ///
    /// A window slides over the minutes. It must exceed the least number of devices that is given, and the median
    /// window by some deviations; the deviation is never taken smaller than the scatter that a count has by nature
    /// (the square root of its mean), or a calm series would make any coincidence look like an incident.
    static func find(in counts: [Int], atLeast least: Double, _ settings: AnalysisSettings) -> [Surge] {
        let length = min(max(1, Int(settings[.incidentWindow])), max(1, counts.count))
        let sums = slidingSums(counts, length)
        guard let highest = sums.max(), Double(highest) > least else { return [] }
        let middle = Robust.median(sums)
        let spread = Robust.median(sums.map { abs(Double($0) - middle) })
        let scatter = max(spread, middle.squareRoot())
        let threshold = max(least, middle + settings[.incidentDeviations] * scatter)
        let noise = middle / Double(length)
        var regions: [Range<Int>] = []
        for (minute, sum) in sums.enumerated() where Double(sum) > threshold {
            let region = minute..<(minute + length)
            if let last = regions.last, region.lowerBound <= last.upperBound {
                regions[regions.count - 1] = last.lowerBound..<region.upperBound
            } else {
                regions.append(region)
            }
        }
        return regions.compactMap { region in
            trimmed(region, counts, noise: noise).map { Surge(minutes: $0, usual: middle, threshold: threshold) }
        }
    }

    private static func slidingSums(_ counts: [Int], _ length: Int) -> [Int] {
        guard counts.count >= length else { return [counts.reduce(0, +)] }
        var sum = counts[..<length].reduce(0, +)
        var sums = [sum]
        for minute in length..<counts.count {
            sum += counts[minute] - counts[minute - length]
            sums.append(sum)
        }
        return sums
    }

    /// The region without the minutes at its ends that hold no more than usual.
    ///
    /// A fault begins with a step, so the start also leaves out what is little beside the busiest minute; it ends with
    /// stragglers, which stay.
    private static func trimmed(_ region: Range<Int>, _ counts: [Int], noise: Double) -> Range<Int>? {
        let minutes = region.clamped(to: 0..<counts.count)
        let busiest = minutes.map { counts[$0] }.max() ?? 0
        let level = noise + 2 * noise.squareRoot()
        guard let first = minutes.first(where: { Double(counts[$0]) > max(level, Double(busiest) / 10) }),
            let last = minutes.last(where: { Double(counts[$0]) > level })
        else { return nil }
        return first..<(last + 1)
    }
}
