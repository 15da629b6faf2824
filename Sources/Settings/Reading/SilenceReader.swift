package import Diagnosis
import Model
import Yams

/// Reads the file of silences, `silences.yaml`: a list of findings that need no telling, each with who said so, why,
/// and until when.
package struct SilenceReader {
    package init() {}

    /// - Parameter file: the file as the operator named it, for messages.
    /// - Throws: all problems of the file, by line and column.
    package func read(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> [Silence] {
        var visitor = YAMLVisitor(file: file, folder: "")
        var silences: [Silence] = []
        if let root = ConfigurationReader().root(of: bytes, &visitor), !YAMLVisitor.isAbsent(root) {
            silences = ValueParser<[Silence]>.silences.read(root, &visitor) ?? []
        }
        guard visitor.problems.isEmpty else { throw ConfigurationError(visitor.problems) }
        return silences
    }

    /// The keys of an entry, in the order of the documentation.
    package static var keys: [String] { SettingsGroup.silence.names }
}

/// An entry of the file while it is read.
struct SilenceEntry {
    var key: String?
    var finding: Finding.Kind?
    var hub: String?
    var device: String?
    var who: String?
    var why: String?
    var until: CivilDate?
}

extension ValueParser where Value == [Silence] {
    static var silences: ValueParser {
        ValueParser { node, visitor in
            guard case .sequence(let sequence) = node else {
                visitor.report("expected a list of silences, each beginning with \"- \"", at: node)
                return nil
            }
            guard sequence.count <= YAMLVisitor.mostEntries else {
                visitor.report("more than \(YAMLVisitor.mostEntries) entries", at: node)
                return nil
            }
            return sequence.compactMap { node in
                var entry = SilenceEntry()
                SettingsGroup.silence.read(node, into: &entry, &visitor)
                guard let who = entry.who, let why = entry.why, let until = entry.until else { return nil }
                return Silence(
                    key: entry.key, kind: entry.finding, hub: entry.hub, device: entry.device, who: who, why: why,
                    until: until)
            }
        }
    }
}

extension SettingsGroup where Target == SilenceEntry {
    static var silence: SettingsGroup {
        SettingsGroup(
            title: "a silence",
            keys: [
                Setting("key", \.key, .text("the key of a finding, as report.json has it")),
                Setting("finding", \.finding, .choice),
                Setting("hub", \.hub, .text("a hub, or a pattern such as pumps-*", most: 128)),
                Setting("device", \.device, .text("a device id, or a pattern such as pump-*", most: 256)),
                Setting("who", \.who, .text("the name of a person", most: 200)),
                Setting("why", \.why, .text("a reason of one line", most: 1000)),
                Setting("until", \.until, ValueParser("a date such as 2026-12-31") { CivilDate($0) }),
            ],
            check: { entry in
                let missing = [
                    entry.who == nil ? "who" : nil, entry.why == nil ? "why" : nil, entry.until == nil ? "until" : nil,
                ].compactMap { $0 }
                var problems = missing.map { "\($0) is missing" }
                if entry.key == nil, entry.finding == nil, entry.device == nil {
                    problems.append("silences nothing; name a key, a finding or a device")
                }
                return problems
            })
    }
}
