import Model

/// The records of one device or module under the event type and in the window of a row.
struct DeviceCount: Equatable, BitwiseCopyable {
    let device: DeviceID
    let records: UInt32
}

extension DeviceCount {
    /// Counts devices, each of which stands once for each of its records; the counts come in ascending order of device.
    ///
    /// Leaves the devices in that order.
    static func counting(_ devices: inout [DeviceID]) -> [DeviceCount] {
        // The digits of a radix sort cost more than a short list.
        if devices.count < 256 { devices.sort() } else { RadixSort.sort(&devices) { UInt64($0) } }
        var counts: [DeviceCount] = []
        counts.reserveCapacity(devices.count)
        var index = 0
        while index < devices.count {
            let device = devices[index]
            var end = index + 1
            while end < devices.count, devices[end] == device { end += 1 }
            counts.append(DeviceCount(device: device, records: UInt32(truncatingIfNeeded: end - index)))
            index = end
        }
        return counts
    }
}
