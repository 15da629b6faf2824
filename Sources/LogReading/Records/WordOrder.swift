package import Model

/// Numbers words in the order in which the events of the sources refer to them.
///
/// Readers that share an interner number words as they come across them, which is another order each time. With these
/// numbers the database has the same bytes whoever read what.
package struct WordOrder {
    private let interner: Interner
    private var texts: NewWords<String>
    private var devices: NewWords<Device>
    private var clients: NewWords<ClientDescription>
    private var eventTypes: NewWords<EventType>
    private var resources: [(hub: TextID, resource: HubResource)] = []
    private var additions = VocabularyAdditions()

    /// - Parameter interner: knows the vocabulary of the database, and nothing beyond it as yet.
    package init(_ interner: Interner) {
        self.interner = interner
        texts = NewWords(after: interner.known.texts)
        devices = NewWords(after: interner.known.devices)
        clients = NewWords(after: interner.known.clients)
        eventTypes = NewWords(after: interner.known.eventTypes)
    }

    /// Numbers events anew that have numbers of the interner.
    package mutating func number(_ events: inout [Event]) {
        let found = interner.takeAdditions()
        texts.append(found.texts)
        devices.append(found.devices)
        clients.append(found.clients)
        eventTypes.append(found.eventTypes)
        resources += found.resources
        for index in events.indices {
            let event = events[index]
            events[index] = Event(
                time: event.time, client: client(event.client), eventType: eventType(event.eventType))
        }
    }

    /// The words that events numbered since the last call were the first to refer to.
    package mutating func takeAdditions() -> VocabularyAdditions {
        defer { additions = VocabularyAdditions() }
        return additions
    }

    /// The resources of the hubs of all events, in order.
    package func resourcesOfHubs() -> [(hub: TextID, resource: HubResource)] {
        resources.compactMap { found in texts.number(found.hub).map { (hub: $0, resource: found.resource) } }
            .sorted { ($0.hub, $0.resource.path) < ($1.hub, $1.resource.path) }
    }

    @inline(__always)
    private mutating func client(_ id: ClientID) -> ClientID {
        clients.number(id) ?? newClient(id)
    }

    private mutating func newClient(_ id: ClientID) -> ClientID {
        let found = clients[id]
        additions.clients.append(
            ClientDescription(
                device: device(found.device), sdk: text(found.sdk), transport: text(found.transport),
                authentication: text(found.authentication), address: text(found.address)))
        return clients.take(id)
    }

    @inline(__always)
    private mutating func eventType(_ id: EventTypeID) -> EventTypeID {
        if let number = eventTypes.number(id) { return number }
        let found = eventTypes[id]
        additions.eventTypes.append(
            EventType(
                hub: text(found.hub), operation: found.operation, level: found.level, code: text(found.code),
                description: text(found.description)))
        return eventTypes.take(id)
    }

    private mutating func device(_ id: DeviceID) -> DeviceID {
        if let number = devices.number(id) { return number }
        additions.devices.append(devices[id])
        return devices.take(id)
    }

    private mutating func text(_ id: TextID) -> TextID {
        if let number = texts.number(id) { return number }
        additions.texts.append(texts[id])
        return texts.take(id)
    }
}

/// Words that an interner added to a vocabulary, until they have their numbers.
private struct NewWords<Word> {
    private static var none: UInt32 { .max }

    /// Below it, numbers are those of the vocabulary, and stay.
    private let first: UInt32
    private var next: UInt32
    /// The new number by the interner's, from `first` on.
    private var numbers: [UInt32] = []
    /// From some word on, before which all have their numbers.
    private var waiting: [Word] = []
    private var dropped = 0

    init(after known: UInt32) {
        first = known
        next = known
    }

    mutating func append(_ words: [Word]) {
        guard !words.isEmpty else { return }
        // Half of them at once, so that no word is moved more than a few times; the memory of the others goes too.
        let done = numbers[dropped...].firstIndex(of: NewWords.none) ?? numbers.count
        if (done - dropped) * 2 > waiting.count {
            waiting = Array(waiting.dropFirst(done - dropped))
            dropped = done
        }
        numbers.append(contentsOf: repeatElement(NewWords.none, count: words.count))
        waiting += words
    }

    /// The new number; nil where there is none yet.
    @inline(__always)
    func number(_ id: UInt32) -> UInt32? {
        guard id >= first else { return id }
        let number = numbers[Int(id - first)]
        return number == NewWords.none ? nil : number
    }

    /// A word that has no number yet.
    subscript(id: UInt32) -> Word { waiting[Int(id - first) - dropped] }

    /// Gives a word the next number.
    mutating func take(_ id: UInt32) -> UInt32 {
        numbers[Int(id - first)] = next
        next += 1
        return next - 1
    }
}
