import Foundation

/// What a drop that may be a renewal leaves in the log.
enum Signature: Int, CaseIterable {
    /// No code.
    case clean
    /// 404104.
    case closed
    /// 401003, with 404104 or without.
    case refused

    init(_ classes: CodeClasses) {
        self = classes.contains(.unauthorized) ? .refused : classes.contains(.closedRemotely) ? .closed : .clean
    }
}

/// A steady connection age.
struct Rhythm: Equatable {
    /// The median age in seconds.
    var median: Int32
    var ages: Int
    var candidates: Int
    /// Ages that count as in rhythm.
    var accepted: ClosedRange<Int32>
    /// How far ages lie from the median on the average (Laplace), in seconds.
    var scale: Double
    /// Two or three ages only: no more than a hint.
    var isWeak = false
    /// Two or three ages at the period of the SDK: they tell which drops beside them are no renewals.
    var isHint = false
    /// How many of its drops left which codes.
    var signatures: (clean: Int, closed: Int, refused: Int) = (0, 0, 0)
    /// How long its drops usually take to come back, in seconds.
    var back: Int32?
    /// How many of its drops took far longer than that.
    var slow = 0
    /// The odds of a renewal at the median age, and what each signature adds, once `weigh` has worked them out.
    private var peak = 0.0
    private var signatureOdds: (clean: Double, closed: Double, refused: Double) = (0, 0, 0)

    func holds(_ age: Int32) -> Bool { accepted.contains(age) }

    /// Whether connection and return together take whole days, to about a minute: so does a restart at a set time, and
    /// no token, which an SDK renews before or minutes after its end.
    var isOfTheClock: Bool { median > 43_200 && (median + 90) % 86_400 <= 120 }

    static func == (left: Rhythm, right: Rhythm) -> Bool {
        (left.median, left.ages, left.accepted) == (right.median, right.ages, right.accepted)
    }

    /// The rhythm in the connection ages of drops that could be renewals: the largest cluster whose P90 and P10 lie
    /// close together, when it holds enough of them.
    ///
    /// Extra drops of a renewing device fall outside the cluster.
    static func find(in ages: inout [Int32], family: SDKFamily, _ settings: AnalysisSettings) -> Rhythm? {
        ages.sort()
        let shortest = Int32(settings[.rhythmShortest])
        guard let first = ages.firstIndex(where: { $0 >= shortest }) else { return nil }
        let best = largestCluster(ages, from: first, spread: settings[.rhythmSpread] / 100)
        let share = Double(best.count) / Double(ages.count) * 100
        let isMany = Double(best.count) >= settings[.rhythmAges]
        guard !best.isEmpty else { return nil }
        let median = ages[best.lowerBound + best.count / 2]
        let isHalf = share >= settings[.rhythmShare]
        let isKnown = family.isPeriod(median...median, tolerance: Int32(settings[.renewalTolerance]))
        guard isHalf || isMany && isBeyondChance(ages, best, most: isKnown ? 1e-5 : 1e-7) else { return nil }
        // Half of a dozen losses lie close together by chance more often than a dozen renewals.
        guard !isMany || isKnown || isBeyondChance(ages, best, most: 1e-4) else { return nil }
        if isMany {
            let spread = ages[best.lowerBound + best.count * 9 / 10] - ages[best.lowerBound + best.count / 10]
            let middle = ages[best.lowerBound + best.count * 3 / 4] - ages[best.lowerBound + best.count / 4]
            let reach = max(15, 3 * spread)
            return Rhythm(
                median: median, ages: best.count, candidates: ages.count,
                accepted: max(shortest, median - reach)...(median + reach), scale: max(3, 0.72 * Double(middle)))
        }
        return few(ages[best], median: median, candidates: ages.count, family: family, settings)
    }

    private static func largestCluster(_ ages: [Int32], from first: Int, spread: Double) -> Range<Int> {
        var best = first..<first
        var low = first
        for high in first..<ages.count {
            while Double(ages[high] - ages[low]) > spread * Double(ages[low]) { low += 1 }
            if high + 1 - low > best.count { best = low..<(high + 1) }
        }
        return best
    }

    /// Whether so many ages lie so close together that it is no chance, although they are less than half of all: a device may
    /// have several rhythms a day, each with ages within seconds.
    ///
    /// - Parameter most: the probability from which on it is chance.
    private static func isBeyondChance(_ ages: [Int32], _ cluster: Range<Int>, most: Double) -> Bool {
        guard cluster.count * 4 >= ages.count, let last = ages.last else { return false }
        let width = Double(ages[cluster.upperBound - 1] - ages[cluster.lowerBound] + 1)
        let expected = Double(ages.count) * width / Double(max(3600, last))
        // How rare so large a Poisson number is.
        return Double(cluster.count) * log(Double(cluster.count) / (2.72 * expected)) >= -log(most)
    }

    /// Two or three ages that agree with each other and with a documented period are a hint.
    private static func few(
        _ cluster: ArraySlice<Int32>, median: Int32, candidates: Int, family: SDKFamily, _ settings: AnalysisSettings
    ) -> Rhythm? {
        guard cluster.count >= 2, let first = cluster.first, let last = cluster.last else { return nil }
        let tolerance = Int32(settings[.renewalTolerance])
        let families = family.renewalPeriods.isEmpty ? SDKFamily.allCases : [family]
        let isDocumented = families.contains { known in
            known.renewalPeriods.contains { $0.lowerBound - tolerance <= median && median <= $0.upperBound + tolerance }
        }
        guard isDocumented else { return nil }
        var hint = Rhythm(
            median: median, ages: cluster.count, candidates: candidates, accepted: (median - 30)...(median + 30),
            scale: max(10, Double(last - first)))
        hint.isWeak = family.renewalPeriods.isEmpty
        hint.isHint = !hint.isWeak
        return hint.isWeak || last - first <= 30 ? hint : nil
    }

    /// Seconds after which a device that is back came back from something else than a renewal, however slow.
    static let slowest: Int32 = 900

    // MARK: - Odds

    /// The mean time between losses of an ordinary device, in seconds: the scale of ages that are no renewals.
    static let usualAge = 14_400.0

    /// Works out, once for all drops of an identity, what their odds have in common.
    ///
    /// - Parameters:
    ///   - others: drops that could be renewals and are not in this rhythm.
    ///   - family: the SDK; what Node.js leaves at a renewal is documented, so that anything else is none by itself.
    mutating func weigh(others: Int, family: SDKFamily = .unknown) {
        peak = Rhythm.priorOdds(ages, others: others) + log(Rhythm.usualAge / (2 * scale))
        let all = signatures.clean + signatures.closed + signatures.refused
        guard all > 0 else { return }
        // Of the others: that a drop leaves what it leaves says nothing of what is usual.
        func odds(_ own: Int, unseen: Double = 0.25) -> Double {
            log((Double(max(0, own - 1)) + unseen) / (Double(all - 1) + 0.75))
        }
        let other = family == .node ? 0.01 : 0.25
        signatureOdds = (
            odds(signatures.clean), odds(signatures.closed, unseen: other), odds(signatures.refused, unseen: other)
        )
    }

    /// The least that a slow return may say: renewals that take several times as long as usual are a few in a hundred, fewer
    /// of a device that has hardly any, more of one that has some.
    var slowReturnOdds: Double {
        let usual = 0.02
        let share = (Double(max(0, slow - 1)) + 10 * usual) / (Double(max(0, ages - 1)) + 10)
        return min(0, log(share / usual) - 3)
    }

    /// How much likelier a drop of this age is a renewal in this rhythm than another loss: a timer fires late, hardly ever
    /// early.
    ///
    /// No document gives these weights, nor those of slow returns and unseen codes above: they were chosen on labelled days,
    /// and days that they were not chosen on hold them (docs/accuracy.md).
    func odds(age: Int32) -> Double {
        let late = Double(age - median) / scale
        return peak - (late < 0 ? -2 * late : late)
    }

    static func priorOdds(_ renewals: Int, others: Int) -> Double {
        log((Double(renewals) + 0.5) / (Double(max(0, others)) + 0.5))
    }

    /// What most of its drops leave, in words.
    var usualCodes: String {
        let (clean, closed, refused) = signatures
        if clean >= max(closed, refused) { return "no code" }
        return closed >= refused ? "404104" : "401003"
    }

    /// How usual such codes are among its drops, as odds.
    func odds(of signature: Signature) -> Double {
        switch signature {
        case .clean: signatureOdds.clean
        case .closed: signatureOdds.closed
        case .refused: signatureOdds.refused
        }
    }
}

extension SDKFamily {
    /// Whether an age lies before every period of the SDK that is near it: a timer fires late, hardly ever early.
    func isEarly(_ age: Int32) -> Bool {
        !renewalPeriods.contains { $0.lowerBound - 10 <= age && age <= $0.upperBound + 300 }
    }

    /// Whether ages touch a period at which the SDK renews.
    func isPeriod(_ ages: ClosedRange<Int32>, tolerance: Int32) -> Bool {
        renewalPeriods.contains { ($0.lowerBound - tolerance...$0.upperBound + tolerance).overlaps(ages) }
    }

    /// How much likelier a drop near the SDK's period is a renewal than another loss with these codes.
    ///
    /// Node.js renews without a code, .NET and Java leave 401003 ("MQTT device disconnect behavior with Azure IoT SDKs").
    func renewalOdds(_ signature: Signature) -> Double {
        switch (self, signature) {
        case (.node, .clean): 4
        case (.node, _): 1.2
        case (.dotNet, .refused), (.java, .refused): 5.5
        case (.dotNet, .closed), (.java, .closed): 2.5
        case (.dotNet, .clean), (.java, .clean): 1.5
        case (_, .clean): 3
        default: 4
        }
    }
}
