package import Model

/// An event as the analysis takes it: a moment for its time, and the number of the identity that it is of.
package struct IdentityEvent: Sendable, BitwiseCopyable {
    var moment: DayMillis
    var identity: UInt32
    var client: ClientID
    var eventType: EventTypeID
}

/// Finds whose events are, apart from the analysis: another thread can do that ahead of it.
package struct EventLookup: Sendable {
    private let clock: MillisClock
    private let dataEnd: DayMillis
    private let facts: [RecordFacts]
    private let clients: NumberedList<ClientDescription>
    var numbers: IdentityNumbers
    /// Events that refer to numbers beyond the vocabulary.
    private(set) var unknownEvents = 0

    init(_ clock: MillisClock, until dataEnd: DayMillis, _ facts: [RecordFacts], _ vocabulary: Vocabulary) {
        self.clock = clock
        self.dataEnd = dataEnd
        self.facts = facts
        clients = vocabulary.clients
        numbers = IdentityNumbers(hubs: Set(facts.map(\.hub)).count, devices: vocabulary.devices.count)
    }

    /// Looks events up, in their order; those outside the context's span are left out.
    package mutating func find(_ events: [Event]) -> [IdentityEvent] {
        var found: [IdentityEvent] = []
        found.reserveCapacity(events.count)
        for event in events {
            guard let moment = clock.moment(event.time), moment >= MillisClock.reach, moment < dataEnd else { continue }
            guard Int(event.eventType) < facts.count, Int(event.client) < clients.count else {
                unknownEvents += 1
                continue
            }
            let number = numbers.find(
                hub: facts[Int(event.eventType)].hub, device: clients[Int(event.client)].device)
            found.append(
                IdentityEvent(moment: moment, identity: number, client: event.client, eventType: event.eventType))
        }
        return found
    }
}
