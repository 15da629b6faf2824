import Diagnosis
import Model
import Store

/// Sums the drops of a day by identity, hub after hub; memory grows with the devices that dropped, and by four bytes
/// for every device that is known.
struct DeviceTally {
    /// A device that drops more often on a day has no time of day.
    private static let mostDropTimes = 6

    /// A row for each identity with a drop; at the end also for each with nothing but failed connects.
    private var rows: [StoredDeviceDay] = []
    /// By row, the start of its last drop, while no connect after it is known.
    private var openSince: [Instant?] = []
    private let counted: CountedTime
    /// Positions in `rows`, and seconds since the day began.
    private var starts: [(row: UInt32, seconds: Int32)] = []
    private let dayStart: Int64
    private var hub: TextID = 0
    /// By device of the present hub, the position of its row.
    private var positions: [UInt32]

    private struct Key: Hashable {
        let hub: TextID
        let device: DeviceID
    }

    /// Of the few identities that have any.
    private var failedConnects: [Key: Int] = [:]

    init(_ judged: JudgedDay, of day: ReportDay, devices: Int) {
        dayStart = day.span.start.seconds
        counted = judged.countedTime
        positions = Array(repeating: .max, count: devices)
        // What stays unused of it is never touched, so it takes no memory.
        rows.reserveCapacity(devices)
        openSince.reserveCapacity(devices)
        var failed: [Key: Int] = [:]
        judged.forEachIdentity { identity in
            guard identity.failedConnects > 0 else { return }
            failed[Key(hub: identity.hub, device: identity.device)] = identity.failedConnects
        }
        failedConnects = failed
    }

    /// Sums all drops of the day; each batch is shown to whoever has a use for it as well.
    consuming func sums(of drops: DayDrops, _ show: ([Drop]) throws -> Void) rethrows -> DroppedIdentities {
        var tally = self
        try drops.forEachBatch { batch in
            for drop in batch { tally.add(drop) }
            try show(batch)
        }
        return tally.finish()
    }

    private mutating func add(_ drop: Drop) {
        let row = row(of: drop)
        // A drop whose connect is missing ends where the next begins, so that no second counts twice.
        closeDrop(of: row, at: drop.start)
        switch drop.cause {
        case .tokenRenewal: rows[row].renewals += 1
        case .cleanClose: break
        default:
            rows[row].drops += 1
            if rows[row].drops <= DeviceTally.mostDropTimes {
                starts.append((UInt32(row), Int32(drop.start.seconds - dayStart)))
            }
            if let end = drop.end {
                rows[row].downtimeSeconds += counted.seconds(from: drop.start, to: end, hub: drop.hub)
            } else {
                openSince[row] = drop.start
            }
        }
    }

    /// Counts the downtime of a row's open drop up to a moment, or to the end of what is known.
    private mutating func closeDrop(of row: Int, at end: Instant?) {
        guard let since = openSince[row] else { return }
        rows[row].downtimeSeconds += counted.seconds(from: since, to: end, hub: rows[row].hub)
        openSince[row] = nil
    }

    private mutating func row(of drop: Drop) -> Int {
        if drop.hub != hub {
            hub = drop.hub
            for index in positions.indices { positions[index] = .max }
        }
        let known = positions[Int(drop.device)]
        if known != .max { return Int(known) }
        positions[Int(drop.device)] = UInt32(rows.count)
        rows.append(newRow(hub: drop.hub, device: drop.device))
        openSince.append(nil)
        return rows.count - 1
    }

    private mutating func newRow(hub: TextID, device: DeviceID) -> StoredDeviceDay {
        let failed = failedConnects.removeValue(forKey: Key(hub: hub, device: device)) ?? 0
        return StoredDeviceDay(
            hub: hub, device: device, drops: 0, renewals: 0, downtimeSeconds: 0, isOpen: false,
            failedConnects: Int64(failed))
    }

    /// A row for each identity with a drop or a failed connect, and the starts of the unexpected drops of those with
    /// few of them.
    private consuming func finish() -> DroppedIdentities {
        var times: [DropTime] = []
        times.reserveCapacity(starts.count)
        for (position, seconds) in starts where rows[Int(position)].drops <= DeviceTally.mostDropTimes {
            let row = rows[Int(position)]
            times.append(DropTime(hub: row.hub, device: row.device, start: dayStart + Int64(seconds)))
        }
        for row in rows.indices where openSince[row] != nil {
            rows[row].isOpen = true
            closeDrop(of: row, at: nil)
        }
        for key in failedConnects.keys { rows.append(newRow(hub: key.hub, device: key.device)) }
        return DroppedIdentities(devices: rows, dropTimes: times)
    }
}

/// What later days compare with.
struct DroppedIdentities: Sendable {
    /// Per identity with drops or failed connects.
    let devices: [StoredDeviceDay]
    /// Starts of unexpected drops of identities with few of them.
    let dropTimes: [DropTime]
}
