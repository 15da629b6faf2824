import Model

/// Says in words and numbers why a drop, or most drops of a device, have their cause.
enum DropWords {
    /// `connected 48 min 2 s; back after 3 s; like 27 of its 30 sessions, back as soon as usual`.
    static func evidence(_ drop: DropRecord, _ day: IdentityDay, in evidence: DayEvidence) -> String {
        var parts: [String] = []
        if drop.age >= 0 {
            parts.append("connected \(Words.duration(Int64(drop.age)))")
        }
        let isRefused = drop.cause == .credentialRefused || drop.cause == .deviceDisabled
        if drop.refused > 0, !isRefused || drop.refused == 1 {
            parts.append("\(Words.counted(Int(drop.refused), "attempt")) to come back refused")
        }
        if drop.flags.contains(.olderLink) {
            parts.append("a newer connection was there already, so that when the older one was lost is not known")
        } else if day.identity.isErrorOnly {
            parts.append("when it was back is not in the data")
        } else if let back = drop.backSeconds {
            parts.append("back after \(Words.duration(Int64(back)))")
        } else {
            parts.append("not back")
        }
        return (parts + why([JudgedDrop(drop: drop, day: day, evidence: evidence)])).joined(separator: "; ")
    }

    /// The two strongest facts for the cause of drops and the strongest against it: those that most of them share.
    private static func why(_ drops: [JudgedDrop]) -> [String] {
        var strongest: [String: Int] = [:]
        var against: [String: Int] = [:]
        for drop in drops {
            let facts = drop.facts
            for words in facts.strongest { strongest[words, default: 0] += 1 }
            if let words = facts.against { against[words, default: 0] += 1 }
        }
        func most(_ counts: [String: Int], _ number: Int) -> [String] {
            counts.filter { $0.value * 2 > drops.count }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .prefix(number).map(\.key)
        }
        let reasons = drops.count == 1 ? drops[0].facts.strongest : most(strongest, 2)
        var parts: [String] = []
        if !reasons.isEmpty { parts.append(reasons.joined(separator: ", ")) }
        if let words = most(against, 1).first { parts.append("against it: " + words) }
        return parts
    }

    /// A sentence about all drops of one cause of a device on the day.
    static func sentence(of cause: Cause, _ day: IdentityDay, in evidence: DayEvidence) -> String {
        let drops = day.drops.filter { $0.cause == cause && evidence.day.contains($0.start) }
        guard let first = drops.first else {
            let state = day.identity.state
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
        let sample = drops.prefix(mostLookedAt).map { JudgedDrop(drop: $0, day: day, evidence: evidence) }
        return capitalised(([parts.joined(separator: ", ")] + why(sample)).joined(separator: "; ")) + "."
    }

    /// Drops of a device that a sentence about all of them looks at.
    private static let mostLookedAt = 12

    static func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}
