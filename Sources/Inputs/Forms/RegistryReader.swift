package import Diagnosis
package import LogReading
import Model

/// Reads an export of the device registry (IoT Hub documentation, "Understand the identity registry in your IoT hub"
/// and "Import and export IoT Hub device identities in bulk"): the twin list of `az iot hub device-twin list`, single
/// identities of `az iot hub device-identity show`, the `devices.txt` of an export job, what `Get-AzIotHubDevice` of
/// PowerShell gives as JSON, and the rows of a query as JSON or CSV.
///
/// Of each device it takes what the diagnosis needs and steps over the rest: keys, thumbprints and connection strings
/// never become values.
package struct RegistryReader {
    /// A registry, and what reading it gave.
    package struct Result: Sendable {
        package var registry: Registry
        package var summary: InputSummary
        /// Whether it has as many entries as a list that is cut off.
        package var isCut: Bool
    }

    private static let expected = "devices with a deviceId or id and a status"
    private static let shape: [String: Shape] = [
        "deviceId": .scalar, "id": .scalar, "moduleId": .scalar, "status": .scalar, "statusUpdateTime": .scalar,
        "statusUpdatedTime": .scalar, "authenticationType": .scalar, "authentication": .object(["type": .scalar]),
        "tags": .all, "registrationId": .scalar, "connectionState": .scalar, "connectionStateUpdatedTime": .scalar,
        "lastActivityTime": .scalar, "operationName": .scalar,
    ]
    /// One call of the identity list answers with 1000 devices at most (IoT Hub REST API, "Get Devices").
    private static let plainList = 1000

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
        var strangers = Strangers()
        let entries = try InputEntries(source, shape: RegistryReader.shape) { value in
            value["deviceId"]?.text != nil || value["id"]?.text != nil && value["status"] != nil
                || value["operationName"]?.text != nil
        }
        try entries.forEach(&summary) { value, line, summary in
            guard let name = RegistryReader.device(in: value, line, &summary, &strangers), isWanted(name) else {
                return
            }
            let tags = tagSets.insert(tags.flattened(value["tags"])).memberAfterInsert
            devices[name] = RegistryReader.entry(of: value, tags: tags)
        }
        try RegistryReader.check(summary, strangers, source.name)
        let listed = summary.entries + summary.others + summary.bad - strangers.records
        return Result(
            registry: Registry(hubs: [hub: devices]), summary: summary, isCut: listed == RegistryReader.plainList)
    }

    /// Entries that belong into other files.
    private struct Strangers {
        var registrations = 0
        var records = 0
    }

    /// The name of the device that an entry is of, and counts the entry; nil where it is of none.
    private static func device(
        in value: JSONValue, _ line: Int, _ summary: inout InputSummary, _ strangers: inout Strangers
    ) -> String? {
        if value["registrationId"]?.text != nil { strangers.registrations += 1 }
        if value["operationName"]?.text != nil {
            strangers.records += 1
            summary.countBad(line: line, "a record of a log, not a device")
            return nil
        }
        if value["moduleId"]?.text != nil {
            summary.others += 1
            return nil
        }
        guard let device = device(of: value) else {
            summary.countBad(line: line, "expected a deviceId or id of at most 128 characters")
            return nil
        }
        guard isDisabled(value) != nil else {
            summary.countBad(line: line, "expected the status enabled or disabled")
            return nil
        }
        summary.entries += 1
        return device
    }

    private static func entry(of value: JSONValue, tags: [String: String]) -> Registry.Entry {
        let time = value["statusUpdateTime"]?.text ?? value["statusUpdatedTime"]?.text
        let type = word(value["authenticationType"] ?? value["authentication"]?["type"])
        return Registry.Entry(
            isDisabled: isDisabled(value) ?? false, statusChanged: time.flatMap(Instant.init(written:)),
            authentication: Authentication(registry: type ?? ""), tags: tags, isConnected: isConnected(value),
            stateChanged: value["connectionStateUpdatedTime"]?.text.flatMap(Instant.init(written:)),
            lastActivity: value["lastActivityTime"]?.text.flatMap(Instant.init(written:)))
    }

    private static func check(
        _ summary: InputSummary, _ strangers: Strangers, _ file: String
    ) throws(InputError) {
        guard summary.entries == 0 else { return }
        if strangers.records > 0 {
            throw .unusable(
                file: file,
                reason:
                    "records of a log, which name only devices that have something to say; give it with --logs, and "
                    + "export the registry with az iot hub device-identity list --top -1")
        }
        if strangers.registrations > 0 {
            throw .unusable(
                file: file,
                reason: "registrations of the Device Provisioning Service, which are not the registry of a hub; "
                    + "export that with az iot hub device-identity list --top -1")
        }
        if summary.bad > 0 { throw .notRecognised(file: file, expected: RegistryReader.expected) }
        throw .unusable(
            file: file,
            reason: summary.others > 0 ? "modules only, and no device" : "it holds no device; export it again")
    }

    /// A word, or the number that PowerShell writes for it.
    private static func word(_ value: JSONValue?) -> String? {
        guard case .number(let number)? = value else { return value?.text }
        return ["0": "sas", "1": "selfSigned", "2": "certificateAuthority", "3": "none"][number]
    }

    private static func device(of value: JSONValue) -> String? {
        guard let id = value["deviceId"]?.text ?? value["id"]?.text, id.utf8.count <= 512, id.count <= 128,
            !id.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        return id
    }

    /// Nil where the export does not say.
    private static func isConnected(_ value: JSONValue) -> Bool? {
        switch value["connectionState"]?.text?.lowercased() {
        case "connected": true
        case "disconnected": false
        default: nil
        }
    }

    /// Nil for a status that is neither; a projection without the status says nothing against the device.
    private static func isDisabled(_ value: JSONValue) -> Bool? {
        switch value["status"] {
        case nil, .null: false
        case .text(let status) where status.lowercased() == "enabled": false
        case .text(let status) where status.lowercased() == "disabled": true
        // Numbers are how PowerShell writes an enumeration (IoT Hub service SDK, "DeviceStatus").
        case .number("0"): false
        case .number("1"): true
        default: nil
        }
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
