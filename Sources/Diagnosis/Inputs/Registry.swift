package import Model

/// What the device registry says, from an export that the operator gave.
///
/// It never holds a key: a reader of exports must drop `symmetricKey` before it makes one of these.
package struct Registry: Sendable, Equatable {
    /// One device of the registry (IoT Hub documentation, "Understand the identity registry in your IoT hub").
    package struct Entry: Sendable, Equatable {
        /// `status` is `disabled`.
        package var isDisabled: Bool
        /// `statusUpdateTime`; nil for never or unknown.
        package var statusChanged: Instant?
        package var authentication: Authentication
        package var tags: [String: String]
        /// `connectionState`; nil where the export does not say.
        package var isConnected: Bool?
        /// `connectionStateUpdatedTime`, in UTC as all times of an export.
        package var stateChanged: Instant?
        /// `lastActivityTime`: when the device last connected, or sent or received a message.
        package var lastActivity: Instant?

        package init(
            isDisabled: Bool = false, statusChanged: Instant? = nil, authentication: Authentication = .unknown,
            tags: [String: String] = [:], isConnected: Bool? = nil, stateChanged: Instant? = nil,
            lastActivity: Instant? = nil
        ) {
            self.isConnected = isConnected
            self.stateChanged = stateChanged
            self.lastActivity = lastActivity
            self.isDisabled = isDisabled
            self.statusChanged = statusChanged
            self.authentication = authentication
            self.tags = tags
        }
    }

    /// By hub name in lower case, then device id.
    ///
    /// The empty hub name stands for an export that names no hub.
    package var hubs: [String: [String: Entry]]

    /// Hubs of which an export lists only some devices.
    private var incomplete: Set<String> = []

    package init(hubs: [String: [String: Entry]] = [:]) {
        self.hubs = hubs
    }

    /// Whether that was said of an export of a hub.
    package func isLeftAside(hub: String) -> Bool { incomplete.contains(hub) }

    /// Takes it that an export of a hub lists only some of its devices, or those of another hub: what it says of them
    /// is then no ground for anything.
    package mutating func leaveAside(hub: String) {
        incomplete.insert(hub)
        hubs[hub] = hubs[hub]?.mapValues { entry in
            var entry = entry
            entry.isDisabled = false
            entry.statusChanged = nil
            return entry
        }
    }

    package func entry(hub: String, device: String) -> Entry? {
        hubs[hub]?[device] ?? hubs[""]?[device]
    }

    /// The devices of a hub, where an export lists all of them.
    private func all(hub: String) -> [String: Entry]? {
        let key = hubs[hub] == nil ? "" : hub
        return incomplete.contains(key) ? nil : hubs[key]
    }

    /// Whether a complete export says that a hub has no such device, or has disabled it.
    func isWithout(_ device: String, hub: String) -> Bool {
        guard let entries = all(hub: hub) else { return false }
        return entries[device]?.isDisabled ?? true
    }

    /// The enabled devices of a hub; nil where no complete export names the hub.
    func enabledDevices(hub: String) -> Int? {
        hubs[hub].flatMap { _ in all(hub: hub) }?.values.count { !$0.isDisabled }
    }

    /// Whether an export speaks of this hub at all: only then is a device that it lacks "unknown to the registry".
    package func covers(hub: String) -> Bool {
        all(hub: hub) != nil
    }
}

/// How a client proves who it is.
///
/// The log says it on AMQP connects only, so the registry is the better source.
package enum Authentication: UInt8, Sendable, BitwiseCopyable {
    case unknown, sas, x509

    /// Reads `authenticationType` of a registry export: `sas`, `selfSigned`, `certificateAuthority`, `none`.
    package init(registry text: String) {
        switch text.lowercased() {
        case "sas": self = .sas
        case "selfsigned", "certificateauthority": self = .x509
        default: self = .unknown
        }
    }

    /// Reads `authType` of a record, a JSON text with `"type":"sas"` or `"type":"x509Certificate"`, or nothing.
    package init(record text: String) {
        if text.contains("x509") {
            self = .x509
        } else if text.contains("sas") {
            self = .sas
        } else {
            self = .unknown
        }
    }
}
