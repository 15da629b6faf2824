import Model

/// Devices whose credentials are permanently rejected (401): together, or each at its own time.
struct CredentialRefusedForGoodRule: FindingRule {
    static let text = RuleText(
        name: "credential-refused-for-good",
        title: "Permanently rejected credential, clock drift",
        what:
            "Devices that the hub rejects with 401 again and again, without a success up to the end of the log. "
            + "Several that begin within \(.commonStart) share a certificate or a policy key; one with a certificate has one "
            + "that ended; another alone that was fine before may have a wrong clock.",
        why:
            "Such a device never comes back by itself. More than five minutes of clock error have the same effect as a "
            + "bad credential, at a different date on every device; but a clock makes tokens invalid, not X.509: a device "
            + "whose certificate or whose CA has ended is rejected from the moment it has to reconnect.",
        thresholds:
            "At least \(.refusals) refusals; a group is at least 3 devices whose first refusals lie within \(.commonStart), closer than "
            + "chance explains at the rate at which the others begin.",
        actions: [
            "Check end date and thumbprint of the certificate, or whether a key was rotated.",
            "Check that the registry knows the device, enabled and with the authentication that it uses.",
            "Check the device's clock against NTP; a restart helps for a while.",
        ],
        source: MicrosoftDocs.errorCodes + "#401003-iothubunauthorized-error")

    private struct Refused {
        var device: FoundDevice
        var first: DayMillis
        var wasFine: Bool
        var isX509: Bool
    }

    private var found: [Refused] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.identity.state
        guard Double(state.refusals) >= evidence.settings[.refusals], state.firstRefusal < evidence.day.end,
            !state.flags.contains(.online), day.open?.cause != .deviceDisabled,
            day.identity.registry?.isDisabled != true,
            !day.identity.isErrorOnly, !state.flags.contains(.refusedAsDisabled)
        else { return }
        let since = evidence.clock.instant(state.firstRefusal)
        let note =
            "\(Words.counted(Int(state.refusals), "refusal")) since \(evidence.words(since)), no success after it"
        let wasFine = state.flags.contains(.everConnected) || state.flags.contains(.inferred)
        found.append(
            Refused(
                device: FoundDevice(day, in: evidence, note: note), first: state.firstRefusal, wasFine: wasFine,
                isX509: day.identity.authentication == .x509))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        var result: [Finding] = []
        for hub in Set(found.map(\.device.hub)).sorted() {
            let sorted = found.filter { $0.device.hub == hub }
                .sorted { ($0.first, $0.device.name) < ($1.first, $1.device.name) }
            let (groups, singles) = CredentialRefusedForGoodRule.split(
                sorted, settings: evidence.settings, span: Double(evidence.dataEnd - MillisClock.reach))
            let drifting = singles.filter { $0.wasFine && !$0.isX509 }.map(\.device)
            let ended = singles.filter { $0.wasFine && $0.isX509 }.map(\.device)
            let never = singles.filter { !$0.wasFine }.map(\.device)
            if !drifting.isEmpty { result.append(drift(hub, drifting, evidence)) }
            if !groups.isEmpty || !ended.isEmpty || !never.isEmpty {
                result.append(refused(hub, groups, ended: ended, never, evidence))
            }
        }
        return result
    }

    /// Groups of at least three whose first refusals lie so close together that chance, at the rate at which the others
    /// of the hub begin, is no explanation; and the rest.
    private static func split(
        _ sorted: [Refused], settings: AnalysisSettings, span: Double
    ) -> ([[Refused]], [Refused]) {
        var left = sorted.filter(\.wasFine)
        var groups: [[Refused]] = []
        while let range = closest(left.map(\.first), settings, span: span) {
            groups.append(Array(left[range]))
            left.removeSubrange(range)
        }
        groups.sort { $0[0].first < $1[0].first }
        return (groups, left + sorted.filter { !$0.wasFine })
    }

    /// The beginnings within `common-start` that chance explains least.
    private static func closest(_ first: [DayMillis], _ settings: AnalysisSettings, span: Double) -> Range<Int>? {
        var best: (range: Range<Int>, score: Double)?
        let lengths = [0.0625, 0.125, 0.25, 0.5, 1].map { DayMillis(settings[.commonStart] * 1000 * $0) }
        let usual = UsualDrops(
            size: first.count, hubSize: first.count, drops: first.count, hubDrops: first.count, span: span, groups: 1)
        for length in lengths {
            var high = 0
            for low in first.indices {
                high = max(high, low)
                while high + 1 < first.count, first[high + 1] - first[low] <= length { high += 1 }
                let count = high + 1 - low
                guard count >= 3 else { continue }
                let time = Double(first[high] - first[low])
                let others = max(1, Double(first.count - count)) * max(time, UsualDrops.resolution) / span
                let score = usual.score(UsualDrops.ratio(count, of: first.count, usual: others), length: time)
                if score >= BurstScan.threshold(settings), score > best?.score ?? 0 { best = (low..<(high + 1), score) }
            }
        }
        return best?.range
    }

    /// All of a hub in one finding: from the second day on nothing in the records tells groups apart, since all of them
    /// are refused from the first minute.
    ///
    /// So only the hub and the matter make a key that lasts.
    private func refused(
        _ hub: Int, _ groups: [[Refused]], ended: [FoundDevice], _ never: [FoundDevice], _ evidence: DayEvidence
    ) -> Finding {
        var parts = groups.map { members in
            (count: members.count, words: "together since \(evidence.words(members[0].first))")
        }
        if !ended.isEmpty {
            let times = ended.count == 1 ? "" : ", each since it had to reconnect"
            parts.append((ended.count, "with X.509 certificates" + times))
        }
        if !never.isEmpty { parts.append((never.count, "on every attempt, no successful connection on record")) }
        let devices = groups.flatMap { $0.map(\.device) } + ended + never
        let rest = parts.map { parts.count == 1 ? $0.words : "\(Words.count($0.count)) \($0.words)" }
        let headline =
            "\(devices.subject) permanently rejected (401)" + (parts.count == 1 ? " " : ": ")
            + rest.joined(separator: "; ")
        var lines: [String] = []
        var actions: [String] = []
        if !groups.isEmpty {
            lines = ["First refusals that follow one another closely share what expired or was changed."]
            actions = [
                "Check what these devices share: the end date of a CA or group certificate, a rotated policy key.",
                "Renew it, then check that every device of the list comes back.",
            ]
        }
        if !ended.isEmpty {
            lines.append("A wrong clock makes tokens invalid, not X.509: here a certificate or its CA has ended.")
            actions.append(
                "Check the end date of the devices' certificates and of the CA that issued them; renew what ended.")
        }
        if !never.isEmpty { actions += CredentialRefusedForGoodRule.text.actions }
        return devices.finding(
            .credentialRefused, hub: hub, confidence: .high, headline: headline, evidence: lines + devices.notes(),
            actions: actions, in: evidence)
    }

    private func drift(_ hub: Int, _ devices: [FoundDevice], _ evidence: DayEvidence) -> Finding {
        devices.finding(
            .clockDrift, hub: hub, confidence: .medium,
            headline: "\(devices.subject) permanently rejected (401)"
                + (devices.count == 1 ? "" : ", each starting at a different time")
                + ": clock drift or expired credentials",
            evidence: ["Connected before, then refused on every attempt, and no common start."] + devices.notes(),
            actions: [
                "Check the device's clock against NTP: more than five minutes off makes every token invalid.",
                "If the clock is right, check the end date of its certificate or whether its key was changed.",
            ], in: evidence)
    }
}
