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

        func withPieces(_ body: (Pieces) -> Void) {
            unsafe writer.bytes.withUnsafeBufferPointer { bytes in
                unsafe ends.withUnsafeBufferPointer { ends in body(unsafe Pieces(bytes: bytes, ends: ends)) }
            }
        }
    }

    /// The encoded texts in place: counting the owners of a slice of each took a quarter of an import.
    @safe private struct Pieces {
        private let bytes: UnsafeBufferPointer<UInt8>
        private let ends: UnsafeBufferPointer<Int>

        init(bytes: UnsafeBufferPointer<UInt8>, ends: UnsafeBufferPointer<Int>) {
            unsafe self.bytes = bytes
            unsafe self.ends = ends
        }

        func put(_ number: Int, into rows: inout RowBinaryWriter) {
            let start = unsafe number == 0 ? 0 : ends[number - 1]
            unsafe rows.put(encoded: UnsafeBufferPointer(rebasing: bytes[start..<ends[number]]))
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
    private var order = EventOrder()

    init() {}

    mutating func add(_ additions: VocabularyAdditions) {
        texts += additions.texts
        for device in additions.devices {
            order.add(device)
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
            order.add(type, text: text)
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

    func hub(of type: EventTypeID) -> TextID { hubs[Int(type)] }

    /// Events whose words were added before, in the order of the table.
    mutating func sorted(_ events: [Event]) -> [Event] {
        let clients = clients
        return order.sorted(events) { clients[Int($0.client)].device }
    }

    /// Adds the rows of events whose words were added before.
    func put(_ events: ArraySlice<Event>, into rows: inout RowBinaryWriter) {
        typesBefore.withPieces { before in
            typesAfter.withPieces { after in
                devices.withPieces { devices in
                    tails.withPieces { tails in
                        for event in events {
                            let type = Int(event.eventType)
                            let client = clients[Int(event.client)]
                            before.put(type, into: &rows)
                            rows.put(event.time.ticks)
                            devices.put(Int(client.device), into: &rows)
                            after.put(type, into: &rows)
                            tails.put(Int(client.tail), into: &rows)
                        }
                    }
                }
            }
        }
    }
}
