/// Drops that are the renewal of a SAS token on MQTT: the largest false alarm of these logs.
///
/// A token of MQTT lives with its connection, so the SDK disconnects and connects to renew it. The drop comes at an
/// age that the SDK decides, leaves no code, 404104, 401003 or both, and the device is back within a minute.
enum TokenRenewalRule {
    static let text = RuleText(
        name: "token-renewal",
        title: "Token renewal",
        what:
            "A drop without a code or with 401003, 404104 or both, of a client that does not use X.509, that was back "
            + "within \(.renewalBack) and came at the connection age at which its SDK renews tokens, in its own steady "
            + "rhythm, or at an age of hours or days that devices with its SDK on its hub share.",
        why: "On MQTT a SAS token ends with its connection: the SDK disconnects and connects again to renew it, every "
            + "45 minutes (Node.js), 48 (C), 58 to 60 (Python) or 65 to 70 (.NET, Java) by default. Nothing is lost. "
            + "Where a device has a rhythm of its own, that decides, so that its other drops stay apart.",
        thresholds:
            "Back within \(.renewalBack); age within \(.renewalTolerance) of the SDK's period; own rhythm: at least \(.rhythmAges) ages "
            + "with P90 minus P10 at most \(.rhythmSpread) of a median of at least \(.rhythmShortest), those of days before included; the same "
            + "for ages of at least 4 hours that devices share, at as many different times. An age of whole days is a "
            + "clock's and no token's. Fewer than \(.renewalSureCount) such drops, AMQP, or "
            + "intervals in place of ages lower the confidence.",
        actions: [
            "No action is needed.",
            "If the number of records disturbs, give tokens a longer life in the SDK, use AMQP where the SDK has it, or X.509.",
        ],
        source: MicrosoftDocs.connectivity)

    /// The verdict "renewal", or nil.
    static func classify(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings)
        -> Classification?
    {
        guard isCandidate(drop, of: identity), isBackSoon(drop, of: identity, settings) else { return nil }
        guard let fit = fit(drop, of: identity, settings) else {
            return isDocumentedExpiry(drop, identity) ? Classification(.tokenRenewal, .low) : nil
        }
        if fit == .weak { return Classification(.tokenRenewal, .low) }
        let isSure =
            Double(identity.renewals) >= settings[.renewalSureCount] && !identity.isAMQP && !drop.isInterval
            && !drop.spansMissing && drop.nextInterval == nil
        return Classification(.tokenRenewal, isSure ? .high : .medium)
    }

    /// In the rhythm of a renewal, but too late back, or not back: not benign.
    static func isSlow(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings) -> Bool {
        guard isCandidate(drop, of: identity), !identity.isErrorOnly, !drop.isInterval, !drop.spansMissing,
            !isBackSoon(drop, of: identity, settings)
        else { return false }
        guard let fit = fit(drop, of: identity, settings) else { return false }
        return fit != .weak
    }

    /// Whether codes and authentication allow a renewal.
    static func isCandidate(_ drop: DropContext, of identity: IdentityContext) -> Bool {
        drop.classes.isWithin(.renewal) && identity.authentication != .x509
    }

    /// Whether it was back in time for a renewal.
    ///
    /// Where the connect is missing, a next drop one period later proves it; where all connects are missing nothing
    /// can, and the rhythm alone must do.
    static func isBackSoon(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings) -> Bool {
        if identity.isErrorOnly { return true }
        if let back = drop.back, Double(back) <= settings[.renewalBack] { return true }
        guard let next = drop.nextInterval, let rhythm = identity.rhythm else { return false }
        return rhythm.holds(next) || rhythm.holds(next - Int32(settings[.renewalBack] / 2))
    }

    enum Fit { case own, sdk, weak }

    /// Whether the age is that of a renewal, and by what.
    static func fit(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings) -> Fit? {
        guard drop.age >= 0 else { return nil }
        if drop.spansMissing { return fitOverMissing(drop, of: identity, settings) }
        if let rhythm = identity.rhythm {
            guard rhythm.holds(drop.age) else { return nil }
            return rhythm.isWeak ? .weak : .own
        }
        if isPeriod(drop.age...drop.age, of: identity.family, settings) { return .sdk }
        return identity.sharedRhythm?.holds(drop.age) == true ? .own : nil
    }

    /// Over hours without records a connection of several periods may be several connections of one.
    private static func fitOverMissing(
        _ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings
    ) -> Fit? {
        let slack = Int32(settings[.renewalBack])
        for periods in Int32(1)...6 {
            let ages = (drop.age - (periods - 1) * slack) / periods...(drop.age / periods)
            guard ages.lowerBound >= 0 else { return nil }
            if let rhythm = identity.rhythm {
                if rhythm.accepted.overlaps(ages) { return rhythm.isWeak ? .weak : .own }
            } else if isPeriod(ages, of: identity.family, settings) {
                return .sdk
            }
        }
        return nil
    }

    private static func isPeriod(
        _ ages: ClosedRange<Int32>, of family: SDKFamily, _ settings: AnalysisSettings
    ) -> Bool {
        let tolerance = Int32(settings[.renewalTolerance])
        return family.renewalPeriods.contains {
            ($0.lowerBound - tolerance...$0.upperBound + tolerance).overlaps(ages)
        }
    }

    /// 401003 and at once a success is what the documentation describes for a token that expired.
    ///
    /// Without a rhythm to confirm it, it stays a guess; on a connection of a few minutes it would be an unusual token.
    private static func isDocumentedExpiry(_ drop: DropContext, _ identity: IdentityContext) -> Bool {
        drop.classes.contains(.unauthorized) && identity.rhythm == nil && drop.refused == 0 && drop.back != nil
            && (drop.age < 0 || drop.age >= 300)
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
    /// Two or three ages only: no more than a hint.
    var isWeak = false

    func holds(_ age: Int32) -> Bool { accepted.contains(age) }

    /// Whether connection and return together take whole days, to about a minute: so does a restart at a set time, and
    /// no token, which an SDK renews before or minutes after its end.
    var isOfTheClock: Bool { median > 43_200 && (median + 90) % 86_400 <= 120 }

    /// The rhythm in the connection ages of drops that could be renewals: the largest cluster whose P90 and P10 lie
    /// close together, when it holds enough of them.
    ///
    /// Extra drops of a renewing device fall outside the cluster.
    static func find(in ages: inout [Int32], family: SDKFamily, _ settings: AnalysisSettings) -> Rhythm? {
        ages.sort()
        let shortest = Int32(settings[.rhythmShortest])
        guard let first = ages.firstIndex(where: { $0 >= shortest }) else { return nil }
        var best = first..<first
        var low = first
        for high in first..<ages.count {
            while Double(ages[high] - ages[low]) > settings[.rhythmSpread] / 100 * Double(ages[low]) { low += 1 }
            if high + 1 - low > best.count { best = low..<(high + 1) }
        }
        let cluster = ages[best]
        let share = Double(cluster.count) / Double(ages.count) * 100
        guard share >= settings[.rhythmShare], !cluster.isEmpty else { return nil }
        let median = ages[best.lowerBound + best.count / 2]
        if Double(cluster.count) >= settings[.rhythmAges] {
            let spread = ages[best.lowerBound + best.count * 9 / 10] - ages[best.lowerBound + best.count / 10]
            let reach = max(15, 3 * spread)
            return Rhythm(
                median: median, ages: cluster.count, candidates: ages.count,
                accepted: max(shortest, median - reach)...(median + reach))
        }
        return weak(median: median, cluster: cluster.count, candidates: ages.count, family: family, settings)
    }

    /// Without an SDK name two or three ages that agree with each other and with a documented period are a hint.
    private static func weak(
        median: Int32, cluster: Int, candidates: Int, family: SDKFamily, _ settings: AnalysisSettings
    ) -> Rhythm? {
        guard family.renewalPeriods.isEmpty, cluster >= 2 else { return nil }
        let tolerance = Int32(settings[.renewalTolerance])
        let isDocumented = SDKFamily.allCases.contains { known in
            known.renewalPeriods.contains { $0.lowerBound - tolerance <= median && median <= $0.upperBound + tolerance }
        }
        guard isDocumented else { return nil }
        return Rhythm(
            median: median, ages: cluster, candidates: candidates, accepted: (median - 30)...(median + 30), isWeak: true
        )
    }
}
