import Model

/// Everything that is known of the day once its events have passed: what rules look at and never change.
struct DayEvidence {
    let analysis: DayAnalysis
    /// Spans of which nothing is known, by hub: missing ones, and silences that may be the end of an export.
    let unknown: [[MillisRange]]
    /// Spans without records although some were to be expected, by hub.
    let missing: [[MillisRange]]
    /// Hubs whose input has error records only.
    let isErrorOnly: [Bool]
    /// Hubs of whose devices nothing can be said.
    let isAbsent: [Bool]
    /// Known times of day; nil where there are none.
    let dailyTimes: DailyTimes?
    /// Which identities are one device.
    let units: DeviceUnits
    /// Devices that drop with a gateway; known once drops are judged.
    var gateways = Gateways()
    /// Devices that left for another hub; known once drops are judged.
    var moved = MovedDevices()
    /// Devices by hub, each with its modules once.
    private let fleet: [Int]
    /// Least and most connected per five minutes, by hub; empty where it cannot be known.
    let connected: [[(least: Int, most: Int)]]
    /// The SDK family of each `sdkVersion` met.
    private let families: [SDKFamily]
    private let isAMQP: [Bool]

    init(_ analysis: DayAnalysis, _ silences: MissingSpans) {
        self.analysis = analysis
        missing = silences.missing
        unknown = silences.unknown
        dailyTimes = DailyTimes(analysis.context, analysis.settings)
        isAbsent = analysis.hubs.map { analysis.context.presence[$0.name]?.isAbsent ?? false }
        isErrorOnly = analysis.hubs.map { hub in
            !hub.hasInformation && hub.recordsPerHour.contains { $0 > 0 }
                && (!hub.hadInformation || hub.missingConnects >= DayEvidence.mostMissingConnects)
        }
        units = DeviceUnits(analysis.context.vocabulary.devices)
        var fleet = Array(repeating: 0, count: analysis.hubs.count)
        var inferred = fleet
        var seen = SeenUnits(units)
        for number in 0..<analysis.identities.count {
            let state = analysis.identities[number]
            if state.flags.contains(.hasLeft) && state.lastSeen < MillisClock.reach { continue }
            if seen.insert(state) { fleet[Int(state.hub)] += 1 }
            if state.flags.contains(.inferred) { inferred[Int(state.hub)] += 1 }
        }
        // What the registry lists is of the fleet before its first record.
        self.fleet = analysis.hubs.indices.map { hub in
            analysis.context.registry?.enabledDevices(hub: analysis.hubs[hub].name) ?? fleet[hub]
        }
        connected = zip(analysis.hubs, isErrorOnly).enumerated().map { number, hub in
            var curve = hub.0.curve
            let canBeKnown = !hub.1 && (hub.0.hasInformation || hub.0.hadInformation)
            return canBeKnown ? curve.finish(adding: inferred[number]) : []
        }
        let vocabulary = analysis.context.vocabulary
        families = analysis.sdks.texts.map { SDKFamily(sdkVersion: vocabulary.text($0)) }
        var isAMQP = Array(repeating: false, count: vocabulary.texts.count)
        var isRead = isAMQP
        for client in vocabulary.clients.values {
            let transport = Int(client.transport)
            guard transport < isRead.count, !isRead[transport] else { continue }
            isRead[transport] = true
            isAMQP[transport] = vocabulary.texts[transport].lowercased().hasPrefix("amqp")
        }
        self.isAMQP = isAMQP
    }

    /// A hub whose connects were in the input before may have a day of errors alone, when what drops stays away; but then
    /// nothing drops that is down already.
    private static let mostMissingConnects = 3

    var settings: AnalysisSettings { analysis.settings }
    var clock: MillisClock { analysis.clock }
    var day: MillisRange { analysis.day }
    var dayStart: Instant { analysis.context.day.span.start }
    var dataEnd: DayMillis { analysis.dataEnd }
    var vocabulary: Vocabulary { analysis.context.vocabulary }

    /// A moment as sentences write it.
    func words(_ instant: Instant) -> String { analysis.context.momentWords(instant) }
    func words(_ moment: DayMillis) -> String { words(clock.instant(moment)) }

    func family(ofSDK number: UInt16) -> SDKFamily {
        Int(number) < families.count ? families[Int(number)] : .unknown
    }

    func device(_ id: DeviceID) -> Device {
        Int(id) < vocabulary.devices.count ? vocabulary.devices[Int(id)] : Device(name: "")
    }

    /// Devices that are connected, were, or tried to be, but for those that have left.
    func fleetSize(_ hub: Int) -> Int { fleet[hub] }

    /// How far the connected number fell around a span: the most in the quarter of an hour before it, the least in it
    /// and five minutes after.
    ///
    /// Nil where it is not known or did not fall.
    func dip(_ hub: Int, _ span: MillisRange) -> (before: Int, lowest: Int)? {
        let windows = connected[hub]
        guard !windows.isEmpty, day.contains(span.start) else { return nil }
        let first = Int((span.start - day.start) / ConnectedCounter.windowMilliseconds)
        let last = Int((min(span.end, day.end - 1) - day.start) / ConnectedCounter.windowMilliseconds)
        let before = windows[max(0, first - 3)...first].map(\.most).max() ?? 0
        let lowest = windows[first...min(last + 1, windows.count - 1)].map(\.least).min() ?? 0
        return lowest < before ? (before, lowest) : nil
    }

    /// Health events of a hub (or of no certain hub) that touch a span or so many seconds around it; one without an end
    /// lasts.
    func health(around span: MillisRange, hub: String, reach: Int64 = 3600) -> [HealthEvent] {
        let start = clock.instant(span.start).advanced(bySeconds: -reach)
        let end = clock.instant(span.end).advanced(bySeconds: reach)
        return analysis.context.health.filter { event in
            (event.hub == nil || event.hub?.lowercased() == hub) && event.start < end && (event.end ?? end) >= start
        }
    }

    /// A device, or `device/module`.
    func name(of state: IdentityState) -> String {
        let device = device(state.device)
        return device.module.isEmpty ? device.name : device.name + "/" + device.module
    }

    /// When a drop of an identity began, also where that is too long ago for a moment.
    func start(of drop: DropRecord, _ state: IdentityState) -> Instant { instant(ofStart: drop.start, state) }

    func instant(ofStart start: DayMillis, _ state: IdentityState) -> Instant {
        start == 0 ? Instant(seconds: Int64(state.distant.since)) : clock.instant(start)
    }

    func identity(of state: IdentityState) -> Identity {
        Identity(hub: analysis.hubs[Int(state.hub)].text, device: state.device)
    }

    /// What an identity is a part of: its gateway, or its device.
    func unit(of identity: Int) -> DeviceID {
        gateways.gateway(of: identity) ?? units.unit(of: analysis.identities[identity])
    }

    /// Whether an identity connected over AMQP last.
    func isAMQP(_ state: IdentityState) -> Bool {
        let transport = Int(vocabulary.clients[Int(state.client)].transport)
        return transport < isAMQP.count && isAMQP[transport]
    }

    func hubName(_ state: IdentityState) -> String { analysis.hubs[Int(state.hub)].name }

    /// What rules know of an identity before they look at its drops.
    func identity(of number: Int, lastSDK: UInt16) -> IdentityContext {
        let state = analysis.identities[number]
        var identity = IdentityContext(state: state)
        identity.number = number
        identity.family = family(ofSDK: lastSDK)
        identity.isErrorOnly = isErrorOnly[Int(state.hub)]
        identity.isAMQP = isAMQP(state)
        identity.authentication = state.flags.contains(.x509) ? .x509 : state.flags.contains(.sas) ? .sas : .unknown
        guard let registry = analysis.context.registry else { return identity }
        let entry = registry.entry(hub: hubName(state), device: device(state.device).name)
        identity.registry = entry
        // Of a device the registry knows the authentication; a module has its own, which the export does not show.
        if let entry, entry.authentication != .unknown, device(state.device).module.isEmpty {
            identity.authentication = entry.authentication
        }
        identity.statusChanged = entry?.statusChanged.map { clock.clamped($0) }
        return identity
    }

    /// Milliseconds of a downtime that fall on the day and not into missing hours.
    func downtime(from start: DayMillis, to end: DayMillis, hub: Int) -> Int64 {
        let span = MillisRange(start: max(start, day.start), end: min(end, day.end))
        guard span.start < span.end else { return 0 }
        return unknown[hub].reduce(Int64(span.end - span.start)) { $0 - span.shared(with: $1) }
    }

    /// Up to when a drop is known to have lasted: to its return, the next drop or the end of the data.
    ///
    /// Where its return was not seen and records are missing, it may have come back among these.
    func knownEnd(of drop: DropRecord, before next: DropRecord?, hub: Int) -> DayMillis {
        let end = min(drop.end, min(next?.start ?? .never, dataEnd))
        guard drop.isOpen || next?.flags.contains(.connectMissing) == true else { return end }
        return firstUnknown(after: drop, before: end, hub: hub) ?? end
    }

    /// The part of spans that lies within another, by hub name.
    ///
    /// A moment of it is left out: the record that ends a silence of the day before may come a little after midnight.
    func windows(_ spans: [[MillisRange]], within whole: MillisRange) -> [String: [TimeWindow]] {
        var result: [String: [TimeWindow]] = [:]
        for (number, hub) in analysis.hubs.enumerated() {
            let parts = spans[number].filter { $0.shared(with: whole) >= Int64(HubActivity.shortest) }
            if parts.isEmpty { continue }
            result[hub.name] = parts.map {
                TimeWindow(from: clock.instant(max($0.start, whole.start)), to: clock.instant(min($0.end, whole.end)))
            }
        }
        return result
    }

    /// The missing spans of a hub that the day has part of.
    func missingOnDay(_ hub: Int) -> [MillisRange] {
        missing[hub].filter { $0.shared(with: day) >= Int64(HubActivity.shortest) }
    }

    /// The start of the first span after a drop, and before a moment, in which it may have come back unseen.
    func firstUnknown(after drop: DropRecord, before end: DayMillis, hub: Int) -> DayMillis? {
        for window in analysis.context.earlierMissing[analysis.hubs[hub].name] ?? [] {
            let span = MillisRange(start: clock.clamped(window.start), end: clock.clamped(window.end))
            if span.end > drop.start && span.start < end { return max(span.start, drop.start) }
        }
        for span in unknown[hub] where span.end > drop.start && span.start < end { return max(span.start, drop.start) }
        return nil
    }

    /// Up to when the state of a hub's devices is known: the end of the data, or that of the day where of the hour after it
    /// nothing is.
    func knownEnd(hub: Int) -> DayMillis {
        unknown[hub].last { $0.start >= day.end && $0.end >= dataEnd }?.start ?? dataEnd
    }

    /// Whether a span touches hours of a hub of which nothing is known.
    func touchesUnknown(_ span: MillisRange, hub: Int) -> Bool {
        unknown[hub].contains { $0.overlaps(span) }
    }
}
