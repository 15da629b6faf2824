import Model

/// Events as rows of the table `event`, put together from texts that are encoded once.
struct EventRows {
    /// Encoded texts one after the other, found by number.
    private struct Encoded {
        private var writer = RowBinaryWriter()
        private var ends: [Int] = []

        mutating func append(_ write: (inout RowBinaryWriter) -> Void) {
            write(&writer)
            ends.append(writer.bytes.count)
        }

        var count: Int { ends.count }

        subscript(number: Int) -> ArraySlice<UInt8> {
            writer.bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
        }
    }

    /// What the row ends with: many clients share an SDK, a protocol, an authentication and a masked address.
    private struct Tail: Hashable {
        let sdk, transport, authentication, address: TextID
    }

    private var texts: [String] = [""]
    private var hubs: [TextID] = []
    private var typesBefore = Encoded()
    private var typesAfter = Encoded()
    private var devices = Encoded()
    private var tails = Encoded()
    private var tailNumbers: [Tail: Int32] = [:]
    private var clients: [(device: DeviceID, tail: Int32)] = []

    init() {}

    mutating func add(_ additions: VocabularyAdditions) {
        texts += additions.texts
        for device in additions.devices {
            devices.append { row in
                row.put(device.name)
                row.put(device.module)
            }
        }
        for client in additions.clients {
            let tail = Tail(
                sdk: client.sdk, transport: client.transport, authentication: client.authentication,
                address: client.address)
            clients.append((client.device, number(of: tail)))
        }
        for type in additions.eventTypes {
            hubs.append(type.hub)
            let words = [type.hub, type.code, type.description].map(text)
            typesBefore.append { $0.put(words[0]) }
            typesAfter.append { row in
                row.put(type.operation.rawValue)
                row.put(type.level.rawValue)
                row.put(words[1])
                row.put(words[2])
            }
        }
    }

    private mutating func number(of tail: Tail) -> Int32 {
        if let known = tailNumbers[tail] { return known }
        let number = Int32(tails.count)
        let words = [tail.sdk, tail.transport, tail.authentication, tail.address].map(text)
        tails.append { row in
            for word in words { row.put(word) }
        }
        tailNumbers[tail] = number
        return number
    }

    func text(_ id: TextID) -> String { Int(id) < texts.count ? texts[Int(id)] : "" }

    func hub(of event: Event) -> TextID { hubs[Int(event.eventType)] }

    /// Adds the row of an event whose words were added before.
    func put(_ event: Event, into rows: inout RowBinaryWriter) {
        let type = Int(event.eventType)
        let client = clients[Int(event.client)]
        rows.put(encoded: typesBefore[type])
        rows.put(event.time.ticks)
        rows.put(encoded: devices[Int(client.device)])
        rows.put(encoded: typesAfter[type])
        rows.put(encoded: tails[Int(client.tail)])
    }
}
