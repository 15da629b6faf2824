package import Model

/// Gives every text, device, client and event type its number, continuing the numbers of a vocabulary.
///
/// It keeps hashes instead of texts (see `KeyedHash`), so that a million clients cost some tens of bytes each.
/// New entries wait, in the order of their numbers, until `takeAdditions` hands them over.
package final class Interner {
    let hash: KeyedHash
    private var texts = KeyedTable()
    private var devices = KeyedTable()
    private var clients = KeyedTable()
    private var eventTypes = KeyedTable()
    private var nextText: UInt32
    private var nextDevice: UInt32
    private var nextClient: UInt32
    private var nextEventType: UInt32
    private var additions = VocabularyAdditions()
    /// Hashes of the resources that were met; a log has as many as it has hubs.
    private var resources: Set<Hash128> = []

    /// An interner that knows a vocabulary; the first text of it must be the empty one.
    package convenience init(knowing vocabulary: Vocabulary) {
        var generator = SystemRandomNumberGenerator()
        self.init(knowing: vocabulary, using: &generator)
    }

    /// The same with a source of randomness for the hash's key, which no writer of logs may know.
    package init(knowing vocabulary: Vocabulary, using generator: inout some RandomNumberGenerator) {
        hash = KeyedHash(using: &generator)
        nextText = UInt32(vocabulary.texts.count)
        nextDevice = UInt32(vocabulary.devices.count)
        nextClient = UInt32(vocabulary.clients.count)
        nextEventType = UInt32(vocabulary.eventTypes.count)
        learn(vocabulary)
    }

    /// Everything that is new since the last call.
    package func takeAdditions() -> VocabularyAdditions {
        let taken = additions
        additions = VocabularyAdditions()
        return taken
    }

    func text(_ bytes: Bytes) -> TextID {
        guard bytes.count > 0 else { return 0 }
        let key = hash.of(bytes, from: 0, to: bytes.count)
        if let known = texts.find(key) { return known.first }
        let text = bytes.text
        let masked = Secrets.masked(text)
        if masked != text {
            // What is kept is the text without its secrets, so it must have the number of that text.
            let arena = Arena()
            arena.reset(for: masked.utf8.count)
            let id = self.text(arena.append(masked))
            texts.insert(key, first: id)
            return id
        }
        let id = nextText
        nextText += 1
        texts.insert(key, first: id)
        additions.texts.append(text)
        return id
    }

    func device(name: Bytes, module: Bytes) -> DeviceID {
        let key = hash.of(name, from: 0, to: name.count, then: module, from: 0, to: module.count)
        if let known = devices.find(key) { return known.first }
        let id = nextDevice
        nextDevice += 1
        devices.insert(key, first: id)
        additions.devices.append(Device(name: name.text, module: module.text))
        return id
    }

    func client(_ client: ClientDescription) -> ClientID {
        let key = hash.of(client)
        if let known = clients.find(key) { return known.first }
        let id = nextClient
        nextClient += 1
        clients.insert(key, first: id)
        additions.clients.append(client)
        return id
    }

    func eventType(_ eventType: EventType) -> EventTypeID {
        let key = hash.of(eventType)
        if let known = eventTypes.find(key) { return known.first }
        let id = nextEventType
        nextEventType += 1
        eventTypes.insert(key, first: id)
        additions.eventTypes.append(eventType)
        return id
    }

    /// Notes the resource that a record names for its hub; what has another form than a hub's is left out.
    func resource(_ path: Bytes, of hub: TextID) {
        guard path.count <= HubResource.mostBytes, resources.count < Interner.mostResources else { return }
        guard resources.insert(hash.of(path, from: 0, to: path.count)).inserted,
            let resource = HubResource(path.text)
        else { return }
        additions.resources.append((hub, resource))
    }

    /// Hostile records could name one each.
    private static let mostResources = 10_000

    private func learn(_ vocabulary: Vocabulary) {
        let arena = Arena()
        func insert(_ key: Hash128, as id: Int, into table: inout KeyedTable) {
            if table.find(key) == nil { table.insert(key, first: UInt32(id)) }
        }
        // A text too long for a hash cannot come from a record, so nothing will ever ask for it.
        for (id, text) in vocabulary.texts.enumerated() where !text.isEmpty && text.utf8.count <= KeyedHash.longestText
        {
            arena.reset(for: text.utf8.count)
            let bytes = arena.append(text)
            insert(hash.of(bytes, from: 0, to: bytes.count), as: id, into: &texts)
        }
        for (id, device) in vocabulary.devices.values.enumerated() {
            let length = device.name.utf8.count + device.module.utf8.count
            guard length <= KeyedHash.longestText else { continue }
            arena.reset(for: length)
            let name = arena.append(device.name)
            let module = arena.append(device.module)
            let key = hash.of(name, from: 0, to: name.count, then: module, from: 0, to: module.count)
            insert(key, as: id, into: &devices)
        }
        for (id, client) in vocabulary.clients.values.enumerated() { insert(hash.of(client), as: id, into: &clients) }
        for (id, eventType) in vocabulary.eventTypes.enumerated() {
            insert(hash.of(eventType), as: id, into: &eventTypes)
        }
    }
}

extension Arena {
    /// Appends a text and gives its bytes.
    func append(_ text: String) -> Bytes {
        let mark = used
        for byte in text.utf8 { append(byte) }
        return bytes(since: mark)
    }
}

extension KeyedHash {
    fileprivate func of(_ client: ClientDescription) -> Hash128 {
        of(client.device, client.sdk, client.transport, client.authentication, client.address)
    }

    fileprivate func of(_ eventType: EventType) -> Hash128 {
        of(
            eventType.hub, UInt32(eventType.operation.rawValue), UInt32(eventType.level.rawValue), eventType.code,
            eventType.description)
    }
}
