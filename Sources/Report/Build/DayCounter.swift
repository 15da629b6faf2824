package import Model

/// Counts the records of a report day, one event at a time, in the order of time.
///
/// Meant for the same pass as the diagnosis: an event costs a few array accesses, and memory grows with devices and
/// codes, never with events.
package struct DayCounter: Sendable {
    private struct Key: Hashable {
        let hub: TextID
        let operation: ConnectionOperation
        let level: Level
        let code: TextID
    }

    /// What the records of a key count for, beside records of their key.
    private enum Share: UInt8 {
        case disconnect
        case failedConnect
        case connect
    }

    /// A key as an event needs it.
    private struct Place: BitwiseCopyable {
        var hub: UInt32
        /// The number of the key among those of its hub.
        var bit: UInt32
        var share: Share
    }

    /// What is counted of one identity.
    private struct Row: BitwiseCopyable {
        var disconnects: UInt32 = 0
        var failures: UInt32 = 0
        /// The text of the SDK plus one; 0 before a successful connect.
        var sdk: UInt32 = 0
    }

    private let vocabulary: Vocabulary
    private let span: TimeWindow
    private let windows: Int
    private let keys: [Key]
    private let keyOfEventType: [Int]
    private let places: [Place]
    private let hubs: [TextID]
    /// Words of 64 bits that hold the keys of any hub.
    private let words: Int
    /// Records by key and window.
    private var matrix: [UInt32]
    private var slots: IdentitySlots
    private var rows: [Row] = []
    /// For each row, one bit for each key of its hub.
    private var seen: [UInt64] = []

    /// - Parameter vocabulary: knows every client and event type that the events will name; others are not counted.
    package init(day: ReportDay, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        span = day.span
        windows = Int((day.span.seconds + DayCounts.windowSeconds - 1) / DayCounts.windowSeconds)
        var positions: [Key: Int] = [:]
        var keys: [Key] = []
        keyOfEventType = vocabulary.eventTypes.map { eventType in
            let key = Key(
                hub: eventType.hub, operation: eventType.operation, level: eventType.level, code: eventType.code)
            if let known = positions[key] { return known }
            positions[key] = keys.count
            keys.append(key)
            return keys.count - 1
        }
        self.keys = keys
        let hubs = Array(Set(keys.map(\.hub))).sorted()
        self.hubs = hubs
        var keysOfHub = Array(repeating: UInt32(0), count: hubs.count)
        places = keys.map { key in
            let hub = hubs.firstIndex(of: key.hub) ?? 0
            keysOfHub[hub] += 1
            let share: Share =
                key.operation == .disconnect ? .disconnect : key.level.isError ? .failedConnect : .connect
            return Place(hub: UInt32(hub), bit: keysOfHub[hub] - 1, share: share)
        }
        words = (Int(keysOfHub.max() ?? 0) + 63) / 64
        matrix = Array(repeating: 0, count: keys.count * windows)
        slots = IdentitySlots(hubs: hubs.count, devices: vocabulary.devices.count)
    }

    /// Counts events; those outside the day are passed over.
    package mutating func add(_ events: [Event]) {
        for event in events { add(event) }
    }

    /// Counts an event.
    @inline(__always)
    package mutating func add(_ event: Event) {
        guard span.contains(event.time), Int(event.eventType) < keyOfEventType.count,
            Int(event.client) < vocabulary.clients.count
        else { return }
        let client = vocabulary.clients[Int(event.client)]
        guard Int(client.device) < vocabulary.devices.count else { return }
        let key = keyOfEventType[Int(event.eventType)]
        let place = places[key]
        let window = Int((event.time.ticks - span.start.ticks) / (DayCounts.windowSeconds * Instant.ticksPerSecond))
        matrix[key * windows + window] += 1

        let slot = slots.slot(hub: Int(place.hub), device: Int(client.device))
        if slot >= rows.count { makeRows(upTo: slot) }
        seen[slot * words + Int(place.bit >> 6)] |= 1 << UInt64(place.bit & 63)
        switch place.share {
        case .disconnect: rows[slot].disconnects += 1
        case .failedConnect: rows[slot].failures += 1
        case .connect: rows[slot].sdk = client.sdk + 1
        }
    }

    private mutating func makeRows(upTo slot: Int) {
        let missing = (slot / IdentitySlots.pageSize + 1) * IdentitySlots.pageSize - rows.count
        rows.append(contentsOf: repeatElement(Row(), count: missing))
        seen.append(contentsOf: repeatElement(0, count: missing * words))
    }

    /// What was counted so far.
    package func counts() -> DayCounts {
        var counts = DayCounts(windows: windows)
        counts.codes = codeCounts()
        counts.sdks = sdkCounts()
        counts.devices = deviceRecords()
        counts.identitiesOfHubs = identities()
        counts.identities = counts.identitiesOfHubs.values.reduce(0, +)
        return counts
    }

    private func codeCounts() -> [CodeCounts] {
        var descriptions = [String?](repeating: nil, count: keys.count)
        for (eventType, key) in zip(vocabulary.eventTypes, keyOfEventType) {
            let text = vocabulary.text(eventType.description)
            if !text.isEmpty { descriptions[key] = min(descriptions[key] ?? text, text) }
        }
        let devices = devicesOfKeys()
        let rows = keys.indices.compactMap { key -> CodeCounts? in
            let perWindow = matrix[(key * windows)..<((key + 1) * windows)].map { Int($0) }
            guard perWindow.contains(where: { $0 > 0 }) else { return nil }
            return CodeCounts(
                hub: vocabulary.text(keys[key].hub), operation: keys[key].operation, level: keys[key].level,
                code: vocabulary.text(keys[key].code), description: descriptions[key] ?? "",
                devices: devices[key], perWindow: perWindow)
        }
        return rows.sorted(by: CodeCounts.isBefore)
    }

    /// Identities with a record, by key.
    private func devicesOfKeys() -> [Int] {
        var keyOfBit = Array(repeating: Array(repeating: 0, count: words * 64), count: hubs.count)
        for (key, place) in places.enumerated() { keyOfBit[Int(place.hub)][Int(place.bit)] = key }
        var devices = Array(repeating: 0, count: keys.count)
        slots.forEach { hub, _, slot in
            for word in 0..<words {
                var rest = seen[slot * words + word]
                while rest != 0 {
                    devices[keyOfBit[hub][word * 64 + rest.trailingZeroBitCount]] += 1
                    rest &= rest - 1
                }
            }
        }
        return devices
    }

    private func sdkCounts() -> [SDKCounts] {
        var devices = Array(repeating: [UInt32: Int](), count: hubs.count)
        var disconnects = devices
        slots.forEach { hub, _, slot in
            let row = rows[slot]
            guard row.sdk > 0 else { return }
            devices[hub][row.sdk, default: 0] += 1
            disconnects[hub][row.sdk, default: 0] += Int(row.disconnects)
        }
        let counts = hubs.indices.flatMap { hub in
            devices[hub].map { sdk, count in
                SDKCounts(
                    hub: vocabulary.text(hubs[hub]), sdk: vocabulary.text(sdk - 1), devices: count,
                    disconnects: disconnects[hub][sdk] ?? 0)
            }
        }
        return counts.sorted(by: SDKCounts.isBefore)
    }

    private typealias RankedRow = (hub: Int, device: Int, row: Row)

    /// The rows that can be among the most of their hub or of all; names are compared of these alone.
    private func mostOfEachHub(_ rows: [RankedRow]) -> [RankedRow] {
        func rank(_ row: Row) -> UInt64 { UInt64(row.disconnects) << 32 | UInt64(row.failures) }
        let most = max(DayCounts.mostDevices, DayCounts.mostDevicesOfHub)
        var ranks = Array(repeating: [UInt64](), count: hubs.count)
        for row in rows { ranks[row.hub].append(rank(row.row)) }
        let least = ranks.map { $0.count > most ? $0.sorted(by: >)[most - 1] : 0 }
        return rows.filter { rank($0.row) >= least[$0.hub] }
    }

    private func deviceRecords() -> [DeviceRecords] {
        var ranked: [RankedRow] = []
        slots.forEach { hub, device, slot in
            let row = rows[slot]
            if row.disconnects > 0 || row.failures > 0 { ranked.append((hub, device, row)) }
        }
        ranked = mostOfEachHub(ranked)
        // Ties go by name, so that the order does not hang on the order of import.
        ranked.sort { left, right in
            if left.row.disconnects != right.row.disconnects { return left.row.disconnects > right.row.disconnects }
            if left.row.failures != right.row.failures { return left.row.failures > right.row.failures }
            let (one, other) = (vocabulary.devices[left.device], vocabulary.devices[right.device])
            return (vocabulary.text(hubs[left.hub]), one.name, one.module)
                < (vocabulary.text(hubs[right.hub]), other.name, other.module)
        }
        var room = Array(repeating: DayCounts.mostDevicesOfHub, count: hubs.count)
        let first = ranked.prefix(DayCounts.mostDevices)
        for row in first { room[row.hub] -= 1 }
        let others = ranked.dropFirst(DayCounts.mostDevices).filter { row in
            room[row.hub] -= 1
            return room[row.hub] >= 0
        }
        return (first + others).map {
            DeviceRecords(
                hub: vocabulary.text(hubs[$0.hub]), device: vocabulary.devices[$0.device],
                disconnects: Int($0.row.disconnects), failedConnects: Int($0.row.failures))
        }
    }

    private func identities() -> [String: Int] {
        var counts = Array(repeating: 0, count: hubs.count)
        slots.forEach { hub, _, slot in
            if seen[(slot * words)..<((slot + 1) * words)].contains(where: { $0 != 0 }) { counts[hub] += 1 }
        }
        return Dictionary(
            zip(hubs.map(vocabulary.text), counts).filter { $0.1 > 0 }, uniquingKeysWith: +)
    }
}
