import Model
import Threads

/// From drops to the diagnosis: judges them identity by identity, finds what they share, counts, and hands them out.
struct DayClassifier {
    /// Beside the analysis and not in it: whoever keeps that too would make the first judgement copy all drops.
    ///
    /// Where drops are in slices, those that are not expected, once they are judged.
    private var drops: DropRecords
    private var order: DropOrder
    private var evidence: DayEvidence
    private var classifier: DropClassifier
    /// The drops where they are put aside; nil where all are in memory.
    private var aside: DropsAside?

    private struct DropsAside {
        var slices: DropSlices
        var latest: LatestDrops
        /// Of those that are in memory, up to when they are known to have lasted.
        var knownEnds: [DayMillis] = []
        /// Identities whose latest drop before the day is expected.
        var expectedBefore = Set<Int>()
    }

    /// - Throws: where drops are put aside and cannot be read.
    init(_ finished: consuming DayAnalysis) throws {
        let count = finished.identities.count
        aside = try finished.takeSlices().map { DropsAside(slices: $0.slices, latest: $0.latest) }
        drops = finished.takeDrops()
        order = DropOrder(drops, identities: 0..<count)
        let slices = aside?.slices ?? DropSlices(whole: DropSlice(whole: drops, order, identities: count))
        let analysis = finished
        evidence = DayEvidence(analysis, try MissingSpans(analysis, slices))
        let old = try slices.drops(where: SharedRhythms.isOldEnough)
        classifier = DropClassifier(
            evidence, shared: SharedRhythms(old, evidence), idle: try IdleAddresses(slices, evidence))
    }

    /// Where the events are not all of their hubs', so that neither silence nor what devices have in common says anything.
    init(ofSome finished: consuming DayAnalysis) {
        drops = finished.takeDrops()
        order = DropOrder(drops, identities: 0..<finished.identities.count)
        let analysis = finished
        evidence = DayEvidence(analysis, MissingSpans(givenIn: analysis))
        classifier = DropClassifier(evidence, shared: SharedRhythms(), idle: IdleAddresses())
    }

    /// Without its drops.
    var analysis: DayAnalysis { evidence.analysis }

    /// Judges every drop by its own identity's records, then finds incidents, which may give drops another cause.
    ///
    /// - Throws: where drops are put aside and cannot be read, or what was found of them not be written.
    mutating func classifyDrops() throws -> [Incident] {
        evidence.moved = MovedDevices(evidence, latest: latest)
        let found = aside == nil ? classified(whole) : []
        let (groupings, dropCounts) = try inParallel("hubdrops groups") { [evidence] in
            Grouping.all(evidence)
        } here: {
            guard aside == nil else { return try classifySlices() }
            let dropCounts = take(found)
            drops.settle(evidence.moved, order, of: 0..<analysis.identities.count, evidence)
            return dropCounts
        }
        evidence.gateways = Gateways(drops, order, dropCounts: dropCounts, evidence)
        var search = IncidentSearch(evidence, groupings, dropCounts: dropCounts)
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
            guard let before = told[evidence.identity(of: state)], aside?.expectedBefore.contains(number) != true,
                let found = order.positions(of: number).last(where: { drops[Int($0)].start < evidence.day.start })
            else { continue }
            let drop = drops[Int(found)]
            guard before.began(at: evidence.start(of: drop, state)), drop.incident == 0, !drop.cause.isExpected,
                drop.cause != .credentialRefused, drop.cause != .deviceDisabled
            else { continue }
            drops[Int(found)].classification = Classification(before.cause, before.confidence)
        }
    }

    private func latest(_ identity: Int) -> LatestDrop? {
        if let aside { return aside.latest[identity] }
        return order.positions(of: identity).last.map { LatestDrop(drops[Int($0)]) }
    }

    var traffic: HubTraffic { HubTraffic(evidence, latest: latest) }

    /// Gives the drops what judging found of them; returns the number of unexpected drops by identity.
    @discardableResult
    private mutating func take(_ found: [ClassifiedDrops]) -> [UInt16] {
        for part in found { drops.take(part, order) }
        return found.flatMap(\.dropCounts)
    }

    /// The same slice by slice: what was found waits beside the drops, and what is not expected stays in memory.
    private mutating func classifySlices() throws -> [UInt16] {
        guard var aside else { return [] }
        var dropCounts: [UInt16] = []
        var kept = KeptDrops()
        for number in 0..<aside.slices.count {
            var slice = try aside.slices.slice(number)
            let found = classified(slice)
            for part in found { slice.drops.take(part, slice.order) }
            var ends = found.flatMap(\.ends)
            for end in slice.drops.settle(evidence.moved, slice.order, of: slice.identities, evidence) {
                aside.latest.end(Int(slice[end.position].identity), at: end.end)
                ends.append(end)
            }
            try aside.slices.keep(slice.marks, ends, ofSlice: number)
            noteExpected(in: slice, &aside)
            kept.add(slice, in: evidence)
            dropCounts += found.flatMap(\.dropCounts)
        }
        kept.order()
        drops = kept.drops
        order = DropOrder(drops, identities: 0..<analysis.identities.count)
        aside.knownEnds = kept.knownEnds
        self.aside = aside
        return dropCounts
    }

    /// Notes of which identities, of those that the day before told of, the latest drop before the day is expected.
    private func noteExpected(in slice: DropSlice, _ aside: inout DropsAside) {
        let told = analysis.context.openBefore
        guard !told.isEmpty else { return }
        for number in slice.identities where told[evidence.identity(of: analysis.identities[number])] != nil {
            let latest = slice.positions(of: number).last { slice[$0].start < evidence.day.start }
            if let latest, slice[latest].cause.isExpected { aside.expectedBefore.insert(number) }
        }
    }

    /// Judges every drop by its own identity's records.
    ///
    /// No identity's drops say anything about another's yet, so two threads share the work.
    private func classified(_ slice: DropSlice) -> [ClassifiedDrops] {
        let parts = slice.order.parts(DayClassifier.partsOfSlice, of: slice.identities)
        var found: [ClassifiedDrops] = []
        madeInOrder("hubdrops judge", of: parts.indices, atOnce: 1, waiting: parts.count) { [self] in
            $0.map { classified(parts[$0], of: slice) }
        } take: {
            found += $0
        }
        return found
    }

    /// So many that who is done first waits little for the other.
    private static let partsOfSlice = 16

    /// All drops, or those of them that are in memory.
    private var whole: DropSlice { DropSlice(whole: drops, order, identities: analysis.identities.count) }

    private func classified(_ identities: Range<Int>, of slice: DropSlice) -> ClassifiedDrops {
        var classifier = classifier
        var result = ClassifiedDrops(identities: identities)
        result.dropCounts.reserveCapacity(identities.count)
        var own: [DropRecord] = []
        for number in identities {
            let positions = slice.positions(of: number)
            own.removeAll(keepingCapacity: true)
            for position in positions { own.append(slice[position]) }
            var unexpected = 0
            if let last = own.last {
                var identity = evidence.identity(of: number, lastSDK: last.sdk)
                classifier.classify(&own, of: &identity, codes: analysis.codeSets)
                for (drop, position) in zip(own, positions) {
                    result.marks.append(drop.classified)
                    if drop.end != slice[position].end {
                        result.ends.append(DropEnd(position: position, end: drop.end))
                    }
                    if !drop.cause.isExpected { unexpected += 1 }
                }
            }
            result.dropCounts.append(UInt16(clamping: unexpected))
        }
        return result
    }

    /// Counts drops and identities, and shows every identity to the rules of findings.
    ///
    /// A thread gathers the next identities with their drops while those before them are counted.
    func count() throws -> DayCount {
        var count = DayCount(evidence)
        try forEachSlice { slice in
            madeInOrder(
                "hubdrops count", of: slice.identities, atOnce: DayClassifier.identitiesAtOnce,
                waiting: DayClassifier.mostWaiting
            ) { [self] in
                identityDays($0, of: slice)
            } take: { days in
                for day in days where !evidence.isAbsent[day.hub] { count.add(day, in: evidence) }
            }
        }
        return count
    }

    /// Hands over one slice after the other, judged.
    private func forEachSlice(
        where isWanted: (Range<Int>) -> Bool = { _ in true }, _ body: (DropSlice) throws -> Void
    ) throws {
        guard let aside else { return try body(whole) }
        try aside.slices.forEach(with: drops, order, where: isWanted, body)
    }

    /// Memory: about a kilobyte for each identity, some 2,300 of them: those that wait, as many that came early, and two at work.
    private static let identitiesAtOnce = 128
    private static let mostWaiting = 8

    /// Every identity with its judged drops, without a search for incidents; for a few identities.
    mutating func identityDays() -> [IdentityDay] {
        take(classified(whole))
        return identityDays(0..<analysis.identities.count, of: whole)
    }

    /// Identities with their judged drops.
    private func identityDays(_ numbers: some Collection<Int>, of slice: DropSlice) -> [IdentityDay] {
        var classifier = classifier
        return numbers.map { number in
            let positions = slice.positions(of: number)
            let lastSDK = positions.last.map { slice[$0].sdk } ?? 0
            var day = IdentityDay(identity: evidence.identity(of: number, lastSDK: lastSDK))
            day.drops = positions.map { slice[$0] }
            if !day.drops.isEmpty { classifier.restorePattern(&day, codes: analysis.codeSets) }
            day.count(in: evidence)
            return day
        }
    }

    /// The drops that start on the day, once they are judged.
    func drops(of incidents: [Incident]) -> DayDrops {
        guard let aside else { return DayDrops(drops, evidence, order, incidents: incidents) }
        return DayDrops(
            drops, evidence, order, incidents: incidents,
            aside: DayDrops.Aside(slices: aside.slices, knownEnds: aside.knownEnds))
    }

    /// Everything but the drops themselves, once they are judged.
    ///
    /// - Throws: where drops are put aside and cannot be read.
    func diagnosis(with incidents: [Incident]) throws -> DayDiagnosis {
        var result = DayDiagnosis()
        result.incidents = incidents
        var count = try count()
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
        try addRows(&count.rows, to: &result)
        result.parts = parts(count)
        result.addUpParts()
        result.thresholds = analysis.settings.thresholds
        return result
    }

    private func addRows(_ rows: inout DeviceRows, to result: inout DayDiagnosis) throws {
        let (chosen, ofHubs) = rows.chosen(in: evidence)
        let days = try identityDays(of: (chosen + ofHubs).map(\.number))
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

    /// Some identities with their judged drops, in the order of their numbers here.
    private func identityDays(of numbers: [Int]) throws -> [IdentityDay] {
        let sorted = numbers.sorted()
        func own(_ identities: Range<Int>) -> ArraySlice<Int> {
            let first = sorted.firstSorted { $0 >= identities.lowerBound }
            return sorted[first...].prefix { $0 < identities.upperBound }
        }
        var days: [IdentityDay] = []
        days.reserveCapacity(sorted.count)
        try forEachSlice(where: { !own($0).isEmpty }) { slice in
            days += identityDays(own(slice.identities), of: slice)
        }
        return numbers.map { number in days[sorted.firstSorted { $0 >= number }] }
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
