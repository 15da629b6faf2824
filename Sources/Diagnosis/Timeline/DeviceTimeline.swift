package import Model

/// The day of one identity, event by event, in words.
package struct DeviceTimeline: Sendable, Equatable, Codable {
    /// One event, or one drop where several records make one.
    package struct Entry: Sendable, Equatable, Codable {
        package var time: Instant
        /// `connected from 203.0.113.XXX`, `dropped, 404104`, `connect refused, 401003`.
        package var text: String
        /// Nil for what is no drop.
        package var cause: Cause?
        package var confidence: Confidence?
        /// In words and numbers; empty for what is no drop.
        package var evidence: String = ""
    }

    package var hub: String
    package var device: String
    package var module: String
    package var entries: [Entry]

    /// The timelines of the identities in a few events: those of one device, all its modules, on every hub.
    ///
    /// `devices` are those whose carried state counts, also where they have no event. `events` are in the order of `Event` and include the context. Incidents need the events of the whole hub, so
    /// causes here are what the device's own records tell; `drops` are those of the whole day's analysis, where known,
    /// and overrule them.
    package static func make(
        events: [Event], of devices: Set<DeviceID> = [], context: AnalysisContext,
        settings: AnalysisSettings = AnalysisSettings(), drops: [Drop] = []
    ) -> [DeviceTimeline] {
        var analysis = DayAnalysis(context: context, settings: settings, only: devices)
        let split = events.firstIndex { $0.time >= context.day.span.start } ?? events.count
        analysis.add(Array(events[..<split]))
        analysis.workThroughMoment()
        let before = analysis.identityStates()
        analysis.add(Array(events[split...]))
        analysis.finish()
        var classifier = DayClassifier(ofSome: analysis)
        let days = classifier.identityDays()
        let evidence = DayEvidence(analysis, MissingSpans(givenIn: analysis))
        let known = Dictionary(drops.map { (Key($0.hub, $0.device, $0.start), $0) }) { first, _ in first }
        return days.map { day in
            let number = day.identity.number
            return TimelineWriter(
                day: day, before: number < before.count ? before[number] : nil, evidence: evidence, known: known
            ).timeline(events)
        }
        .sorted { ($0.hub, $0.device, $0.module) < ($1.hub, $1.device, $1.module) }
    }

    /// What identifies a drop of a day.
    struct Key: Hashable {
        var hub: TextID
        var device: DeviceID
        var start: Instant

        init(_ hub: TextID, _ device: DeviceID, _ start: Instant) {
            self.hub = hub
            self.device = device
            self.start = start
        }
    }
}

/// Writes the entries of one identity.
struct TimelineWriter {
    let day: IdentityDay
    /// What was known of the identity when the day began; nil for nothing.
    let before: PresentState?
    let evidence: DayEvidence
    let known: [DeviceTimeline.Key: Drop]

    func timeline(_ events: [Event]) -> DeviceTimeline {
        let state = day.identity.state
        let device = evidence.device(state.device)
        var entries = day.drops.filter { evidence.day.contains($0.start) }.map { (order: 0, entry: entry($0)) }
        for event in events {
            guard Int(event.eventType) < evidence.vocabulary.eventTypes.count,
                Int(event.client) < evidence.vocabulary.clients.count
            else { continue }
            let eventType = evidence.vocabulary.eventTypes[Int(event.eventType)]
            let client = evidence.vocabulary.clients[Int(event.client)]
            guard client.device == state.device, evidence.analysis.facts[Int(event.eventType)].hub == state.hub,
                eventType.operation == .connect, evidence.analysis.context.day.span.contains(event.time)
            else { continue }
            entries.append((1, DeviceTimeline.Entry(time: event.time, text: text(eventType, client))))
        }
        if let before { entries.append((-1, entry(before))) }
        // A drop before the connect that ends it within the same second.
        let sorted = entries.enumerated().sorted {
            ($0.element.entry.time, $0.element.order, $0.offset) < ($1.element.entry.time, $1.element.order, $1.offset)
        }
        return DeviceTimeline(
            hub: evidence.hubName(state), device: device.name, module: device.module,
            entries: sorted.map(\.element.entry))
    }

    private func text(_ eventType: EventType, _ client: ClientDescription) -> String {
        let vocabulary = evidence.vocabulary
        if eventType.level.isError {
            let code = vocabulary.text(eventType.code)
            return "connect refused, \(code.isEmpty ? CodeSets.errorWithoutCode : code)"
        }
        var words = "connected"
        if client.address != 0 { words += " from \(vocabulary.text(client.address))" }
        if client.transport != 0 { words += " over \(vocabulary.text(client.transport))" }
        if client.sdk != 0 { words += " with \(vocabulary.text(client.sdk))" }
        return words
    }

    private func entry(_ before: PresentState) -> DeviceTimeline.Entry {
        let since = before.since.map { " since " + evidence.words($0) } ?? ""
        var text = before.isOnline ? "connected" + since : "down" + since
        if before.refusals > 0 { text += ", refused \(Words.counted(before.refusals, "time"))" }
        return DeviceTimeline.Entry(time: evidence.dayStart, text: text)
    }

    private func entry(_ drop: DropRecord) -> DeviceTimeline.Entry {
        let codes = evidence.analysis.codeSets.sets[Int(drop.codes)].map { evidence.analysis.codeSets.codes[Int($0)] }
            .filter { !$0.isEmpty }.joined(separator: "+")
        let start = evidence.clock.instant(drop.start)
        let hub = evidence.analysis.hubs[day.hub].text
        let other = known[DeviceTimeline.Key(hub, day.identity.state.device, start)]
        var drop = drop
        if let other {
            drop.classification = Classification(other.cause, other.confidence)
            drop.incident = other.incident
        }
        return DeviceTimeline.Entry(
            time: start, text: codes.isEmpty ? "closed without a code" : "dropped, \(codes)",
            cause: drop.cause, confidence: drop.classification.confidence,
            evidence: DropWords.evidence(drop, day, in: evidence))
    }
}
