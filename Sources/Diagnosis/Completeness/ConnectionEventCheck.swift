package import Model

/// Holds a log against Event Grid's connection events: each event must have a record near it; the other way round only
/// a change of state that lasted can be expected to have an event.
///
/// The hub looks at its connections every 60 seconds and tells the last state, so a drop shorter than that leaves
/// records and no event (IoT Hub documentation, "React to IoT Hub events by using Event Grid", limitations). An event
/// may therefore be a minute later than its record, and some more until it is published.
package struct ConnectionEventCheck {
    /// How much earlier than its event a record may be, and how much later: clocks and whole seconds.
    package static let secondsBefore: Int64 = 180
    package static let secondsAfter: Int64 = 60
    /// A state that lasts so long is seen by one look a minute at least.
    package static let secondsToLast: Int64 = 120

    /// One identity of the log: its events, and how far the passing records have come among them.
    private struct Party {
        var events: Range<Int>
        var next: Int
        /// Of the latest moment with records.
        var latest = Instant(ticks: .min)
        var hasConnect = false
        var hasDisconnect = false
        /// Whether all disconnects of the moment say that a newer connection took over.
        var isTakeoverOnly = true
        var lastConnect: Instant?
        /// The last state that lasted; nil while not known.
        var lasting: Bool?

        /// Connected or not after the latest moment; nil where its records contradict one another within one second.
        var state: Bool? {
            if hasConnect { return hasDisconnect && !isTakeoverOnly ? nil : true }
            if isTakeoverOnly, let lastConnect,
                latest.seconds(since: lastConnect) <= ConnectionEventCheck.secondsAfter
            {
                return true
            }
            return hasDisconnect ? false : nil
        }
    }

    private let day: TimeWindow
    private let vocabulary: Vocabulary
    /// Of the day, by identity and time.
    private let events: [ConnectionStateEvent]
    private var hasRecord: [Bool]
    private var parties: [Identity: Party] = [:]
    private var coverage: [String: ConnectionEventCoverage] = [:]
    private let isTakeover: [Bool]

    /// Nil where no event is of the day.
    package init?(_ all: [ConnectionStateEvent], day: TimeWindow, vocabulary: Vocabulary) {
        events = all.filter { day.contains($0.time) }.sorted {
            ($0.hub, $0.device, $0.module, $0.time, $0.sequence) < ($1.hub, $1.device, $1.module, $1.time, $1.sequence)
        }
        guard !events.isEmpty else { return nil }
        self.day = day
        self.vocabulary = vocabulary
        hasRecord = Array(repeating: false, count: events.count)
        isTakeover = vocabulary.eventTypes.map { CodeClass(code: vocabulary.text($0.code)) == .takeover }
        for event in events {
            var hub =
                coverage[event.hub]
                ?? ConnectionEventCoverage(hub: event.hub, first: event.time, last: event.time)
            hub.first = min(hub.first, event.time)
            hub.last = max(hub.last, event.time)
            if event.isConnected { hub.connected += 1 } else { hub.disconnected += 1 }
            coverage[event.hub] = hub
        }
        findParties()
    }

    private mutating func findParties() {
        let wanted = Set(events.map { Device(name: $0.device, module: $0.module) })
        var devices: [Device: DeviceID] = [:]
        vocabulary.devices.forEach { number, device in
            if wanted.contains(device) { devices[device] = DeviceID(number) }
        }
        let hubs = Dictionary(vocabulary.eventTypes.map { (vocabulary.text($0.hub), $0.hub) }) { first, _ in first }
        var start = 0
        while start < events.count {
            let event = events[start]
            var end = start + 1
            while end < events.count, events[end].hub == event.hub, events[end].device == event.device,
                events[end].module == event.module
            { end += 1 }
            if let hub = hubs[event.hub], let device = devices[Device(name: event.device, module: event.module)] {
                parties[Identity(hub: hub, device: device)] = Party(events: start..<end, next: start)
            }
            start = end
        }
    }

    /// Takes one event of the log; they come in order of time and include the context of the day.
    package mutating func add(_ record: Event) {
        guard Int(record.eventType) < vocabulary.eventTypes.count, Int(record.client) < vocabulary.clients.count else {
            return
        }
        let eventType = vocabulary.eventTypes[Int(record.eventType)]
        // A refused connect changes no state.
        if eventType.operation == .connect && eventType.level.isError { return }
        guard coverage[vocabulary.text(eventType.hub)] != nil else { return }
        let identity = Identity(hub: eventType.hub, device: vocabulary.clients[Int(record.client)].device)
        var party = parties[identity] ?? Party(events: 0..<0, next: 0)
        if record.time != party.latest {
            settle(&party, until: record.time, hub: eventType.hub)
            party.latest = record.time
            party.hasConnect = false
            party.hasDisconnect = false
            party.isTakeoverOnly = true
        }
        if eventType.operation == .connect {
            party.hasConnect = true
            party.lastConnect = record.time
        } else {
            party.hasDisconnect = true
            if !isTakeover[Int(record.eventType)] { party.isTakeoverOnly = false }
        }
        note(record.time, isConnect: eventType.operation == .connect, &party)
        parties[identity] = party
    }

    /// Marks the events that a record may have led to.
    private mutating func note(_ time: Instant, isConnect: Bool, _ party: inout Party) {
        let earliest = time.advanced(bySeconds: -ConnectionEventCheck.secondsAfter)
        let latest = time.advanced(bySeconds: ConnectionEventCheck.secondsBefore)
        while party.next < party.events.upperBound, events[party.next].time < earliest { party.next += 1 }
        var position = party.next
        while position < party.events.upperBound, events[position].time <= latest {
            if events[position].isConnected == isConnect { hasRecord[position] = true }
            position += 1
        }
    }

    /// Looks at the state that the latest moment left, once it is known how long it lasted.
    private mutating func settle(_ party: inout Party, until next: Instant, hub: TextID) {
        guard party.hasConnect || party.hasDisconnect,
            next.seconds(since: party.latest) >= ConnectionEventCheck.secondsToLast
        else { return }
        let state = party.state
        defer { party.lasting = state }
        guard let state, let before = party.lasting, before != state,
            var hub = coverage[vocabulary.text(hub)], day.contains(party.latest), hub.first <= party.latest,
            party.latest.advanced(bySeconds: ConnectionEventCheck.secondsBefore) <= hub.last
        else { return }
        hub.changes += 1
        let from = party.latest.advanced(bySeconds: -ConnectionEventCheck.secondsAfter)
        let to = party.latest.advanced(bySeconds: ConnectionEventCheck.secondsBefore)
        if party.events.isEmpty {
            hub.changesOfOtherDevices += 1
        } else if !party.events.contains(where: {
            events[$0].isConnected == state && from <= events[$0].time && events[$0].time <= to
        }) {
            hub.changesWithoutEvent += 1
        }
        coverage[hub.hub] = hub
    }

    /// What the comparison came to, by hub; `end` is the end of the data.
    package mutating func finish(end: Instant) -> [ConnectionEventCoverage] {
        for (identity, party) in parties {
            var party = party
            settle(&party, until: end, hub: identity.hub)
        }
        for position in events.indices.filter({ !hasRecord[$0] }).sorted(by: { events[$0].time < events[$1].time }) {
            let event = events[position]
            guard var hub = coverage[event.hub] else { continue }
            if event.isConnected { hub.connectedWithoutRecord += 1 } else { hub.disconnectedWithoutRecord += 1 }
            if hub.examples.count < ConnectionEventCoverage.mostExamples {
                hub.examples.append(
                    ConnectionEventCoverage.Example(
                        device: event.device, module: event.module, isConnected: event.isConnected, time: event.time))
            }
            coverage[event.hub] = hub
        }
        return coverage.values.sorted { $0.hub < $1.hub }
    }
}
