package import Model

extension WindowCount {
    /// Length of the windows that are stored, in seconds.
    package static let storedSeconds: Int64 = 900

    /// Counts events by quarter hour, identity and event type.
    ///
    /// The events must be in ascending order of time. `clientDevice` gives the device of every client by its number.
    /// The counts come in ascending order of window, event type and device. A client without a device is left out, which
    /// the import then refuses because the sum no longer agrees.
    package static func counting(events: [Event], clientDevice: [DeviceID]) -> [WindowCount] {
        var highestDevice: DeviceID = 0
        for device in clientDevice where device > highestDevice { highestDevice = device }
        let deviceBits = UInt64(32 - highestDevice.leadingZeroBitCount)

        var counts: [WindowCount] = []
        counts.reserveCapacity(events.count)
        var keys: [UInt64] = []
        var index = 0
        while index < events.count {
            let window = windowStart(of: events[index].time)
            let end = Instant(seconds: window + storedSeconds)
            keys.removeAll(keepingCapacity: true)
            while index < events.count, events[index].time < end {
                let client = Int(events[index].client)
                if client < clientDevice.count {
                    keys.append(UInt64(events[index].eventType) << deviceBits | UInt64(clientDevice[client]))
                }
                index += 1
            }
            RadixSort.sort(&keys) { $0 }
            appendRuns(of: keys, deviceBits: deviceBits, window: window, to: &counts)
        }
        return counts
    }

    /// Start of the stored window that a moment belongs to, in seconds since 1970.
    package static func windowStart(of time: Instant) -> Int64 {
        let seconds = time.seconds
        let remainder = seconds % storedSeconds
        return seconds - (remainder < 0 ? remainder + storedSeconds : remainder)
    }

    /// Whether this count comes before another in the order of window, event type and device.
    func isBefore(_ other: WindowCount) -> Bool {
        if window != other.window { return window < other.window }
        return eventType != other.eventType ? eventType < other.eventType : device < other.device
    }

    private static func appendRuns(
        of keys: [UInt64], deviceBits: UInt64, window: Int64, to counts: inout [WindowCount]
    ) {
        var index = 0
        while index < keys.count {
            let key = keys[index]
            var end = index + 1
            while end < keys.count, keys[end] == key { end += 1 }
            counts.append(
                WindowCount(
                    window: window,
                    device: DeviceID(truncatingIfNeeded: key & ((1 << deviceBits) - 1)),
                    eventType: EventTypeID(truncatingIfNeeded: key >> deviceBits),
                    records: Int64(end - index)
                ))
            index = end
        }
    }
}
