import Model
import Threads

/// From drops to the diagnosis: judges them identity by identity, finds what they share, counts, and hands them out.
struct DayClassifier {
    /// Beside the analysis and not in it: whoever keeps that too would make the first judgement copy all drops.
    private var drops: DropRecords
    private let order: DropOrder
    private var evidence: DayEvidence
    private var classifier: DropClassifier

    /// - Parameter isPartial: whether the events are not all of their hubs', so that neither silence nor what devices have
    ///   in common says anything.
    init(_ finished: consuming DayAnalysis, isPartial: Bool = false) {
        drops = finished.takeDrops()
        order = DropOrder(drops, identities: finished.identities.count)
        let analysis = finished
        let silences = isPartial ? MissingSpans(givenIn: analysis) : MissingSpans(analysis, drops, order)
        evidence = DayEvidence(analysis, silences)
        classifier = DropClassifier(
            evidence, shared: isPartial ? SharedRhythms() : SharedRhythms(drops, evidence),
            idle: isPartial ? IdleAddresses() : IdleAddresses(drops, order, evidence))
    }

    /// Without its drops.
    var analysis: DayAnalysis { evidence.analysis }

    /// Judges every drop by its own identity's records, then finds incidents, which may give drops another cause.
    mutating func classifyDrops() -> [Incident] {
        let dropCounts = classifyAlone()
        settleMoves()
        evidence.gateways = Gateways(drops, order, dropCounts: dropCounts, evidence)
        var search = IncidentSearch(evidence, dropCounts: dropCounts)
        search.run(&drops)
        keepCauses()
        return search.incidents
    }

    /// What the day before told of as open keeps the cause that it was given there, unless it is of an incident of this
    /// day, or refusals or a goodbye say more.
    private mutating func keepCauses() {
        let told = analysis.context.openBefore
        guard !told.isEmpty else { return }
        for number in 0..<analysis.identities.count {
            let state = analysis.identities[number]
            guard let before = told[evidence.identity(of: state)],
                let found = order.positions(of: number).last(where: { drops[Int($0)].start < evidence.day.start })
            else { continue }
            let drop = drops[Int(found)]
            guard before.began(at: evidence.start(of: drop, state)), drop.incident == 0, !drop.cause.isExpected,
                drop.cause != .credentialRefused, drop.cause != .deviceDisabled
            else { continue }
            drops[Int(found)].classification = Classification(before.cause, before.confidence)
        }
    }

    /// What left for another hub has said goodbye to this one, whatever its last record says.
    private mutating func settleMoves() {
        evidence.moved = MovedDevices(drops, order, evidence)
        for (number, move) in evidence.moved.moves {
            guard let last = order.positions(of: number).last else { continue }
            let position = Int(last)
            drops[position].end = max(drops[position].start, analysis.clock.clamped(move.moment))
            drops[position].classification = Classification(.cleanClose, .medium)
        }
    }

    var traffic: HubTraffic { HubTraffic(drops, order, evidence) }

    /// Judges every drop by its own identity's records; gives the number of unexpected drops by identity.
    ///
    /// No identity's drops say anything about another's yet, so two threads share the work.
    @discardableResult
    private mutating func classifyAlone() -> [UInt16] {
        let count = analysis.identities.count
        let middle = min(order.middle, count)
        let (second, first) = classifyHalves(middle, count)
        take(first, from: 0)
        take(second, from: middle)
        return first.dropCounts + second.dropCounts
    }

    private func classifyHalves(_ middle: Int, _ count: Int) -> (there: ClassifiedDrops, here: ClassifiedDrops) {
        inParallel("hubdrops judge") {
            classified(middle..<count)
        } here: {
            classified(0..<middle)
        }
    }

    /// What was found of the drops of neighbouring identities.
    private struct ClassifiedDrops: Sendable {
        /// In the order of the identities, and of each one's drops.
        var marks: [DropRecord.Classified] = []
        /// Of drops that end with another one's connect.
        var ends: [(position: UInt32, end: DayMillis)] = []
        /// Unexpected drops, by identity.
        var dropCounts: [UInt16] = []
    }

    private func classified(_ identities: Range<Int>) -> ClassifiedDrops {
        var classifier = classifier
        var result = ClassifiedDrops()
        result.dropCounts.reserveCapacity(identities.count)
        var own: [DropRecord] = []
        for number in identities {
            let positions = order.positions(of: number)
            own.removeAll(keepingCapacity: true)
            for position in positions { own.append(drops[Int(position)]) }
            var unexpected = 0
            if let last = own.last {
                var identity = evidence.identity(of: number, lastSDK: last.sdk)
                classifier.classify(&own, of: &identity, codes: analysis.codeSets)
                for (drop, position) in zip(own, positions) {
                    result.marks.append(drop.classified)
                    if drop.end != drops[Int(position)].end { result.ends.append((position, drop.end)) }
                    if !drop.cause.isExpected { unexpected += 1 }
                }
            }
            result.dropCounts.append(UInt16(clamping: unexpected))
        }
        return result
    }

    private mutating func take(_ judged: ClassifiedDrops, from first: Int) {
        var next = 0
        for number in first..<(first + judged.dropCounts.count) {
            for position in order.positions(of: number) {
                drops[Int(position)].classified = judged.marks[next]
                next += 1
            }
        }
        for (position, end) in judged.ends { drops[Int(position)].end = end }
    }

    /// Counts drops and identities, and shows every identity to the rules of findings.
    ///
    /// A thread gathers the next identities with their drops while those before them are counted.
    func count() -> DayCount {
        var count = DayCount(evidence)
        let all = analysis.identities.count
        var next = 0..<min(DayClassifier.identitiesAtOnce, all)
        var gathered = identityDays(next)
        while !next.isEmpty {
            let present = gathered
            next = next.upperBound..<min(next.upperBound + DayClassifier.identitiesAtOnce, all)
            (gathered, _) = inParallel("hubdrops count") { [self, next] in
                identityDays(next)
            } here: {
                for day in present where !evidence.isAbsent[day.hub] { count.add(day, in: evidence) }
            }
        }
        return count
    }

    /// Memory: about a kilobyte each.
    private static let identitiesAtOnce = 512

    /// Every identity with its judged drops, without a search for incidents; for a few identities.
    mutating func identityDays() -> [IdentityDay] {
        classifyAlone()
        return identityDays(0..<analysis.identities.count)
    }

    /// Identities with their judged drops.
    private func identityDays(_ numbers: some Collection<Int>) -> [IdentityDay] {
        var classifier = classifier
        return numbers.map { number in
            let positions = order.positions(of: number)
            let lastSDK = positions.last.map { drops[Int($0)].sdk } ?? 0
            var day = IdentityDay(identity: evidence.identity(of: number, lastSDK: lastSDK))
            day.drops = positions.map { drops[Int($0)] }
            if !day.drops.isEmpty { classifier.restorePattern(&day, codes: analysis.codeSets) }
            day.count(in: evidence)
            return day
        }
    }

    /// The drops that start on the day, once they are judged.
    func drops(of incidents: [Incident]) -> DayDrops {
        DayDrops(drops, evidence, order, incidents: incidents)
    }

    /// Everything but the drops themselves, once they are judged.
    func diagnosis(with incidents: [Incident]) -> DayDiagnosis {
        var result = DayDiagnosis()
        result.incidents = incidents
        var count = count()
        result.limits = InputLimits.sentences(evidence)
        result.hubs = count.tally.hubDays(evidence)
        result.missing = evidence.windows(evidence.missing, within: evidence.day)
        result.unknown = evidence.windows(
            evidence.unknown, within: MillisRange(start: MillisClock.reach, end: evidence.dataEnd))
        result.hubsWithoutData = analysis.context.presence.filter { $0.value.lacksTheDay }.keys.sorted()
        result.cohorts = count.tally.cohorts.result(evidence)
        result.codeSets = analysis.codeSets.texts
        result.devicesThatDropped = count.tally.devicesThatDropped
        result.returned = Array(
            count.returned.sorted { ($0.hub, $0.device, $0.module) < ($1.hub, $1.device, $1.module) }
                .prefix(DayDiagnosis.mostDevices))
        result.identities = count.identities.totals
        result.identityDrops = count.identities.drops
        result.openDrops = count.identities.open
        result.findings = (count.findings(in: evidence) + result.incidents.map { $0.finding(in: evidence) }).byImpact
        result.alerts = AlertCheck(evidence: evidence, hubs: result.hubs)
            .alerts(incidents: result.incidents, openDevices: count.openDevices)
        addRows(&count.rows, to: &result)
        result.parts = parts(count)
        result.addUpParts()
        result.thresholds = analysis.settings.thresholds
        return result
    }

    private func addRows(_ rows: inout DeviceRows, to result: inout DayDiagnosis) {
        let (chosen, ofHubs) = rows.chosen(in: evidence)
        let days = identityDays((chosen + ofHubs).map(\.number))
        for (position, (identity, day)) in zip(chosen + ofHubs, days).enumerated() {
            var row = DeviceRows.row(day, in: evidence)
            row.modules = identity.modules
            if let downtime = identity.downtime { row.downtimeSeconds = downtime }
            if let since = identity.openSince { row.openSince = since }
            if position < chosen.count {
                result.devices.append(row)
                result.deviceNumbers.append(day.identity.state.device)
            } else {
                result.devicesOfHubs.append(row)
            }
        }
    }

    /// What of each hub cannot be taken from the sums.
    private func parts(_ count: DayCount) -> [String: HubPart] {
        Dictionary(
            analysis.hubs.enumerated().map { number, hub in
                (
                    hub.name,
                    HubPart(
                        limits: InputLimits.sentences(evidence, of: number), isErrorOnly: evidence.isErrorOnly[number],
                        hasRecords: hub.recordsPerHour.contains { $0 > 0 }, causes: count.tally.causes(of: number),
                        renewals: count.renewals.sums(of: number))
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
