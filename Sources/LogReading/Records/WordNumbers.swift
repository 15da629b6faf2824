package import Model

/// Numbers for words that come from another store of events, where they went through a decoder once.
package final class WordNumbers {
    private let interner: Interner
    private let arena = Arena()

    package init(knowing vocabulary: Vocabulary) { interner = Interner(knowing: vocabulary) }

    /// Everything that is new since the last call.
    package func takeAdditions() -> VocabularyAdditions { interner.takeAdditions() }

    /// Nil for a name that is longer than any that a record can bring.
    package func client(
        _ device: Device, sdk: String, transport: String, authentication: String, address: String
    ) -> ClientID? {
        let length = device.name.utf8.count + device.module.utf8.count
        guard length <= KeyedHash.longestText, let sdk = text(sdk), let transport = text(transport),
            let authentication = text(authentication), let address = text(address)
        else { return nil }
        arena.reset(for: length)
        let name = arena.append(device.name)
        let id = interner.device(name: name, module: arena.append(device.module))
        return interner.client(
            ClientDescription(
                device: id, sdk: sdk, transport: transport, authentication: authentication, address: address))
    }

    /// Nil as for a client.
    package func eventType(
        hub: String, _ operation: ConnectionOperation, _ level: Level, code: String, description: String
    ) -> EventTypeID? {
        guard let hub = text(hub), let code = text(code), let description = text(description) else { return nil }
        return interner.eventType(
            EventType(hub: hub, operation: operation, level: level, code: code, description: description))
    }

    /// Nil as for a client.
    package func text(_ text: String) -> TextID? {
        guard text.utf8.count <= KeyedHash.longestText else { return nil }
        arena.reset(for: text.utf8.count)
        return interner.text(arena.append(text))
    }
}
