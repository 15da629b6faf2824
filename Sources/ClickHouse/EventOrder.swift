import Model

/// Puts events into the order of the table `event`, so that a server that takes them has nothing to sort: sorting rows of
/// twelve columns was most of its work.
///
/// The order is that of bytes, text by text. Where it were another, servers would sort and nothing would be lost.
struct EventOrder {
    /// Name and module of each device, one after the other, and where each ends.
    private var names: [UInt8] = []
    private var ends: [Int] = []
    /// Numbers of devices in order, as far as they were ordered.
    private var ordered: [Int32] = []
    /// The place of each device in that order.
    private var ranks: [Int32] = []
    /// Of each event type its hub, and what a row has between time and SDK.
    private var types: [(hub: String, rest: [UInt8])] = []
    private var hubRanks: [Int32] = []

    init() {}

    mutating func add(_ device: Device) {
        EventOrder.append([device.name, device.module], to: &names)
        ends.append(names.count)
    }

    mutating func add(_ type: EventType, text: (TextID) -> String) {
        var rest = [type.operation.rawValue, type.level.rawValue]
        EventOrder.append([text(type.code), text(type.description)], to: &rest)
        types.append((text(type.hub), rest))
    }

    /// Appends texts so that the bytes of all of them are in the order of the texts one after the other: 0 ends a text, and 1
    /// comes before a 0 or a 1 within one.
    private static func append(_ texts: [String], to bytes: inout [UInt8]) {
        for text in texts {
            for byte in text.utf8 {
                if byte < 2 { bytes.append(1) }
                bytes.append(byte)
            }
            bytes.append(0)
        }
    }

    /// The events in order: by hub, device and module, then by time and what the record says.
    ///
    /// - Parameter device: whose an event is.
    mutating func sorted(_ events: [Event], device: (Event) -> DeviceID) -> [Event] {
        rankDevices()
        rankHubs()
        // Two passes of counting, the last by what comes first.
        var sorted = EventOrder.counted(events, below: ends.count) { Int(ranks[Int(device($0))]) }
        let hubs = Int(hubRanks.max() ?? 0) + 1
        if hubs > 1 { sorted = EventOrder.counted(sorted, below: hubs) { Int(hubRanks[Int($0.eventType)]) } }
        var start = 0
        while start < sorted.count {
            let (owner, hub) = (device(sorted[start]), hubRanks[Int(sorted[start].eventType)])
            var end = start + 1
            while end < sorted.count, device(sorted[end]) == owner, hubRanks[Int(sorted[end].eventType)] == hub {
                end += 1
            }
            if end - start > 1 { sort(&sorted, start..<end) }
            start = end
        }
        return sorted
    }

    /// Puts the events of one device in order: by insertion where they are few, since hours come one after the other.
    private func sort(_ events: inout [Event], _ range: Range<Int>) {
        guard range.count <= 48 else { return events[range].sort(by: precedes) }
        for position in range.dropFirst() {
            let event = events[position]
            var hole = position
            while hole > range.lowerBound, precedes(event, events[hole - 1]) {
                events[hole] = events[hole - 1]
                hole -= 1
            }
            events[hole] = event
        }
    }

    /// For events of one hub and one device.
    private func precedes(_ left: Event, _ right: Event) -> Bool {
        guard left.time == right.time else { return left.time < right.time }
        guard left.eventType != right.eventType else { return false }
        return types[Int(left.eventType)].rest.lexicographicallyPrecedes(types[Int(right.eventType)].rest)
    }

    /// Orders the devices that came since, and puts them between the others.
    private mutating func rankDevices() {
        guard ordered.count < ends.count else { return }
        let new = (Int32(ordered.count)..<Int32(ends.count)).sorted(by: precedes)
        var merged: [Int32] = []
        merged.reserveCapacity(ends.count)
        var next = 0
        for known in ordered {
            while next < new.count, precedes(new[next], known) {
                merged.append(new[next])
                next += 1
            }
            merged.append(known)
        }
        merged += new[next...]
        ordered = merged
        ranks = [Int32](repeating: 0, count: ends.count)
        for (rank, device) in ordered.enumerated() { ranks[Int(device)] = Int32(rank) }
    }

    private func precedes(_ left: Int32, _ right: Int32) -> Bool {
        name(of: left).lexicographicallyPrecedes(name(of: right))
    }

    private func name(of device: Int32) -> ArraySlice<UInt8> {
        names[(device == 0 ? 0 : ends[Int(device) - 1])..<ends[Int(device)]]
    }

    private mutating func rankHubs() {
        guard hubRanks.count < types.count else { return }
        let names = Set(types.map { ExactText($0.hub) }).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
        hubRanks = types.map { ranks[ExactText($0.hub)] ?? 0 }
    }

    /// The events by a small number; those that share it stay in their order.
    private static func counted(_ events: [Event], below end: Int, by number: (Event) -> Int) -> [Event] {
        var next = [Int32](repeating: 0, count: end + 1)
        for event in events { next[number(event) + 1] += 1 }
        for place in 1...end { next[place] += next[place - 1] }
        return unsafe [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
            for event in events {
                let number = number(event)
                unsafe buffer.initializeElement(at: Int(next[number]), to: event)
                next[number] += 1
            }
            count = events.count
        }
    }
}
