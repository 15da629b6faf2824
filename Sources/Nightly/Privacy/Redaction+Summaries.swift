import Delivery
import Diagnosis
import Model
import Report

/// What the database and the operator's own files say of a day, with and without pseudonyms.
extension Redaction {
    /// A summary as the database keeps it, for a report.
    ///
    /// Scopes of incidents have addresses and tags, which stand in sentences as they stand in the incident.
    func shown(_ summary: DaySummary) -> DaySummary {
        var summary = summary
        var scopes: [(real: String, shown: String)] = []
        for mark in summary.incidentMarks ?? [] {
            let shown = scope(mark.scope)
            if shown != mark.scope { scopes.append((mark.scope, shown)) }
        }
        func redacted(_ words: String) -> String {
            text(scopes.reduce(words) { $0.replacing($1.real, with: $1.shown) })
        }
        summary.changeWords(redacted)
        summary.missing = summary.missing?.map(redacted)
        for index in summary.devices.indices {
            summary.devices[index].device = device(summary.devices[index].device)
            summary.devices[index].module = pseudonyms.name(.module, summary.devices[index].module)
        }
        summary.incidentMarks = summary.incidentMarks?.map { mark in
            var mark = mark
            mark.scope = scope(mark.scope)
            return mark
        }
        summary.cohorts = summary.cohorts?.filter { !$0.dimension.hasPrefix("tag:") }
        return summary
    }

    /// A summary of a report, as the database keeps it: the real names, so that days with and without pseudonyms
    /// can be compared.
    func stored(_ summary: DaySummary) -> DaySummary {
        var names: [Device: Device] = [:]
        let wanted = Set(summary.devices.map { Device(name: $0.device, module: $0.module) })
        var words: [String: String] = [:]
        for (index, device) in vocabulary.devices.values.enumerated() {
            if wanted.contains(device) { names[device] = real.devices[index] }
            words[device.name] = real.devices[index].name
            words[device.module] = real.devices[index].module
        }
        words[""] = nil
        let free = FreeText(words)
        var summary = summary
        for index in summary.devices.indices {
            let mark = summary.devices[index]
            guard let name = names[Device(name: mark.device, module: mark.module)] else { continue }
            summary.devices[index].device = name.name
            summary.devices[index].module = name.module
        }
        summary.changeWords(free.redacted)
        return summary
    }

    /// A silence that was written with real ids: it means the pseudonyms of the devices that it fits, and shows none.
    func silence(_ silence: Silence) -> Silence {
        var shown = silence
        shown.key = silence.key.map(text)
        shown.who = text(silence.who)
        shown.why = text(silence.why)
        guard let pattern = silence.device, pattern != "*" else { return shown }
        for (index, device) in real.devices.values.enumerated() {
            let pseudonym = Redaction.words(vocabulary.devices[index])
            if silence.fits(Redaction.words(device)) || silence.fits(pseudonym) { shown.pseudonyms.insert(pseudonym) }
        }
        // A pattern tells what ids look like; an id that no record has is as much of a secret as any other.
        let isPattern = pattern.contains { "*?".contains($0) }
        shown.device =
            isPattern ? "(withheld)" : shown.pseudonyms.first ?? pseudonyms.name(.device, pattern)
        let own = FreeText(isPattern ? [:] : [pattern: shown.device ?? ""])
        shown.who = own.redacted(shown.who)
        shown.why = own.redacted(shown.why)
        return shown
    }

    /// The words of an incident's scope: `addresses 203.0.113.*` or `tag hall=7`.
    private func scope(_ words: String) -> String {
        if words.hasPrefix("addresses "), words.hasSuffix(".*") {
            let network = words.dropFirst("addresses ".count).dropLast(2)
            let parts = network.split(separator: ".", omittingEmptySubsequences: false)
            // What has no form of an address is a pseudonym already.
            guard parts.allSatisfy({ $0.count <= 3 && $0.allSatisfy(\.isNumber) }), parts.count < 4 else {
                return words
            }
            let whole = pseudonyms.address(
                (parts.map(String.init) + Array(repeating: "X", count: 4 - parts.count))
                    .joined(separator: "."))
            return "addresses " + whole.split(separator: ".").prefix(parts.count).joined(separator: ".") + ".*"
        }
        if words.hasPrefix("tag ") {
            let name = words.prefix { $0 != "=" }
            let value = String(words.dropFirst(name.count + 1))
            let isPseudonym = value.hasPrefix("t-") && value.utf8.count == 14
            return isPseudonym ? words : "\(name)=" + pseudonyms.name(.tag, value)
        }
        return words
    }

    private static func words(_ device: Device) -> String {
        device.module.isEmpty ? device.name : device.name + "/" + device.module
    }
}

extension DaySummary {
    /// Its headline, its sentence and the words of its findings.
    fileprivate mutating func changeWords(_ change: (String) -> String) {
        headline = change(headline)
        sentence = sentence.map(change)
        findings = findings?.map { mark in
            var mark = mark
            mark.key = change(mark.key)
            mark.headline = change(mark.headline)
            return mark
        }
    }
}
