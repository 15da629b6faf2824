import Model

/// Gives every drop of one identity its cause, as far as that identity's own records tell; incidents come later.
///
/// The order of the rules is the order in which one explanation outweighs another: what a code says outright, then
/// what the device's own pattern says, then what is left.
struct DropClassifier {
    let settings: AnalysisSettings
    /// Spans without records, by hub.
    let missing: [[MillisRange]]
    private let shared: SharedRhythms
    private var ages: [Int32] = []
    private var takeovers: [DayMillis] = []

    init(settings: AnalysisSettings, missing: [[MillisRange]], shared: SharedRhythms) {
        self.settings = settings
        self.missing = missing
        self.shared = shared
    }

    /// Judges drops of one identity in order of time.
    mutating func classify(_ drops: inout [DropRecord], of identity: inout IdentityContext, codes: CodeSets) {
        inheritEnds(&drops)
        let facts = facts(of: drops, identity, codes)
        findPattern(of: &identity, in: facts)
        for index in drops.indices {
            var drop = facts[index]
            if TokenRenewalRule.isSlow(drop, of: identity, settings) {
                drop.flags.insert(.slowRenewal)
                drops[index].flags.insert(.slowRenewal)
            }
            // What may have begun in hours without records says nothing about other devices.
            if drop.spansMissing { drops[index].flags.insert(.spansMissing) }
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
        DeviceDisabledRule.classify(drop, of: identity)
            ?? PlatformUpgradeRule.classifyUpgrade(drop)
            ?? DuplicateIdentityRule.classify(drop, of: identity)
            ?? CredentialRefusedRule.classifyCertain(drop, unauthorizedRecords: unauthorizedRecords, settings)
            ?? ThrottledRule.classify(drop)
            ?? PlatformUpgradeRule.classify(drop, settings)
            ?? IdleTimeoutRule.classify(drop, of: identity, settings)
            ?? TokenRenewalRule.classify(drop, of: identity, settings)
            ?? CredentialRefusedRule.classifyPossible(drop)
            ?? CleanCloseRule.classify(drop)
            ?? NetworkLossRule.classify(drop)
            ?? Classification(.unknown, .low)
    }

    /// A drop whose connect is missing ends, at the latest, with the next success.
    private func inheritEnds(_ drops: inout [DropRecord]) {
        guard drops.count > 1 else { return }
        for index in (0..<(drops.count - 1)).reversed() where drops[index].isOpen {
            drops[index].end = drops[index + 1].end
        }
    }

    private func facts(of drops: [DropRecord], _ identity: IdentityContext, _ codes: CodeSets) -> [DropContext] {
        let missing = missing[Int(identity.state.hub)]
        return drops.indices.map { index in
            var facts = DropClassifier.facts(drops, index, codes: codes, isErrorOnly: identity.isErrorOnly)
            if !missing.isEmpty && facts.age >= 0 {
                let life = MillisRange(
                    start: facts.start - min(facts.start, DayMillis(facts.age) * 1000), end: facts.start)
                facts.spansMissing = missing.contains { $0.overlaps(life) }
            }
            if index + 1 < drops.count && drops[index + 1].flags.contains(.connectMissing) {
                facts.nextInterval = Int32((drops[index + 1].start - facts.start) / 1000)
            }
            return facts
        }
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
            flags: drop.flags)
    }

    /// Works out the pattern of an identity anew from its judged drops.
    mutating func restorePattern(_ day: inout IdentityDay, codes: CodeSets) {
        findPattern(of: &day.identity, in: facts(of: day.drops, day.identity, codes))
    }

    /// Rhythm, number of renewals and second clients of an identity.
    private mutating func findPattern(of identity: inout IdentityContext, in facts: [DropContext]) {
        ages.removeAll(keepingCapacity: true)
        takeovers.removeAll(keepingCapacity: true)
        for drop in facts {
            if drop.isTakeoverAlone && (drop.flags.contains(.connectNear) || identity.isErrorOnly) {
                takeovers.append(drop.start)
            }
            guard drop.age >= 0, !drop.spansMissing, TokenRenewalRule.isCandidate(drop, of: identity) else { continue }
            if let back = drop.back {
                if Double(back) <= settings[.renewalBack] { ages.append(drop.age) }
            } else if identity.isErrorOnly {
                ages.append(drop.age)
            }
        }
        identity.state.ages.forEachCarried { ages.append($0) }
        identity.rhythm = Rhythm.find(in: &ages, family: identity.family, settings)
        if identity.rhythm?.isOfTheClock == true { identity.rhythm = nil }
        identity.sharedRhythm = shared.rhythm(of: identity)
        identity.renewals = facts.count {
            TokenRenewalRule.isCandidate($0, of: identity) && TokenRenewalRule.fit($0, of: identity, settings) != nil
                && TokenRenewalRule.isBackSoon($0, of: identity, settings)
        }
        identity.duplicate = DuplicateIdentityRule.confidence(
            takeovers: takeovers, state: identity.state, settings)
    }
}
