import Model

/// Every rule there is.
///
/// A new rule of findings is one line here; a page of the playbook is made from each text.
package enum Playbook {
    /// Rules that look at every identity, in the order in which findings of equal impact are listed.
    static func findingRules() -> [any FindingRule] {
        [
            NotBackRule(), CredentialRefusedForGoodRule(), CredentialAcceptedAgainRule(), SecondPartyRule(),
            RegistryRule(), MovedRule(), DuplicateIdentityFinding(), FlappingRule(), WorseThanBaselineRule(),
            RisingDropRateRule(), SlowRenewalRule(), IdleTimeoutFinding(), ThrottledFinding(), ConnectLimitRule(),
            FixedTimeOfDayRule(), NewCodeRule(), OldSDKRule(), NewDeviceRule(), SleepyByDesignRule(),
            HubWithoutRecordsRule(), NewHubRule(), LeftFleetRule(), RegistryDisagreesRule(),
        ]
    }

    /// The texts of all rules, causes first, then incidents, then findings; each name once.
    package static var texts: [RuleText] {
        let causes = [
            TokenRenewalRule.text, NetworkLossRule.text, PlatformUpgradeRule.text, DuplicateIdentityRule.text,
            CredentialRefusedRule.text, DeviceDisabledRule.text, ThrottledRule.text, CleanCloseRule.text,
            IdleTimeoutRule.text,
        ]
        var names = Set<String>()
        return (causes + Incident.Kind.allCases.map(\.rule) + findingRules().map { type(of: $0).text }).filter {
            names.insert($0.name).inserted
        }
    }
}

extension Incident.Kind {
    var rule: RuleText {
        switch self {
        case .siteOutage: SiteOutageRule.text
        case .serviceIncident: ServiceIncidentRule.text
        case .platformUpgrade: PlatformUpgradeWaveRule.text
        case .reconnectStorm: ReconnectStormRule.text
        case .dailyQuota: DailyQuotaRule.text
        case .massDrop: MassDropRule.text
        }
    }
}

extension Incident {
    /// The key of the finding that stands for an incident.
    package var findingKey: String { "incident/\(key)" }

    /// `Site or carrier outage at addresses 203.0.113.*`.
    package var placeWords: String {
        let place: String
        switch scope {
        case .hub: place = "hub \(hub)"
        case .addressPrefix: place = "addresses \(scopeValue).*"
        case .sdk: place = "SDK \(scopeValue) of hub \(hub)"
        case .tag: place = scopeValue.replacing("=", with: " = ", maxReplacements: 1)
        }
        return "\(kind == .dailyQuota ? DailyQuotaRule.headline : kind.rule.title) at \(place)"
    }

    /// The finding that stands for an incident.
    func finding(in evidence: DayEvidence) -> Finding {
        let needsAction = kind != .platformUpgrade || notBack > 0
        return Finding(
            key: findingKey, kind: .incident, confidence: confidence, hub: hub,
            headline: "\(placeWords), \(evidence.words(start)) to \(evidence.words(end)): "
                + "\(Words.counted(devices, "device")), "
                + (notBack == 0 ? "all back" : "\(Words.count(notBack)) not back"),
            evidence: evidenceFor + evidenceAgainst.map { "Against it: " + $0 }, actions: actions,
            devices: notBackDevices, deviceCount: devices, drops: drops, downtimeSeconds: downtimeSeconds,
            codes: codes.map(\.code).filter { !$0.isEmpty }, needsAction: needsAction)
    }
}

extension [Finding] {
    /// By what acting on them saves: first those that need action, of them first missing records, then downtime, drops, confidence and key.
    var byImpact: [Finding] {
        sorted { left, right in
            if left.needsAction != right.needsAction { return left.needsAction }
            let (isBlind, other) = (left.kind == .hubWithoutRecords, right.kind == .hubWithoutRecords)
            if left.needsAction && isBlind != other { return isBlind }
            if left.downtimeSeconds != right.downtimeSeconds { return left.downtimeSeconds > right.downtimeSeconds }
            if left.drops != right.drops { return left.drops > right.drops }
            if left.confidence != right.confidence { return left.confidence > right.confidence }
            return left.key < right.key
        }
    }
}
