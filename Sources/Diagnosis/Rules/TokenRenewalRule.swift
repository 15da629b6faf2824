import Model

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
            + "Where a device has a rhythm of its own, that decides, so that its other drops stay apart: also the codes that "
            + "its renewals leave, and how soon they are back.",
        thresholds:
            "Back within \(.renewalBack); age within \(.renewalTolerance) of the SDK's period; own rhythm: at least \(.rhythmAges) ages "
            + "with P90 minus P10 at most \(.rhythmSpread) of a median of at least \(.rhythmShortest), those of days before included; the same "
            + "for ages of at least 4 hours that devices share, at as many different times. An age of whole days is a "
            + "clock's and no token's. Where a device has no rhythm, other connections of it that lasted longer speak against one. "
            + "Fewer than \(.renewalSureCount) such drops, AMQP, or intervals in place of ages lower the confidence.",
        actions: [
            "No action is needed.",
            "If the log volume is a problem, give tokens a longer life in the SDK, use AMQP where the SDK has it, or X.509.",
        ],
        source: MicrosoftDocs.connectivity)

    /// How much speaks for a renewal and against what else the code may mean; nil where it cannot be one.
    static func weigh(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings) -> Weight? {
        guard isCandidate(drop, of: identity) else { return nil }
        let isBack = isBackSoon(drop, of: identity, settings)
        guard isBack || drop.isCutOff || drop.isReturnMissing else { return nil }
        guard let fit = fit(drop, of: identity, settings, isWide: true) else {
            // Its connect may lie among the missing records: what is left is that it renews at other times, and was back.
            if drop.spansMissing, isBack, identity.rhythm?.isWeak == false || identity.renewals > 0 {
                return Weight(.tokenRenewal, other(drop) + 1, most: .low)
            }
            guard isDocumentedExpiry(drop, identity) else { return nil }
            return Weight(.tokenRenewal, other(drop) + 1, most: .low)
        }
        let odds = odds(drop, of: identity, fit, settings) - hidden
        if drop.isCutOff && !isBack || fit == .weak || drop.spansMissing {
            return Weight(.tokenRenewal, other(drop) + odds, most: .low)
        }
        let isSure =
            Double(identity.renewals) >= settings[.renewalSureCount] && !identity.isAMQP && !drop.isInterval
            && !drop.isReturnMissing
        return Weight(.tokenRenewal, other(drop) + odds, most: isSure ? .high : .medium)
    }

    /// A loss that is called a renewal is hidden, which costs more than a renewal that is shown: it takes three times the odds.
    private static let hidden = 1.1

    /// What stands against a renewal with these codes: a goodbye, a lost connection, a refusal.
    private static func other(_ drop: DropContext) -> Double {
        if drop.classes.contains(.closedRemotely) { return NetworkLossRule.closedRemotely }
        return drop.classes.contains(.unauthorized) ? CredentialRefusedRule.once : CleanCloseRule.goodbye
    }

    /// The odds of a renewal over that: how many of its drops renew, how near its age is to theirs, whether renewals of this
    /// device, or of its SDK, leave such codes, and whether they are back as soon.
    private static func odds(
        _ drop: DropContext, of identity: IdentityContext, _ fit: Fit, _ settings: AnalysisSettings
    ) -> Double {
        // Where ages are sums, or times between drops, they tell no more than that they fit.
        guard fit != .weak, !drop.spansMissing, !identity.isErrorOnly else { return 3 }
        let signature = Signature(drop.classes)
        var odds = fit == .sdk ? againstPeriod(drop, identity, settings) : 0
        if let rhythm = identity.rhythm(nearest: drop.age) {
            odds += rhythm.odds(age: drop.age) + rhythm.odds(of: signature)
        } else if let shared = identity.sharedRhythm, shared.holds(drop.age) {
            odds += shared.odds(age: drop.age)
        } else {
            odds +=
                drop.family.renewalOdds(signature) - (drop.family.isEarly(drop.age) ? 2.5 : 0)
                + Rhythm.priorOdds(identity.renewals, others: identity.candidates - identity.renewals)
                + agreement(identity)
        }
        guard let back = drop.back, !drop.isReturnMissing else { return odds }
        let usual = max(4, identity.rhythm?.back ?? 8)
        return odds + max(identity.rhythm?.slowReturnOdds ?? -3, 1.75 - 0.8 * Double(back) / Double(usual))
    }

    /// What speaks against a renewal where no rhythm of its own tells: over AMQP none needs a disconnect, and on MQTT no
    /// connection outlives its token.
    private static func againstPeriod(
        _ drop: DropContext, _ identity: IdentityContext, _ settings: AnalysisSettings
    ) -> Double {
        let end = drop.age + 2 * Int32(settings[.renewalTolerance])
        let (first, second) = identity.longestAges
        return (identity.isAMQP ? overAMQP : 0) - (first > end ? outlived : 0) - (second > end ? outlived : 0)
    }

    /// How much a connection that outlived the age of a token speaks against it; the records of its end may be lost.
    private static let outlived = 3.0
    /// How much AMQP speaks against it.
    private static let overAMQP = -2.0

    /// A device renews at one age: several that come near the period of its SDK without agreeing are losses by chance.
    private static func agreement(_ identity: IdentityContext) -> Double {
        if identity.renewals < 2 { return 0 }
        return identity.renewalSpread <= 30 ? 1.5 : max(-4, -1.5 * Double(identity.renewals - 1))
    }

    /// In the rhythm of a renewal, but too late back, or not back: not benign.
    static func isSlow(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings) -> Bool {
        guard isCandidate(drop, of: identity), !identity.isErrorOnly, !drop.isInterval, !drop.spansMissing,
            !drop.isCutOff, !isBackSoon(drop, of: identity, settings)
        else { return false }
        // Where its connect is lost, one of a device that is always slow was slow.
        if drop.isReturnMissing { return identity.slowRhythm?.holds(drop.age) == true && identity.rhythm == nil }
        if let slow = identity.slowRhythm, let back = drop.back, back <= Rhythm.slowest, slow.holds(drop.age) {
            return true
        }
        guard let fit = fit(drop, of: identity, settings) else { return false }
        return fit != .weak
    }

    /// Whether codes and authentication allow a renewal.
    static func isCandidate(_ drop: DropContext, of identity: IdentityContext) -> Bool {
        drop.classes.isWithin(.renewal) && identity.authentication != .x509 && !isIdleTimeout(drop, identity)
    }

    private static func isIdleTimeout(_ drop: DropContext, _ identity: IdentityContext) -> Bool {
        identity.idle?.holds(drop.age) == true && drop.classes == CodeClasses(.closedRemotely)
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
    ///
    /// - Parameter isWide: whether an age somewhat out of its rhythm is to be weighed too.
    static func fit(
        _ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings, isWide: Bool = false
    ) -> Fit? {
        guard drop.age >= 0 else { return nil }
        if drop.spansMissing { return fitOverMissing(drop, of: identity, settings) }
        if let rhythm = identity.rhythm(nearest: drop.age) {
            if rhythm.isHint { return isPeriod(drop.age...drop.age, of: drop.family, settings) ? .sdk : nil }
            if rhythm.holds(drop.age) { return rhythm.isWeak ? .weak : .own }
            let isNear = Double(abs(drop.age - rhythm.median)) <= settings[.renewalTolerance]
            return isWide && isNear && !rhythm.isWeak ? .own : nil
        }
        if isPeriod(drop.age...drop.age, of: drop.family, settings) { return .sdk }
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
            } else if isPeriod(ages, of: drop.family, settings) {
                return .sdk
            }
        }
        return nil
    }

    private static func isPeriod(
        _ ages: ClosedRange<Int32>, of family: SDKFamily, _ settings: AnalysisSettings
    ) -> Bool {
        family.isPeriod(ages, tolerance: Int32(settings[.renewalTolerance]))
    }

    /// 401003 and at once a success is what the documentation describes for a token that expired.
    ///
    /// Without a rhythm to confirm it, it stays a guess; on a connection of a few minutes it would be an unusual token.
    private static func isDocumentedExpiry(_ drop: DropContext, _ identity: IdentityContext) -> Bool {
        drop.classes.contains(.unauthorized) && identity.rhythm == nil && drop.refused == 0
            && (drop.isCutOff || drop.back != nil) && (drop.age < 0 || drop.age >= 300)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        let (drop, identity) = (judged.drop, judged.identity)
        var facts: [Fact] = []
        let signature = Signature(judged.classes)
        if drop.age < 0 {
            if identity.rhythm != nil { facts.append(Fact(3, "in the rhythm of its other drops")) }
            facts.append(Fact(-2, "its connect is not in the data"))
        } else if let rhythm = judged.rhythm {
            facts.append(
                Fact(max(1, rhythm.odds(age: drop.age)), "like \(rhythm.ages) of its \(rhythm.candidates) sessions"))
            let usual = rhythm.odds(of: signature)
            facts.append(
                usual < -2
                    ? Fact(usual, "its other renewals leave \(rhythm.usualCodes)")
                    : Fact(2 + usual, "its renewals leave \(rhythm.usualCodes)"))
            let distance = Double(abs(drop.age - rhythm.median))
            if distance > 5 * rhythm.scale {
                let words = "it usually renews after \(Words.duration(Int64(rhythm.median)))"
                facts.append(Fact(-distance / rhythm.scale / 2, words))
            }
        } else if let shared = identity.sharedRhythm, shared.holds(drop.age) {
            facts.append(Fact(shared.odds(age: drop.age), "like \(shared.ages) of its hub and SDK"))
        } else if !identity.family.renewalPeriods.isEmpty {
            let words = "the period of the \(identity.family.name) SDK"
            facts.append(Fact(identity.family.renewalOdds(signature), words))
        }
        facts += returnFacts(judged)
        if drop.age >= 0, judged.rhythm?.isHint ?? true,
            isPeriod(drop.age...drop.age, of: identity.family, judged.settings)
        {
            if identity.longestAges.first > drop.age + 2 * Int32(judged.settings[.renewalTolerance]) {
                let words = "another of its connections lasted \(Words.duration(Int64(identity.longestAges.first)))"
                facts.append(Fact(-outlived, words))
            }
            if identity.isAMQP { facts.append(Fact(overAMQP, "over AMQP a renewal needs no disconnect")) }
        }
        if identity.renewals == 1 { facts.append(Fact(-1, "it is the only one like it")) }
        return facts
    }

    /// What its return says.
    private static func returnFacts(_ judged: JudgedDrop) -> [Fact] {
        guard let back = judged.drop.backSeconds else { return [Fact(-2, "whether it was back at once is not known")] }
        let usual = judged.rhythm?.back
        if let usual, back > 15, back > 4 * usual {
            return [Fact(-1.5, "it is usually back after \(Words.duration(Int64(usual)))")]
        }
        return judged.isBackSoon ? [Fact(1.5, usual == nil ? "soon back" : "back as soon as usual")] : []
    }
}
