import Model

/// Gives every drop of one identity its cause, as far as that identity's own records tell; incidents come later.
///
/// Every rule weighs its cause, on one scale; the heaviest wins, and by how much is how sure it is.
struct DropClassifier {
    let settings: AnalysisSettings
    /// Spans without records, by hub.
    let missing: [[MillisRange]]
    private let shared: SharedRhythms
    private let idle: IdleAddresses
    /// By hub, whether anything was known of it before the data.
    private let isKnownBefore: [Bool]
    /// The moment of the last record, by hub.
    private let lastRecords: [DayMillis]
    /// By the SDKs' numbers.
    private let families: [SDKFamily]
    private var ages: [Int32] = []
    private var slowAges: [Int32] = []
    private var backs: [Int32] = []
    private var takeovers: [DayMillis] = []
    private var losses: [DayMillis] = []

    init(_ evidence: DayEvidence, shared: SharedRhythms, idle: IdleAddresses) {
        settings = evidence.settings
        missing = evidence.unknown
        isKnownBefore = evidence.analysis.hubs.indices.map { evidence.analysis.isKnownBefore(hub: $0) }
        self.shared = shared
        self.idle = idle
        let identities = evidence.analysis.identities
        var last = [DayMillis](repeating: 0, count: evidence.analysis.hubs.count)
        for number in 0..<identities.count {
            let state = identities[number]
            last[Int(state.hub)] = max(last[Int(state.hub)], state.lastSeen)
        }
        lastRecords = last
        families = evidence.analysis.sdks.texts.indices.map { evidence.family(ofSDK: UInt16($0)) }
    }

    /// Judges drops of one identity in order of time.
    mutating func classify(_ drops: inout [DropRecord], of identity: inout IdentityContext, codes: CodeSets) {
        inheritEnds(&drops, codes)
        let facts = facts(of: drops, identity, codes)
        findPattern(of: &identity, in: facts)
        for index in drops.indices {
            var drop = facts[index]
            if TokenRenewalRule.isSlow(drop, of: identity, settings) {
                drop.flags.insert(.slowRenewal)
                drops[index].flags.insert(.slowRenewal)
            }
            // What may be a renewal, of an age that is not known, says nothing about other devices; over AMQP none needs a
            // disconnect.
            let mayRenew = !identity.isAMQP || identity.rhythm != nil
            if drop.spansMissing, mayRenew, TokenRenewalRule.isCandidate(drop, of: identity) {
                drops[index].flags.insert(.spansMissing)
            }
            let unauthorized = DropClassifier.unauthorizedRecords(drops[index], drop.classes, codes)
            drops[index].classification = classify(drop, of: identity, unauthorizedRecords: unauthorized)
        }
    }

    /// Records of a drop that carry a refusal.
    ///
    /// Only the codes of a drop are kept, not how often each came: further records count as refusals when nothing else
    /// stands in the drop.
    private static func unauthorizedRecords(_ drop: DropRecord, _ classes: CodeClasses, _ codes: CodeSets) -> Int {
        guard classes.contains(.unauthorized) || classes.contains(.credential) else { return 0 }
        let isAlone = classes.isWithin(CodeClasses(.unauthorized, .credential))
        return isAlone ? Int(drop.records) : 1
    }

    private func classify(_ drop: DropContext, of identity: IdentityContext, unauthorizedRecords: Int) -> Classification
    {
        var weighing = Weighing()
        weighing.add(NetworkLossRule.weigh(drop, of: identity))
        weighing.add(CleanCloseRule.weigh(drop))
        weighing.add(TokenRenewalRule.weigh(drop, of: identity, settings))
        weighing.add(CredentialRefusedRule.weigh(drop, unauthorizedRecords: unauthorizedRecords, settings))
        weighing.add(DuplicateIdentityRule.weigh(drop, of: identity))
        weighing.add(PlatformUpgradeRule.weighUpgrade(drop))
        weighing.add(PlatformUpgradeRule.weigh(drop, settings))
        weighing.add(ThrottledRule.weigh(drop))
        weighing.add(DeviceDisabledRule.weigh(drop, of: identity))
        return weighing.classification
    }

    /// A drop whose connect is missing ends, at the latest, with the next success; a takeover, with the connection that
    /// took over, at once.
    private func inheritEnds(_ drops: inout [DropRecord], _ codes: CodeSets) {
        guard drops.count > 1 else { return }
        for index in (0..<(drops.count - 1)).reversed() where drops[index].isOpen {
            let isTakeover = codes.setClasses[Int(drops[index].codes)] == CodeClasses(.takeover)
            drops[index].end = isTakeover ? drops[index].start : drops[index + 1].end
        }
    }

    private func facts(of drops: [DropRecord], _ identity: IdentityContext, _ codes: CodeSets) -> [DropContext] {
        let missing = missing[Int(identity.state.hub)]
        let cut = lastRecords[Int(identity.state.hub)]
        return drops.indices.map { index in
            var facts = DropClassifier.facts(drops, index, codes: codes, isErrorOnly: identity.isErrorOnly)
            if !missing.isEmpty && facts.age >= 0 {
                let life = MillisRange(
                    start: facts.start - min(facts.start, DayMillis(facts.age) * 1000), end: facts.start)
                facts.spansMissing = missing.contains { $0.overlaps(life) }
            } else if index == 0, facts.age < 0, !isKnownBefore[Int(identity.state.hub)], !facts.isOpen {
                // Its connect is older than the hub's first record.
                facts.spansMissing = drops[0].backSeconds.map { Double($0) <= settings[.renewalBack] } ?? false
            }
            facts.hasInternalError = facts.classes.contains(.service) && codes.hasInternalError(drops[index].codes)
            facts.family = families[Int(drops[index].sdk)]
            facts.isCutOff =
                facts.isOpen && index + 1 == drops.count && Double(cut - facts.start) <= settings[.renewalBack] * 1000
            if !missing.isEmpty && !facts.isCutOff {
                let next = index + 1 < drops.count ? drops[index + 1].start : .never
                facts.isCutOff = isCutOff(facts.start, until: min(drops[index].end, next), by: missing)
            }
            if index + 1 < drops.count && drops[index + 1].flags.contains(.connectMissing) {
                facts.nextInterval = Int32((drops[index + 1].start - facts.start) / 1000)
            }
            return facts
        }
    }

    /// Whether a drop's return would lie among missing records if it was as soon as a renewal's: what is seen after them
    /// may be another one's.
    private func isCutOff(_ start: DayMillis, until end: DayMillis, by missing: [MillisRange]) -> Bool {
        let soon = DayMillis(settings[.renewalBack] * 1000)
        return missing.contains { start < $0.end && $0.start <= start + soon && $0.end <= end }
    }

    /// What the rules know of one drop.
    private static func facts(_ drops: [DropRecord], _ index: Int, codes: CodeSets, isErrorOnly: Bool) -> DropContext {
        let drop = drops[index]
        var age = drop.age
        var isInterval = false
        if age < 0 || isErrorOnly {
            age = -1
            if index > 0 && (isErrorOnly || drop.flags.contains(.connectMissing)) {
                age = Int32((drop.start - drops[index - 1].start) / 1000)
            } else if isErrorOnly && drops.count > 1 {
                age = Int32((drops[1].start - drop.start) / 1000)
            }
            isInterval = age >= 0
        }
        return DropContext(
            start: drop.start, classes: codes.setClasses[Int(drop.codes)], back: isErrorOnly ? nil : drop.backSeconds,
            age: age, isInterval: isInterval, isOpen: drop.isOpen && !isErrorOnly, refused: Int(drop.refused),
            flags: drop.flags, isCarried: !drop.isOpen && drop.end < MillisClock.reach)
    }

    /// Works out the pattern of an identity anew from its judged drops.
    mutating func restorePattern(_ day: inout IdentityDay, codes: CodeSets) {
        findPattern(of: &day.identity, in: facts(of: day.drops, day.identity, codes))
    }

    /// Rhythms, number of renewals and second clients of an identity.
    private mutating func findPattern(of identity: inout IdentityContext, in facts: [DropContext]) {
        gather(from: facts, of: identity)
        identity.idle = nil
        identity.secondRhythm = nil
        identity.slowRhythm = nil
        identity.rhythm = rhythm(of: identity, facts)
        if let rhythm = identity.rhythm, ages.count - rhythm.ages >= Int(settings[.rhythmAges]), !rhythm.isWeak {
            ages.removeAll { rhythm.holds($0) }
            if let second = self.rhythm(of: identity, facts), !second.isWeak, !second.isHint,
                !DropClassifier.alternate(rhythm, second, facts)
            {
                identity.secondRhythm = second
            }
        }
        if slowAges.count >= Int(settings[.rhythmAges]) {
            swap(&ages, &slowAges)
            let slow = rhythm(of: identity, facts)
            if slow?.isWeak == false, slow?.isHint == false { identity.slowRhythm = slow }
        }
        findIdle(of: &identity)
        identity.sharedRhythm = shared.rhythm(of: identity)
        identity.candidates = 0
        identity.renewals = 0
        identity.longestAges = (0, 0)
        var span: (least: Int32, most: Int32) = (.max, 0)
        for drop in facts {
            if !drop.isInterval, !drop.spansMissing { identity.noteAge(drop.age) }
            guard TokenRenewalRule.isCandidate(drop, of: identity) else { continue }
            identity.candidates += 1
            if TokenRenewalRule.fit(drop, of: identity, settings) != nil
                && TokenRenewalRule.isBackSoon(drop, of: identity, settings)
            {
                identity.renewals += 1
                span = (min(span.least, drop.age), max(span.most, drop.age))
            }
        }
        let others = identity.candidates
        let (first, second) = (identity.rhythm?.ages ?? 0, identity.secondRhythm?.ages ?? 0)
        identity.rhythm?.weigh(others: others - first, family: identity.family)
        identity.secondRhythm?.weigh(others: others - second, family: identity.family)
        identity.renewalSpread = max(0, span.most - min(span.least, span.most))
        identity.duplicate = duplicate(identity, facts)
    }

    /// Whether two rhythms far from one another take turns: an update or a token of another life ends the one and begins the
    /// other.
    private static func alternate(_ first: Rhythm, _ second: Rhythm, _ facts: [DropContext]) -> Bool {
        guard abs(first.median - second.median) * 10 > max(first.median, second.median) else { return false }
        let moments = facts.filter { second.holds($0.age) }.map(\.start)
        guard let begin = moments.min(), let end = moments.max() else { return false }
        return facts.count { first.holds($0.age) && begin < $0.start && $0.start < end } > 1
    }

    /// The ages of drops that may be renewals, those that took too long apart, and the moments of takeovers.
    private mutating func gather(from facts: [DropContext], of identity: IdentityContext) {
        ages.removeAll(keepingCapacity: true)
        slowAges.removeAll(keepingCapacity: true)
        takeovers.removeAll(keepingCapacity: true)
        for drop in facts {
            if drop.isTakeoverAlone && (drop.flags.contains(.connectNear) || identity.isErrorOnly) {
                takeovers.append(drop.start)
            }
            // The ages of drops that were over before the data are carried.
            guard drop.age >= 0, !drop.spansMissing, !drop.isCarried,
                drop.classes.isWithin(.renewal), identity.authentication != .x509
            else { continue }
            if let back = drop.back {
                if Double(back) <= settings[.renewalBack] {
                    ages.append(drop.age)
                } else if back <= Rhythm.slowest {
                    slowAges.append(drop.age)
                }
            } else if identity.isErrorOnly {
                ages.append(drop.age)
            }
        }
        identity.state.ages.forEachCarried { ages.append($0) }
    }

    /// The rhythm in the gathered ages, with what its drops left and how soon they were back.
    private mutating func rhythm(of identity: IdentityContext, _ facts: [DropContext]) -> Rhythm? {
        guard var rhythm = Rhythm.find(in: &ages, family: identity.family, settings), !rhythm.isOfTheClock else {
            return nil
        }
        backs.removeAll(keepingCapacity: true)
        for drop in facts where rhythm.holds(drop.age) && drop.classes.isWithin(.renewal) {
            switch Signature(drop.classes) {
            case .clean: rhythm.signatures.clean += 1
            case .closed: rhythm.signatures.closed += 1
            case .refused: rhythm.signatures.refused += 1
            }
            if let back = drop.back { backs.append(back) }
        }
        if backs.count >= 3 {
            backs.sort()
            let usual = backs[backs.count / 2]
            rhythm.back = usual
            rhythm.slow = backs.count { $0 > 15 && $0 > 4 * usual }
        }
        return rhythm
    }

    /// A rhythm that is a cut on the way is no renewal's.
    private func findIdle(of identity: inout IdentityContext) {
        let shared = idle.age(of: identity.state)
        func isCut(_ rhythm: Rhythm?) -> Bool {
            rhythm.map { IdleTimeoutRule.isCut($0, of: identity.family, shared: shared, settings) } ?? false
        }
        if isCut(identity.slowRhythm) {
            identity.idle = identity.slowRhythm
            identity.slowRhythm = nil
        }
        if isCut(identity.secondRhythm) {
            identity.idle = identity.secondRhythm
            identity.secondRhythm = nil
        }
        if isCut(identity.rhythm) {
            identity.idle = identity.rhythm
            identity.rhythm = identity.secondRhythm
            identity.secondRhythm = nil
        }
    }

    private mutating func duplicate(_ identity: IdentityContext, _ facts: [DropContext]) -> Confidence? {
        guard Double(takeovers.count) >= min(settings[.takeoversInShort], settings[.takeoversInDay]) else { return nil }
        losses.removeAll(keepingCapacity: true)
        for drop in facts where drop.classes.contains(.closedRemotely) {
            let isRenewal =
                TokenRenewalRule.isCandidate(drop, of: identity)
                && TokenRenewalRule.fit(drop, of: identity, settings) != nil
                && TokenRenewalRule.isBackSoon(drop, of: identity, settings)
            if !isRenewal { losses.append(drop.start) }
        }
        return DuplicateIdentityRule.confidence(
            takeovers: takeovers, losses: losses, state: identity.state, settings)
    }
}
