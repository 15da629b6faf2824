import Model

/// Says in words and numbers why a drop, or most drops of a device, have their cause.
enum DropWords {
    /// `connected 48:02, like 27 of its 30 sessions; back after 3 s`.
    static func evidence(_ drop: DropRecord, _ day: IdentityDay, in evidence: DayEvidence) -> String {
        var parts: [String] = []
        if drop.age >= 0 {
            var age = "connected \(Words.duration(Int64(drop.age)))"
            if drop.cause == .tokenRenewal || drop.flags.contains(.slowRenewal) { age += rhythm(day.identity) }
            parts.append(age)
        } else if drop.cause == .tokenRenewal, day.identity.rhythm != nil {
            parts.append("its connect is not in the data; in the rhythm of its other drops")
        }
        if drop.refused > 0 { parts.append("\(Words.counted(Int(drop.refused), "attempt")) to come back refused") }
        if drop.flags.contains(.olderLink) {
            parts.append("a newer connection was there already, so that when the older one was lost is not known")
        } else if day.identity.isErrorOnly {
            parts.append("when it was back is not in the data")
        } else if let back = drop.backSeconds {
            parts.append("back after \(Words.duration(Int64(back)))")
        } else {
            parts.append("still offline at the end of the log")
        }
        if drop.incident > 0 { parts.append("together with other devices") }
        if drop.incident == 0, let fact = fact(for: drop, day) { parts.append(fact) }
        if let against = against(drop, day, in: evidence) { parts.append("against it: " + against) }
        return parts.joined(separator: "; ")
    }

    /// What decides a cause beside codes, ages and returns, where something does.
    private static func fact(for drop: DropRecord, _ day: IdentityDay) -> String? {
        let identity = day.identity
        switch drop.cause {
        case .deviceDisabled:
            if drop.flags.contains(.refusedAsDisabled) { return "refused as disabled or unknown" }
            return identity.registry?.isDisabled == true ? "the registry says that it is disabled" : nil
        case .duplicateIdentity:
            let takeovers = day.drops.count { $0.cause == .duplicateIdentity }
            let parties =
                identity.state.addressReturns >= 2 ? "addresses" : identity.state.sdkReturns >= 2 ? "SDKs" : nil
            return "one of \(Words.counted(takeovers, "takeover"))"
                + (parties.map { ", by several \($0) in turn" } ?? "")
        case .credentialRefused where identity.authentication == .x509:
            return "it uses a certificate, which a wrong clock does not make invalid"
        default: return nil
        }
    }

    /// The strongest fact against a cause that a device's rhythm decides, where there is one.
    private static func against(_ drop: DropRecord, _ day: IdentityDay, in evidence: DayEvidence) -> String? {
        guard drop.incident == 0, drop.age >= 0, let rhythm = day.identity.rhythm(nearest: drop.age), !rhythm.isWeak
        else {
            return nil
        }
        let classes = evidence.analysis.codeSets.setClasses[Int(drop.codes)]
        guard classes.isWithin(.renewal) else { return nil }
        let distance = abs(drop.age - rhythm.median)
        switch drop.cause {
        case .tokenRenewal:
            let signature = Signature(classes)
            if rhythm.odds(of: signature) < -2 { return "its other renewals leave \(rhythm.usualCodes)" }
            if let back = drop.backSeconds, let usual = rhythm.back, back > 15, back > 4 * usual {
                return "it is usually back after \(Words.duration(Int64(usual)))"
            }
            return Double(distance) > 5 * rhythm.scale
                ? "it usually renews after \(Words.duration(Int64(rhythm.median)))" : nil
        case .networkLoss
        where !drop.flags.contains(.slowRenewal) && distance <= 120 && Double(distance) > 3 * rhythm.scale:
            return "it renews its token at nearly that age, \(Words.duration(Int64(rhythm.median)))"
        default: return nil
        }
    }

    private static func rhythm(_ identity: IdentityContext) -> String {
        if let rhythm = identity.rhythm { return ", like \(rhythm.ages) of its \(rhythm.candidates) sessions" }
        if let rhythm = identity.sharedRhythm { return ", like \(rhythm.ages) of its hub and SDK" }
        if identity.sharedRhythm != nil { return ", like others with its SDK" }
        return identity.family.renewalPeriods.isEmpty ? "" : ", the period of the \(identity.family.name) SDK"
    }

    /// A sentence about all drops of one cause of a device on the day.
    static func sentence(of cause: Cause, _ day: IdentityDay, in evidence: DayEvidence) -> String {
        let drops = day.drops.filter { $0.cause == cause && evidence.day.contains($0.start) }
        guard let first = drops.first else {
            let state = day.identity.state
            if let open = day.open { return "Down since \(evidence.words(evidence.start(of: open, state)))." }
            guard state.failedConnects > 0 else { return "" }
            let never =
                state.flags.isDisjoint(with: [.everConnected, .inferred]) ? "; no successful connection on record" : ""
            return Words.counted(Int(state.failedConnects), "connect") + " refused" + never + "."
        }
        if drops.count == 1 { return capitalised(DropWords.evidence(first, day, in: evidence)) + "." }
        var parts = [Words.counted(drops.count, "drop")]
        let ages = drops.filter { $0.age >= 0 }.map(\.age).sorted()
        if let age = Robust.quantile(0.5, ofSorted: ages) {
            parts.append("median connection \(Words.duration(Int64(age)))")
        }
        let backs = drops.compactMap(\.backSeconds).sorted()
        if !day.identity.isErrorOnly, let back = Robust.quantile(0.5, ofSorted: backs) {
            parts.append("median return \(Words.duration(Int64(back)))")
        }
        let refused = drops.reduce(0) { $0 + Int($1.refused) }
        if refused > 0 { parts.append("\(refused) attempts refused") }
        return capitalised(parts.joined(separator: ", ")) + "."
    }

    static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
