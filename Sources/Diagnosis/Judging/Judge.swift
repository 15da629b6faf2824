import Model

/// Gives every drop of one identity its cause, as far as that identity's own records tell; incidents come later.
///
/// The order of the rules is the order in which one explanation outweighs another: what a code says outright, then
/// what the device's own pattern says, then what is left.
struct Judge {
    let settings: AnalysisSettings
    private var ages: [Int32] = []
    private var takeovers: [Moment] = []

    init(settings: AnalysisSettings) {
        self.settings = settings
    }

    /// Judges drops of one identity in order of time.
    mutating func judge(_ drops: inout [DropRecord], of identity: inout IdentityPicture, codes: CodeSets) {
        inheritEnds(&drops)
        let facts = drops.indices.map { Judge.facts(drops, $0, codes: codes, isErrorOnly: identity.isErrorOnly) }
        findPattern(of: &identity, in: facts)
        for index in drops.indices {
            var drop = facts[index]
            if TokenRenewalRule.isSlow(drop, of: identity, settings) {
                drop.flags.insert(.slowRenewal)
                drops[index].flags.insert(.slowRenewal)
            }
            let unauthorized = Judge.unauthorizedRecords(drops[index], drop.classes, codes)
            drops[index].verdict = verdict(drop, of: identity, unauthorizedRecords: unauthorized)
        }
    }

    /// Records of a drop that carry a refusal. Only the codes of a drop are kept, not how often each came: further
    /// records count as refusals when nothing else stands in the drop.
    private static func unauthorizedRecords(_ drop: DropRecord, _ classes: CodeClasses, _ codes: CodeSets) -> Int {
        guard classes.contains(.unauthorized) || classes.contains(.credential) else { return 0 }
        let isAlone = classes.isWithin(CodeClasses(.unauthorized, .credential))
        return isAlone ? Int(drop.records) : 1
    }

    private func verdict(_ drop: DropFacts, of identity: IdentityPicture, unauthorizedRecords: Int) -> Verdict {
        DeviceDisabledRule.verdict(drop, of: identity)
            ?? ServiceCodeRule.upgradeVerdict(drop)
            ?? DuplicateIdentityRule.verdict(drop, of: identity)
            ?? CredentialRefusedRule.certainVerdict(drop, unauthorizedRecords: unauthorizedRecords, settings)
            ?? ThrottledRule.verdict(drop)
            ?? ServiceCodeRule.verdict(drop, settings)
            ?? IdleTimeoutRule.verdict(drop, of: identity, settings)
            ?? TokenRenewalRule.verdict(drop, of: identity, settings)
            ?? CredentialRefusedRule.possibleVerdict(drop)
            ?? CleanCloseRule.verdict(drop)
            ?? NetworkLossRule.verdict(drop)
            ?? Verdict(.unknown, .low)
    }

    /// A drop whose connect is missing ends, at the latest, with the next success.
    private func inheritEnds(_ drops: inout [DropRecord]) {
        guard drops.count > 1 else { return }
        for index in (0..<(drops.count - 1)).reversed() where drops[index].isOpen {
            drops[index].end = drops[index + 1].end
        }
    }

    /// What the rules know of one drop.
    static func facts(_ drops: [DropRecord], _ index: Int, codes: CodeSets, isErrorOnly: Bool) -> DropFacts {
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
        return DropFacts(
            start: drop.start, classes: codes.setClasses[Int(drop.codes)], back: isErrorOnly ? nil : drop.backSeconds,
            age: age, isInterval: isInterval, isOpen: drop.isOpen && !isErrorOnly, refused: Int(drop.refused),
            flags: drop.flags)
    }

    /// Works out the pattern of an identity anew from its judged drops.
    mutating func study(_ day: inout IdentityDay, codes: CodeSets) {
        let facts = day.drops.indices.map {
            Judge.facts(day.drops, $0, codes: codes, isErrorOnly: day.picture.isErrorOnly)
        }
        findPattern(of: &day.picture, in: facts)
    }

    /// Rhythm, number of renewals and second clients of an identity.
    private mutating func findPattern(of identity: inout IdentityPicture, in facts: [DropFacts]) {
        ages.removeAll(keepingCapacity: true)
        takeovers.removeAll(keepingCapacity: true)
        for drop in facts {
            if drop.isTakeoverAlone && (drop.flags.contains(.connectNear) || identity.isErrorOnly) {
                takeovers.append(drop.start)
            }
            guard drop.age >= 0, TokenRenewalRule.isCandidate(drop, of: identity) else { continue }
            if let back = drop.back {
                if Double(back) <= settings.renewalBackSeconds { ages.append(drop.age) }
            } else if identity.isErrorOnly {
                ages.append(drop.age)
            }
        }
        identity.rhythm = Rhythm.find(in: &ages, family: identity.family, settings)
        identity.renewals = facts.count {
            TokenRenewalRule.isCandidate($0, of: identity) && TokenRenewalRule.fit($0, of: identity, settings) != nil
                && (identity.isErrorOnly || $0.back.map { Double($0) <= settings.renewalBackSeconds } ?? false)
        }
        identity.duplicate = DuplicateIdentityRule.confidence(
            takeovers: takeovers, state: identity.state, settings)
    }
}
