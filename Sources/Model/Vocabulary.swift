/// The number of a text in a `Vocabulary`; 0 is the empty text, which stands for an absent field.
package typealias TextID = UInt32
/// The number of a `Device` in a `Vocabulary`.
package typealias DeviceID = UInt32
/// The number of a `ClientDescription` in a `Vocabulary`.
package typealias ClientID = UInt32
/// The number of an `EventType` in a `Vocabulary`.
package typealias EventTypeID = UInt32

/// A device, or one module of a device.
///
/// With the hub that an `EventType` names it is an `Identity`.
package struct Device: Hashable, Sendable, Codable {
    /// The device id; case-sensitive (IoT Hub identity registry documentation).
    package let name: String
    /// The module id, empty for the device itself.
    package let module: String

    package init(name: String, module: String = "") {
        self.name = name
        self.module = module
    }
}

/// What a record says of the party that connected, as numbers of the same `Vocabulary`.
package struct ClientDescription: Hashable, Sendable, BitwiseCopyable {
    package let device: DeviceID
    /// `sdkVersion`; stands on connects only.
    package let sdk: TextID
    /// `protocol`, such as `Mqtt` or `Amqp`.
    package let transport: TextID
    /// `authType` as written: a JSON text, or empty.
    package let authentication: TextID
    /// `maskedIpAddress`, such as `203.0.113.XXX`.
    package let address: TextID

    package init(device: DeviceID, sdk: TextID, transport: TextID, authentication: TextID, address: TextID) {
        self.device = device
        self.sdk = sdk
        self.transport = transport
        self.authentication = authentication
        self.address = address
    }
}

/// What a record says of the event itself, as numbers of the same `Vocabulary`.
package struct EventType: Hashable, Sendable, BitwiseCopyable {
    /// The hub's name in lower case: hub names are host names, and Azure writes them in either case.
    package let hub: TextID
    package let operation: ConnectionOperation
    package let level: Level
    /// `resultType`, six digits as a rule; empty on a clean record.
    package let code: TextID
    /// `resultDescription`, the name of the code.
    package let description: TextID

    package init(hub: TextID, operation: ConnectionOperation, level: Level, code: TextID, description: TextID) {
        self.hub = hub
        self.operation = operation
        self.level = level
        self.code = code
        self.description = description
    }
}

/// The texts, devices, clients and event types that events refer to.
///
/// A number is a position; numbers never change and are never reused, so that a vocabulary only ever grows at its end.
package struct Vocabulary: Sendable {
    package var texts: [String]
    package var devices: NumberedList<Device>
    package var clients: NumberedList<ClientDescription>
    package var eventTypes: [EventType]

    /// A vocabulary that knows only the empty text.
    package init() {
        self.init(texts: [""], devices: [], clients: [], eventTypes: [])
    }

    package init(texts: [String], devices: [Device], clients: [ClientDescription], eventTypes: [EventType]) {
        self.init(
            texts: texts, devices: NumberedList(devices), clients: NumberedList(clients), eventTypes: eventTypes)
    }

    /// The words of a part of a database: of devices and clients those that it needs.
    package init(
        texts: [String], devices: NumberedList<Device>, clients: NumberedList<ClientDescription>,
        eventTypes: [EventType]
    ) {
        self.texts = texts
        self.devices = devices
        self.clients = clients
        self.eventTypes = eventTypes
    }

    package func text(_ id: TextID) -> String {
        Int(id) < texts.count ? texts[Int(id)] : ""
    }

    /// The clients that are of some devices.
    package func clients(of devices: Set<DeviceID>) -> NumberSet {
        var numbers = NumberSet()
        clients.forEach { number, client in
            if devices.contains(client.device) { numbers.insert(ClientID(number)) }
        }
        return numbers
    }

    /// Appends what a later state of the same vocabulary has more.
    package mutating func append(_ additions: VocabularyAdditions) {
        texts += additions.texts
        devices.append(contentsOf: additions.devices)
        clients.append(contentsOf: additions.clients)
        eventTypes += additions.eventTypes
    }
}

/// What was added to a vocabulary since it was last handed over, or the next piece of one that is handed over in pieces;
/// each list in the order of its numbers.
package struct VocabularyAdditions: Sendable {
    package var texts: [String] = []
    package var devices: [Device] = []
    package var clients: [ClientDescription] = []
    package var eventTypes: [EventType] = []
    /// Resources of hubs that were met since, with the number of the hub's name; some may be known already.
    package var resources: [(hub: TextID, resource: HubResource)] = []

    package init(
        texts: [String] = [], devices: [Device] = [], clients: [ClientDescription] = [], eventTypes: [EventType] = []
    ) {
        self.texts = texts
        self.devices = devices
        self.clients = clients
        self.eventTypes = eventTypes
    }

    /// All words of a vocabulary that is whole.
    package init(_ vocabulary: Vocabulary) {
        self.init(
            texts: vocabulary.texts, devices: vocabulary.devices.values, clients: vocabulary.clients.values,
            eventTypes: vocabulary.eventTypes)
    }

    package var isEmpty: Bool {
        texts.isEmpty && devices.isEmpty && clients.isEmpty && eventTypes.isEmpty && resources.isEmpty
    }
}

/// One record of category Connections, decoded: 16 bytes, so that a day of millions stays small.
///
/// These three numbers are the whole identity of a record. Two records that agree in them are one.
package struct Event: Hashable, Sendable, BitwiseCopyable {
    package let time: Instant
    package let client: ClientID
    package let eventType: EventTypeID

    package init(time: Instant, client: ClientID, eventType: EventTypeID) {
        self.time = time
        self.client = client
        self.eventType = eventType
    }
}

extension Event: Comparable {
    /// By time, then client, then head: the order of the primary key in the database.
    package static func < (left: Event, right: Event) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.client != right.client { return left.client < right.client }
        return left.eventType < right.eventType
    }
}
