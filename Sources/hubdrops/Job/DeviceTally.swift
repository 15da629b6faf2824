import Diagnosis
import Model
import Store

/// Sums the drops of a day by identity, hub after hub; memory grows with the devices that dropped, and by four bytes
/// for every device that is known.
struct DeviceTally {
    /// A device that drops more often on a day has no time of day.
    private static let mostDropTimes = 6

    private struct Sum {
        let hub: TextID
        let device: DeviceID
        var drops: Int64 = 0
        var renewals: Int64 = 0
        var downtime: Int64 = 0
        /// The start of its last drop, while no connect after it is known.
        var openSince: Instant?
    }

    private var sums: [Sum] = []
    /// Positions in `sums`, and seconds since 1970.
    private var starts: [(device: UInt32, start: Int64)] = []
    private var hub: TextID = 0
    /// By device of the present hub, the position of its sums.
    private var positions: [UInt32]

    private let counted: CountedTime

    private struct Key: Hashable {
        let hub: TextID
        let device: DeviceID
    }

    /// Of the few identities that have any.
    private var failedConnects: [Key: Int] = [:]

    init(_ day: JudgedDay, devices: Int) {
        positions = Array(repeating: .max, count: devices)
        counted = day.countedTime
        var failed: [Key: Int] = [:]
        day.forEachIdentity { identity in
            guard identity.failedConnects > 0 else { return }
            failed[Key(hub: identity.hub, device: identity.device)] = identity.failedConnects
        }
        failedConnects = failed
    }

    mutating func add(_ drops: [Drop]) {
        for drop in drops { add(drop) }
    }

    private mutating func add(_ drop: Drop) {
        let position = position(of: drop)
        // A drop whose connect is missing ends where the next begins, so that no second counts twice.
        if let since = sums[position].openSince {
            sums[position].downtime += counted.seconds(from: since, to: drop.start, hub: drop.hub)
            sums[position].openSince = nil
        }
        switch drop.cause {
        case .tokenRenewal: sums[position].renewals += 1
        case .cleanClose: break
        default:
            sums[position].drops += 1
            if sums[position].drops <= DeviceTally.mostDropTimes {
                starts.append((UInt32(position), drop.start.seconds))
            }
            if let end = drop.end {
                sums[position].downtime += counted.seconds(from: drop.start, to: end, hub: drop.hub)
            } else {
                sums[position].openSince = drop.start
            }
        }
    }

    private mutating func position(of drop: Drop) -> Int {
        if drop.hub != hub {
            hub = drop.hub
            for index in positions.indices { positions[index] = .max }
        }
        let known = positions[Int(drop.device)]
        if known != .max { return Int(known) }
        positions[Int(drop.device)] = UInt32(sums.count)
        sums.append(Sum(hub: drop.hub, device: drop.device))
        return sums.count - 1
    }

    var dropTimes: [DropTime] {
        starts.compactMap { device, start in
            let sum = sums[Int(device)]
            return sum.drops > DeviceTally.mostDropTimes
                ? nil : DropTime(hub: sum.hub, device: sum.device, start: start)
        }
    }

    /// A row for each identity with a drop or a failed connect.
    var devices: [StoredDeviceDay] {
        var failed = failedConnects
        var rows = sums.map { sum in
            let open = sum.openSince.map { counted.seconds(from: $0, to: nil, hub: sum.hub) } ?? 0
            return StoredDeviceDay(
                hub: sum.hub, device: sum.device, drops: sum.drops, renewals: sum.renewals,
                downtimeSeconds: sum.downtime + open, isOpen: sum.openSince != nil,
                failedConnects: Int64(failed.removeValue(forKey: Key(hub: sum.hub, device: sum.device)) ?? 0))
        }
        for (key, count) in failed {
            rows.append(
                StoredDeviceDay(
                    hub: key.hub, device: key.device, drops: 0, renewals: 0, downtimeSeconds: 0, isOpen: false,
                    failedConnects: Int64(count)))
        }
        return rows
    }
}
