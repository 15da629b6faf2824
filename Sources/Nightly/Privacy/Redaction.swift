import Delivery
import Diagnosis
import Foundation
package import Model
import Report
package import Settings

/// Pseudonyms in place of the ids of devices and modules, of addresses and of the values of tags.
///
/// They are put where names enter a day's work, before the diagnosis: all that is written afterwards, in whatever form,
/// is made from them. The database keeps the real names.
package struct Redaction: Sendable {
    let pseudonyms: Pseudonyms
    /// Names that free texts are searched for, with what each is of.
    private let known: [String: Pseudonyms.Kind]
    let real: Vocabulary
    package let vocabulary: Vocabulary

    /// Nil where the settings ask for none.
    package init?(_ settings: Configuration, of vocabulary: Vocabulary) throws {
        guard settings.redact else { return nil }
        guard let path = settings.redactKeyPath else { return nil }
        pseudonyms = Pseudonyms(secret: try RedactionKey.secret(at: path))
        real = vocabulary
        known = Redaction.names(in: vocabulary)
        let text = FreeText(known: known, pseudonyms: pseudonyms)
        self.vocabulary = Redaction.redacted(vocabulary, pseudonyms, text)
    }

    func device(_ name: String) -> String { pseudonyms.name(.device, name) }

    /// The real id behind a pseudonym of the database's devices.
    package func realName(of pseudonym: String) -> String? {
        vocabulary.devices.values.firstIndex { $0.name == pseudonym }.map { real.devices[$0].name }
    }

    func text(_ text: String) -> String {
        Addresses.replaced(
            in: FreeText(known: known, pseudonyms: pseudonyms).redacted(text), by: pseudonyms.address)
    }

    func registry(_ registry: Registry) -> Registry {
        var redacted = registry
        for (hub, entries) in registry.hubs {
            redacted.hubs[hub] = Dictionary(
                entries.map { name, entry in
                    var entry = entry
                    entry.tags = entry.tags.mapValues { pseudonyms.name(.tag, $0) }
                    return (device(name), entry)
                }, uniquingKeysWith: { first, _ in first })
        }
        return redacted
    }

    func connectionEvent(_ event: ConnectionStateEvent) -> ConnectionStateEvent {
        ConnectionStateEvent(
            hub: event.hub, device: device(event.device), module: pseudonyms.name(.module, event.module),
            isConnected: event.isConnected, time: event.time, sequence: event.sequence)
    }

    func health(_ events: [HealthEvent]) -> [HealthEvent] {
        events.map { event in
            var event = event
            event.title = text(event.title)
            return event
        }
    }

    /// The name of a log, which may say whose it is: a pseudonym, with its ending.
    ///
    /// The hour in the path of a storage export stays: it tells nothing but where to look.
    func path(_ path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        if let name = parts.last, name.hasPrefix("PT"),
            let year = parts.lastIndex(where: { $0.lowercased().hasPrefix("y=") }),
            parts[year...].dropLast().allSatisfy({ $0.wholeMatch(of: /[A-Za-z]=[0-9]{1,4}/) != nil })
        {
            let folder = parts[..<year].joined(separator: "/")
            return ([pseudonyms.name(.file, folder)[...]] + parts[year...]).joined(separator: "/")
        }
        let known = /(\.jsonl?|\.ndjson|\.csv|\.tsv|\.avro)?(\.gz)?$/
        let ending = path.lowercased().firstMatch(of: known).map { String($0.0) } ?? ""
        return pseudonyms.name(.file, path) + ending
    }

    /// Why a file could not be read: `PATH: cannot ACTION: SYSTEM'S WORDS`, whatever else is said of the path.
    private func reason(_ reason: String) -> String {
        guard let action = reason.range(of: ": cannot ", options: .backwards) else {
            return pseudonyms.name(.file, reason) + ": cannot be read"
        }
        return path(String(reason[..<action.lowerBound])) + reason[action.lowerBound...]
    }

    /// What was rejected cannot be searched for names, since nobody could read it: it is left out.
    func facts(_ facts: DayFacts) -> DayFacts {
        var facts = facts
        for index in facts.files.indices {
            facts.files[index].path = path(facts.files[index].path)
            facts.files[index].warnings = facts.files[index].warnings.map(text)
        }
        facts.warningsBeyond = facts.warningsBeyond.map { FileWarning(path: path($0.path), text: text($0.text)) }
        facts.unreadable = facts.unreadable.map(reason)
        for index in facts.strangers.indices { facts.strangers[index].path = path(facts.strangers[index].path) }
        facts.rejections = facts.rejections.map { rejected in
            RejectedRecord(
                file: path(rejected.file),
                rejection: Rejection(
                    line: rejected.rejection.line, reason: text(rejected.rejection.reasonWithoutFound), text: ""))
        }
        return facts
    }

    private static func names(in vocabulary: Vocabulary) -> [String: Pseudonyms.Kind] {
        var known: [String: Pseudonyms.Kind] = [:]
        for client in vocabulary.clients.values { known[vocabulary.text(client.address)] = .address }
        for device in vocabulary.devices.values { known[device.module] = .module }
        for device in vocabulary.devices.values { known[device.name] = .device }
        known[""] = nil
        return known
    }

    private static func redacted(_ vocabulary: Vocabulary, _ pseudonyms: Pseudonyms, _ free: FreeText) -> Vocabulary {
        var redacted = vocabulary
        redacted.devices = vocabulary.devices.map {
            Device(name: pseudonyms.name(.device, $0.name), module: pseudonyms.name(.module, $0.module))
        }
        // One text may be an address here and an SDK there, so what replaces it gets a number of its own.
        var numbers: [String: TextID] = [:]
        func number(of text: String) -> TextID {
            if let number = numbers[text] { return number }
            let number = TextID(redacted.texts.count)
            redacted.texts.append(text)
            numbers[text] = number
            return number
        }
        func replaced(_ id: TextID, _ change: (String) -> String) -> TextID {
            let text = vocabulary.text(id)
            let changed = change(text)
            return changed == text ? id : number(of: changed)
        }
        redacted.clients = vocabulary.clients.map { client in
            ClientDescription(
                device: client.device, sdk: replaced(client.sdk, free.redacted), transport: client.transport,
                authentication: client.authentication, address: replaced(client.address, pseudonyms.address))
        }
        redacted.eventTypes = vocabulary.eventTypes.map { eventType in
            EventType(
                hub: eventType.hub, operation: eventType.operation, level: eventType.level, code: eventType.code,
                description: replaced(eventType.description) {
                    Addresses.replaced(in: free.redacted($0), by: pseudonyms.address)
                })
        }
        return redacted
    }
}
