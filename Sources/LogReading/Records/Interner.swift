import Foundation
package import Model

/// Gives every text, device, client and event type its number, continuing the numbers of a vocabulary.
///
/// It keeps hashes instead of texts (see `KeyedHash`), so that a million clients cost some tens of bytes each.
/// New entries wait, in the order of their numbers, until `takeAdditions` hands them over. Several readers may share
/// one: its lock is taken for new words only.
package final class Interner: @unchecked Sendable {
    let hash: KeyedHash
    let outgrown: OutgrownPlaces
    /// Records whose meaning is known, in these numbers.
    let records: KeyedTable
    /// The same of texts that hold a record among other things.
    let envelopes: KeyedTable

    private let texts: KeyedTable
    private let devices: KeyedTable
    private let clients: KeyedTable
    private let eventTypes: KeyedTable
    /// Resources that were met; a log has as many as it has hubs.
    private let resources: KeyedTable

    /// How many of each there are.
    struct Counts {
        var texts: UInt32
        var devices: UInt32
        var clients: UInt32
        var eventTypes: UInt32
    }

    /// Those of the words that were known at first.
    private(set) var known = Counts(texts: 0, devices: 0, clients: 0, eventTypes: 0)
    private var next = Counts(texts: 0, devices: 0, clients: 0, eventTypes: 0)
    private let lock = NSLock()
    private var additions = VocabularyAdditions()
    private var tables: UInt32 = 0

    /// An interner that knows a vocabulary.
    package convenience init(knowing vocabulary: Vocabulary) {
        var generator = SystemRandomNumberGenerator()
        self.init(knowing: vocabulary, using: &generator)
    }

    /// The same with a source of randomness for the hash's key, which no writer of logs may know.
    package convenience init(knowing vocabulary: Vocabulary, using generator: inout some RandomNumberGenerator) {
        self.init(using: &generator)
        learn(VocabularyAdditions(vocabulary))
    }

    /// An interner that knows what it is handed over, piece by piece in the order of the numbers.
    ///
    /// The first text must be the empty one.
    package convenience init(knowing words: (_ learn: (VocabularyAdditions) -> Void) throws -> Void) rethrows {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
        try words { learn($0) }
    }

    private init(using generator: inout some RandomNumberGenerator) {
        hash = KeyedHash(using: &generator)
        let outgrown = OutgrownPlaces()
        self.outgrown = outgrown
        records = KeyedTable(capacity: 1 << 12, outgrown)
        envelopes = KeyedTable(outgrown)
        (texts, devices) = (KeyedTable(outgrown), KeyedTable(outgrown))
        (clients, eventTypes) = (KeyedTable(outgrown), KeyedTable(outgrown))
        resources = KeyedTable(outgrown)
    }

    deinit {
        for table in [records, envelopes, texts, devices, clients, eventTypes, resources] { table.end() }
    }

    /// Everything that is new since the last call.
    package func takeAdditions() -> VocabularyAdditions {
        lock.withLock {
            let taken = additions
            additions = VocabularyAdditions()
            return taken
        }
    }

    /// A number for the columns of a table, which no other table has.
    func numberOfTable() -> UInt32 {
        lock.withLock {
            tables += 1
            return tables
        }
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
        return number(key, in: texts) { next, additions in
            additions.texts.append(text)
            return next.texts.taken()
        }
    }

    func device(name: Bytes, module: Bytes) -> DeviceID {
        let key = hash.of(name, from: 0, to: name.count, then: module, from: 0, to: module.count)
        if let known = devices.find(key) { return known.first }
        let device = Device(name: name.text, module: module.text)
        return number(key, in: devices) { next, additions in
            additions.devices.append(device)
            return next.devices.taken()
        }
    }

    func client(_ client: ClientDescription) -> ClientID {
        let key = hash.of(client)
        if let known = clients.find(key) { return known.first }
        return number(key, in: clients) { next, additions in
            additions.clients.append(client)
            return next.clients.taken()
        }
    }

    func eventType(_ eventType: EventType) -> EventTypeID {
        let key = hash.of(eventType)
        if let known = eventTypes.find(key) { return known.first }
        return number(key, in: eventTypes) { next, additions in
            additions.eventTypes.append(eventType)
            return next.eventTypes.taken()
        }
    }

    /// The number of a word that was not known a moment ago: the next one, unless another reader met it too.
    private func number(
        _ key: Hash128, in table: KeyedTable, add: (inout Counts, inout VocabularyAdditions) -> UInt32
    ) -> UInt32 {
        lock.withLock {
            if let known = table.find(key) { return known.first }
            // Before its number can be found: who finds that finds the word among the additions.
            let id = add(&next, &additions)
            table.insert(key, first: id)
            return id
        }
    }

    /// Notes the resource that a record names for its hub; what has another form than a hub's is left out.
    func resource(_ path: Bytes, of hub: TextID) {
        guard path.count <= HubResource.mostBytes, resources.count < Interner.mostResources else { return }
        let key = hash.of(path, from: 0, to: path.count)
        guard resources.find(key) == nil else { return }
        lock.withLock {
            guard resources.insert(key, first: 0), let resource = HubResource(path.text) else { return }
            additions.resources.append((hub, resource))
        }
    }

    /// Hostile records could name one each.
    private static let mostResources = 10_000

    /// Learns words that have their numbers, before any reader asks.
    private func learn(_ words: VocabularyAdditions) {
        let arena = Arena()
        // A text too long for a hash cannot come from a record, so nothing will ever ask for it.
        for text in words.texts {
            let id = next.texts.taken()
            guard !text.isEmpty, text.utf8.count <= KeyedHash.longestText else { continue }
            arena.reset(for: text.utf8.count)
            let bytes = arena.append(text)
            texts.insert(hash.of(bytes, from: 0, to: bytes.count), first: id)
        }
        for device in words.devices {
            let id = next.devices.taken()
            let length = device.name.utf8.count + device.module.utf8.count
            guard length <= KeyedHash.longestText else { continue }
            arena.reset(for: length)
            let name = arena.append(device.name)
            let module = arena.append(device.module)
            devices.insert(hash.of(name, from: 0, to: name.count, then: module, from: 0, to: module.count), first: id)
        }
        for client in words.clients { clients.insert(hash.of(client), first: next.clients.taken()) }
        for eventType in words.eventTypes { eventTypes.insert(hash.of(eventType), first: next.eventTypes.taken()) }
        known = next
    }
}

extension UInt32 {
    /// The next number.
    fileprivate mutating func taken() -> UInt32 {
        defer { self += 1 }
        return self
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
