import Model

/// A judged drop with all that its rule needs to say why it has its cause.
struct JudgedDrop {
    let drop: DropRecord
    let day: IdentityDay
    let evidence: DayEvidence

    var identity: IdentityContext { day.identity }
    var settings: AnalysisSettings { evidence.settings }
    var classes: CodeClasses { evidence.analysis.codeSets.setClasses[Int(drop.codes)] }
    var isAlone: Bool { drop.incident == 0 }
    /// The rhythm of the identity's own that is nearest to its age.
    var rhythm: Rhythm? { drop.age >= 0 ? identity.rhythm(nearest: drop.age) : nil }
    /// Back, and in the time of a renewal.
    var isBackSoon: Bool { drop.backSeconds.map { Double($0) <= settings[.renewalBack] } ?? false }
    /// Unexpected drops of the day beside it.
    var others: Int { max(0, day.unexpected - 1) }

    /// Its codes, `401003+404104`.
    var codes: String {
        evidence.analysis.codeSets.sets[Int(drop.codes)].map { evidence.analysis.codeSets.codes[Int($0)] }
            .filter { !$0.isEmpty }.joined(separator: "+")
    }

    /// What speaks for its cause and against it.
    var facts: [Fact] {
        switch drop.cause {
        case .tokenRenewal: TokenRenewalRule.facts(self)
        case .networkLoss: NetworkLossRule.facts(self)
        case .siteOutage: SiteOutageRule.facts(self)
        case .serviceIncident: ServiceIncidentRule.facts(self)
        case .platformUpgrade: PlatformUpgradeRule.facts(self)
        case .duplicateIdentity: DuplicateIdentityRule.facts(self)
        case .credentialRefused: CredentialRefusedRule.facts(self)
        case .deviceDisabled: DeviceDisabledRule.facts(self)
        case .throttled: ThrottledRule.facts(self)
        case .cleanClose: CleanCloseRule.facts(self)
        case .unknown: [Fact(1, codes.isEmpty ? "no rule knows an error without a code" : "no rule knows \(codes)")]
        }
    }
}
