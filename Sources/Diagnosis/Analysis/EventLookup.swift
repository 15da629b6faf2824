package import Model

/// An event as the analysis takes it: a moment for its time, and the number of the identity that it is of.
package struct IdentityEvent: Sendable, BitwiseCopyable {
    var moment: DayMillis
    /// `none` for an event that the analysis does not take.
    package var identity: UInt32
    var client: ClientID
    var eventType: EventTypeID

    package static let none = UInt32.max
}

/// Finds whose events are, apart from the analysis: another thread can do that ahead of it.
package struct EventLookup: Sendable {
    private let clock: MillisClock
    private let dataEnd: DayMillis
    private let facts: [RecordFacts]
    /// By client, of which nothing else is looked at: close together, they stay in the processor's cache.
    private let devices: NumberedList<DeviceID>
    var numbers: IdentityNumbers
    /// Events that refer to numbers beyond the vocabulary.
    private(set) var unknownEvents = 0

    init(_ clock: MillisClock, until dataEnd: DayMillis, _ facts: [RecordFacts], _ vocabulary: Vocabulary) {
        self.clock = clock
        self.dataEnd = dataEnd
        self.facts = facts
        devices = vocabulary.clients.map(\.device)
        numbers = IdentityNumbers(hubs: Set(facts.map(\.hub)).count, devices: vocabulary.devices.count)
    }

    /// Looks events up, one for one; those outside the context's span, and those of unknown numbers, have no identity.
    package mutating func find(_ events: [Event]) -> [IdentityEvent] {
        var found: [IdentityEvent] = []
        found.reserveCapacity(events.count)
        for event in events {
            let moment = clock.moment(event.time) ?? 0
            found.append(
                IdentityEvent(
                    moment: moment, identity: number(event, at: moment), client: event.client,
                    eventType: event.eventType))
        }
        return found
    }

    @inline(__always)
    private mutating func number(_ event: Event, at moment: DayMillis) -> UInt32 {
        guard moment >= MillisClock.reach, moment < dataEnd else { return IdentityEvent.none }
        guard Int(event.eventType) < facts.count, Int(event.client) < devices.count else {
            unknownEvents += 1
            return IdentityEvent.none
        }
        return numbers.find(hub: facts[Int(event.eventType)].hub, device: devices[Int(event.client)])
    }
}
