package import Model

/// Counts the records of a report day, one event at a time, in the order of time.
///
/// Meant for the same pass as the diagnosis: an event costs a few array accesses, and memory grows with devices and
/// codes, never with events.
package struct DayCounter: Sendable {
    private struct Key: Hashable {
        let hub: TextID
        let operation: Operation
        let level: Level
        let code: TextID
    }

    private let vocabulary: Vocabulary
    private let span: TimeWindow
    private let windows: Int
    private let words: Int
    private let keys: [Key]
    private let keyOfHead: [Int]
    private let hubs: [TextID]
    private let hubOfKey: [Int]
    /// Records by key and window.
    private var matrix: [UInt32]
    /// One bit per device and key.
    private var seen: [[UInt64]]
    private var perHub: [HubState]

    private struct HubState: Sendable {
        var disconnects: [UInt32] = []
        var failures: [UInt32] = []
        /// The text of the SDK plus one; 0 before a successful connect.
        var sdk: [UInt32] = []
    }

    /// - Parameter vocabulary: knows every client and head that the events will name; others are not counted.
    package init(day: ReportDay, vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        span = day.span
        windows = Int((day.span.seconds + DayCounts.windowSeconds - 1) / DayCounts.windowSeconds)
        words = (vocabulary.devices.count + 63) / 64
        var positions: [Key: Int] = [:]
        var keys: [Key] = []
        keyOfHead = vocabulary.heads.map { head in
            let key = Key(hub: head.hub, operation: head.operation, level: head.level, code: head.code)
            if let known = positions[key] { return known }
            positions[key] = keys.count
            keys.append(key)
            return keys.count - 1
        }
        self.keys = keys
        let hubs = Array(Set(keys.map(\.hub))).sorted()
        self.hubs = hubs
        hubOfKey = keys.map { key in hubs.firstIndex(of: key.hub) ?? 0 }
        matrix = Array(repeating: 0, count: keys.count * windows)
        seen = Array(repeating: [], count: keys.count)
        perHub = Array(repeating: HubState(), count: hubs.count)
    }

    /// Counts an event; one outside the day is passed over.
    package mutating func add(_ event: Event) {
        guard span.contains(event.time), Int(event.head) < keyOfHead.count,
            Int(event.client) < vocabulary.clients.count
        else { return }
        let key = keyOfHead[Int(event.head)]
        let head = keys[key]
        let client = vocabulary.clients[Int(event.client)]
        let device = Int(client.device)
        guard device < vocabulary.devices.count else { return }
        let window = Int((event.time.ticks - span.start.ticks) / (DayCounts.windowSeconds * Instant.ticksPerSecond))
        matrix[key * windows + window] += 1
        if seen[key].isEmpty { seen[key] = Array(repeating: 0, count: words) }
        seen[key][device >> 6] |= 1 << UInt64(device & 63)

        let hub = hubOfKey[key]
        if perHub[hub].sdk.isEmpty {
            let none = [UInt32](repeating: 0, count: vocabulary.devices.count)
            perHub[hub] = HubState(disconnects: none, failures: none, sdk: none)
        }
        switch (head.operation, head.level.isError) {
        case (.disconnect, _): perHub[hub].disconnects[device] += 1
        case (.connect, true): perHub[hub].failures[device] += 1
        case (.connect, false): perHub[hub].sdk[device] = client.sdk + 1
        }
    }

    /// What was counted so far.
    package func counts() -> DayCounts {
        var counts = DayCounts(windows: windows)
        counts.codes = codeCounts()
        counts.sdks = sdkCounts()
        counts.devices = deviceRecords()
        counts.identities = identities()
        return counts
    }

    private func codeCounts() -> [CodeCounts] {
        var descriptions = [String?](repeating: nil, count: keys.count)
        for (head, key) in zip(vocabulary.heads, keyOfHead) {
            let text = vocabulary.text(head.description)
            if !text.isEmpty { descriptions[key] = min(descriptions[key] ?? text, text) }
        }
        let rows = keys.indices.compactMap { key -> CodeCounts? in
            let perWindow = matrix[(key * windows)..<((key + 1) * windows)].map { Int($0) }
            guard perWindow.contains(where: { $0 > 0 }) else { return nil }
            return CodeCounts(
                hub: vocabulary.text(keys[key].hub), operation: keys[key].operation, level: keys[key].level,
                code: vocabulary.text(keys[key].code), description: descriptions[key] ?? "",
                devices: seen[key].reduce(0) { $0 + $1.nonzeroBitCount }, perWindow: perWindow)
        }
        return rows.sorted {
            ($0.hub, $0.operation.rawValue, $0.level.rawValue, $0.code)
                < ($1.hub, $1.operation.rawValue, $1.level.rawValue, $1.code)
        }
    }

    private func sdkCounts() -> [SDKCounts] {
        var rows: [SDKCounts] = []
        for (hub, state) in zip(hubs, perHub) {
            var devices: [UInt32: Int] = [:]
            var disconnects: [UInt32: Int] = [:]
            for (device, sdk) in state.sdk.enumerated() where sdk > 0 {
                devices[sdk, default: 0] += 1
                disconnects[sdk, default: 0] += Int(state.disconnects[device])
            }
            for (sdk, count) in devices {
                rows.append(
                    SDKCounts(
                        hub: vocabulary.text(hub), sdk: vocabulary.text(sdk - 1), devices: count,
                        disconnects: disconnects[sdk] ?? 0))
            }
        }
        return rows.sorted { ($1.devices, $0.hub, $0.sdk) < ($0.devices, $1.hub, $1.sdk) }
    }

    private func deviceRecords() -> [DeviceRecords] {
        var rows: [(hub: Int, device: Int, disconnects: UInt32, failures: UInt32)] = []
        for (hub, state) in perHub.enumerated() {
            for device in state.sdk.indices where state.disconnects[device] > 0 || state.failures[device] > 0 {
                rows.append((hub, device, state.disconnects[device], state.failures[device]))
            }
        }
        // Ties go by name, so that the order does not hang on the order of import.
        rows.sort { left, right in
            if left.disconnects != right.disconnects { return left.disconnects > right.disconnects }
            if left.failures != right.failures { return left.failures > right.failures }
            let (one, other) = (vocabulary.devices[left.device], vocabulary.devices[right.device])
            return (vocabulary.text(hubs[left.hub]), one.name, one.module)
                < (vocabulary.text(hubs[right.hub]), other.name, other.module)
        }
        return rows.prefix(DayCounts.mostDevices).map {
            DeviceRecords(
                hub: vocabulary.text(hubs[$0.hub]), device: vocabulary.devices[$0.device],
                disconnects: Int($0.disconnects), failedConnects: Int($0.failures))
        }
    }

    private func identities() -> Int {
        hubs.indices.reduce(0) { total, hub in
            var any = [UInt64](repeating: 0, count: words)
            for key in keys.indices where hubOfKey[key] == hub && !seen[key].isEmpty {
                for word in any.indices { any[word] |= seen[key][word] }
            }
            return total + any.reduce(0) { $0 + $1.nonzeroBitCount }
        }
    }
}
