import Model

/// Which identities are one device: a device and its modules stand and fall together, so what counts devices counts
/// them once.
struct DeviceUnits: Sendable {
    /// By number of the device's name; empty where no device has modules.
    private let units: [DeviceID]

    init(_ devices: NumberedList<Device>) {
        var ofName: [String: DeviceID] = [:]
        devices.forEach { number, device in
            if !device.module.isEmpty && ofName[device.name] == nil { ofName[device.name] = DeviceID(number) }
        }
        guard !ofName.isEmpty else {
            units = []
            isShared = []
            return
        }
        var units = Array(0..<DeviceID(devices.count))
        var isShared = Array(repeating: false, count: units.count)
        devices.forEach { number, device in
            guard let unit = ofName[device.name] else { return }
            units[number] = unit
            isShared[number] = true
        }
        self.units = units
        self.isShared = isShared
    }

    /// By number of the device's name: whether it is a module or has some.
    private let isShared: [Bool]

    /// Whether some device has modules.
    var hasModules: Bool { !units.isEmpty }

    /// Whether an identity is one of several of its device.
    func isShared(_ state: IdentityState) -> Bool { Int(state.device) < isShared.count && isShared[Int(state.device)] }

    /// The number that an identity of a hub shares with those of the same device and no others of that hub.
    @inline(__always)
    func unit(of state: IdentityState) -> DeviceID {
        Int(state.device) < units.count ? units[Int(state.device)] : state.device
    }
}

/// Devices met so far, each hub's for itself.
struct SeenUnits {
    private struct Key: Hashable {
        let hub: UInt16
        let unit: DeviceID
    }

    private let units: DeviceUnits
    private var seen = Set<Key>()

    init(_ units: DeviceUnits) {
        self.units = units
    }

    /// Whether the identity is the first of its device.
    mutating func insert(_ state: IdentityState) -> Bool {
        guard units.hasModules else { return true }
        return seen.insert(Key(hub: state.hub, unit: units.unit(of: state))).inserted
    }
}
