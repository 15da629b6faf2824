package import Diagnosis
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
        /// Among the hubs.
        var hub: UInt32 = 0
        /// `DeviceID.max` before its first record of the day.
        var device = DeviceID.max
        var disconnects: UInt32 = 0
        var failures: UInt32 = 0
        /// The client of the latest successful connect plus one; 0 before any.
        var client: UInt32 = 0
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
    /// By the identities' numbers.
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
    }

    /// Counts events; those outside the day are passed over.
    ///
    /// - Parameter found: whose they are, one for one.
    package mutating func add(_ events: [Event], _ found: [IdentityEvent]) {
        for (event, found) in zip(events, found) where found.identity != IdentityEvent.none {
            add(event, of: Int(found.identity))
        }
    }

    @inline(__always)
    private mutating func add(_ event: Event, of identity: Int) {
        guard span.contains(event.time) else { return }
        let key = keyOfEventType[Int(event.eventType)]
        let place = places[key]
        let window = Int((event.time.ticks - span.start.ticks) / (DayCounts.windowSeconds * Instant.ticksPerSecond))
        matrix[key * windows + window] += 1

        if identity >= rows.count { makeRows(upTo: identity) }
        if rows[identity].device == .max {
            rows[identity].hub = place.hub
            rows[identity].device = vocabulary.clients[Int(event.client)].device
        }
        seen[identity * words + Int(place.bit >> 6)] |= 1 << UInt64(place.bit & 63)
        switch place.share {
        case .disconnect: rows[identity].disconnects += 1
        case .failedConnect: rows[identity].failures += 1
        case .connect: rows[identity].client = event.client + 1
        }
    }

    private mutating func makeRows(upTo identity: Int) {
        let missing = identity + 1 - rows.count
        rows.append(contentsOf: repeatElement(Row(), count: missing))
        seen.append(contentsOf: repeatElement(0, count: missing * words))
    }

    /// Those with a record of the day.
    private func forEachRow(_ body: (_ position: Int, Row) -> Void) {
        for (position, row) in rows.enumerated() where row.device != .max { body(position, row) }
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
        forEachRow { position, row in
            for word in 0..<words {
                var rest = seen[position * words + word]
                while rest != 0 {
                    devices[keyOfBit[Int(row.hub)][word * 64 + rest.trailingZeroBitCount]] += 1
                    rest &= rest - 1
                }
            }
        }
        return devices
    }

    private func sdkCounts() -> [SDKCounts] {
        var devices = Array(repeating: [UInt32: Int](), count: hubs.count)
        var disconnects = devices
        for row in rows where row.client > 0 {
            let sdk = vocabulary.clients[Int(row.client - 1)].sdk
            devices[Int(row.hub)][sdk, default: 0] += 1
            disconnects[Int(row.hub)][sdk, default: 0] += Int(row.disconnects)
        }
        let counts = hubs.indices.flatMap { hub in
            devices[hub].map { sdk, count in
                SDKCounts(
                    hub: vocabulary.text(hubs[hub]), sdk: vocabulary.text(sdk), devices: count,
                    disconnects: disconnects[hub][sdk] ?? 0)
            }
        }
        return counts.sorted(by: SDKCounts.isBefore)
    }

    /// The rows that can be among the most of their hub or of all; names are compared of these alone.
    private func mostOfEachHub(_ rows: [Row]) -> [Row] {
        func rank(_ row: Row) -> UInt64 { UInt64(row.disconnects) << 32 | UInt64(row.failures) }
        let most = max(DayCounts.mostDevices, DayCounts.mostDevicesOfHub)
        var ranks = Array(repeating: [UInt64](), count: hubs.count)
        for row in rows { ranks[Int(row.hub)].append(rank(row)) }
        let least = ranks.map { $0.count > most ? $0.sorted(by: >)[most - 1] : 0 }
        return rows.filter { rank($0) >= least[Int($0.hub)] }
    }

    private func deviceRecords() -> [DeviceRecords] {
        var ranked = mostOfEachHub(rows.filter { $0.disconnects > 0 || $0.failures > 0 })
        // Ties go by name, so that the order does not hang on the order of import.
        ranked.sort { left, right in
            if left.disconnects != right.disconnects { return left.disconnects > right.disconnects }
            if left.failures != right.failures { return left.failures > right.failures }
            let (one, other) = (vocabulary.devices[Int(left.device)], vocabulary.devices[Int(right.device)])
            return (vocabulary.text(hubs[Int(left.hub)]), one.name, one.module)
                < (vocabulary.text(hubs[Int(right.hub)]), other.name, other.module)
        }
        var room = Array(repeating: DayCounts.mostDevicesOfHub, count: hubs.count)
        let first = ranked.prefix(DayCounts.mostDevices)
        for row in first { room[Int(row.hub)] -= 1 }
        let others = ranked.dropFirst(DayCounts.mostDevices).filter { row in
            room[Int(row.hub)] -= 1
            return room[Int(row.hub)] >= 0
        }
        return (first + others).map {
            DeviceRecords(
                hub: vocabulary.text(hubs[Int($0.hub)]), device: vocabulary.devices[Int($0.device)],
                disconnects: Int($0.disconnects), failedConnects: Int($0.failures))
        }
    }

    private func identities() -> [String: Int] {
        var counts = Array(repeating: 0, count: hubs.count)
        forEachRow { _, row in counts[Int(row.hub)] += 1 }
        return Dictionary(
            zip(hubs.map(vocabulary.text), counts).filter { $0.1 > 0 }, uniquingKeysWith: +)
    }
}
