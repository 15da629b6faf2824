package import Diagnosis
package import LogReading
import Model

/// Reads an export of the device registry (IoT Hub documentation, "Understand the identity registry in your IoT hub"
/// and "Import and export IoT Hub device identities in bulk"): the twin list of `az iot hub device-twin list`, single
/// identities of `az iot hub device-identity show`, and the `devices.txt` of an export job.
///
/// Of each device it takes what the diagnosis needs and steps over the rest: keys, thumbprints and connection strings
/// never become values.
package struct RegistryReader {
    /// A registry, and what reading it gave.
    package struct Result: Sendable {
        package var registry: Registry
        package var summary: InputSummary
    }

    private static let expected = "devices with a deviceId or id and a status"
    private static let shape: [String: Shape] = [
        "deviceId": .scalar, "id": .scalar, "moduleId": .scalar, "status": .scalar, "statusUpdateTime": .scalar,
        "statusUpdatedTime": .scalar, "authenticationType": .scalar, "authentication": .object(["type": .scalar]),
        "tags": .all,
    ]

    private let hub: String
    private let tags: TagChoice

    /// - Parameters:
    ///   - hub: the hub that the export is of, in lower case; empty for "whichever the log names", as no export names it.
    ///   - tags: the tags to keep; each costs memory for each device.
    package init(hub: String = "", tags: TagChoice = .all) {
        self.hub = hub
        self.tags = tags
    }

    /// Reads a whole export entry by entry.
    ///
    /// - Parameter isWanted: whether to keep a device; one that the log never names only costs memory.
    package func read(
        _ source: LogSource, keeping isWanted: (String) -> Bool = { _ in true }
    ) throws(InputError) -> Result {
        var devices: [String: Registry.Entry] = [:]
        var tagSets: Set<[String: String]> = []
        var summary = InputSummary()
        let entries = try InputEntries(source, shape: RegistryReader.shape)
        try entries.forEach(&summary) { value, line, summary in
            if value["moduleId"]?.text != nil {
                summary.others += 1
                return
            }
            guard let device = RegistryReader.device(of: value) else {
                summary.countBad(line: line, "expected a deviceId or id of at most 128 characters")
                return
            }
            guard let isDisabled = RegistryReader.isDisabled(value) else {
                summary.countBad(line: line, "expected the status enabled or disabled")
                return
            }
            summary.entries += 1
            guard isWanted(device) else { return }
            let time = value["statusUpdateTime"]?.text ?? value["statusUpdatedTime"]?.text
            let type = value["authenticationType"]?.text ?? value["authentication"]?["type"]?.text
            devices[device] = Registry.Entry(
                isDisabled: isDisabled, statusChanged: time.flatMap(Instant.init(exported:)),
                authentication: Authentication(registry: type ?? ""),
                tags: tagSets.insert(tags.flattened(value["tags"])).memberAfterInsert)
        }
        if summary.entries == 0, summary.bad > 0 {
            throw .notRecognised(file: source.name, expected: RegistryReader.expected)
        }
        RegistryReader.warn(&summary)
        return Result(registry: Registry(hubs: [hub: devices]), summary: summary)
    }

    private static func device(of value: JSONValue) -> String? {
        guard let id = value["deviceId"]?.text ?? value["id"]?.text, id.utf8.count <= 512, id.count <= 128,
            !id.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        return id
    }

    /// Nil for a status that is neither; a projection without the status says nothing against the device.
    private static func isDisabled(_ value: JSONValue) -> Bool? {
        switch value["status"] {
        case nil, .null: false
        case .text(let status) where status.lowercased() == "enabled": false
        case .text(let status) where status.lowercased() == "disabled": true
        default: nil
        }
    }

    /// One call of the identity list answers with 1000 devices at most (IoT Hub REST API, "Get Devices").
    private static func warn(_ summary: inout InputSummary) {
        let all = summary.entries + summary.others + summary.bad
        if all == 1000 {
            summary.warnings.append(
                "the registry has exactly 1000 entries, which is where a list of identities is cut off; "
                    + "export it with az iot hub device-twin list or an export job")
        }
        if all == 0 { summary.warnings.append("the registry holds no device") }
    }
}

/// Which tags of the registry are kept.
package enum TagChoice: Sendable {
    case all
    /// Only the tag of this name, such as `location.site`.
    case only(String)

    /// Most tags of one device, and most bytes of one value.
    private static let mostTags = 200
    private static let mostBytes = 1024

    /// Texts, numbers and truths by dotted name; lists and `$metadata` are left out.
    func flattened(_ tags: JSONValue?) -> [String: String] {
        var flat: [String: String] = [:]
        if let tags { flatten(tags, prefix: "", into: &flat) }
        return flat
    }

    private func flatten(_ value: JSONValue, prefix: String, into flat: inout [String: String]) {
        switch value {
        case .object(let members):
            for name in members.keys.sorted() where !name.hasPrefix("$") {
                guard let member = members[name] else { continue }
                flatten(member, prefix: prefix.isEmpty ? name : prefix + "." + name, into: &flat)
            }
        case .text(let text): keep(text, as: prefix, in: &flat)
        case .number(let digits): keep(digits, as: prefix, in: &flat)
        case .truth(let truth): keep(truth ? "true" : "false", as: prefix, in: &flat)
        case .null, .array: break
        }
    }

    private func keep(_ text: String, as name: String, in flat: inout [String: String]) {
        if case .only(let wanted) = self, wanted != name { return }
        guard !name.isEmpty, name.utf8.count <= 256, flat.count < TagChoice.mostTags,
            text.utf8.count <= TagChoice.mostBytes
        else { return }
        flat[name] = Secrets.masked(text)
    }
}
