package import Diagnosis

/// Drops and downtime per device and hour, for the devices that are furthest from their usual day, and one row for all the
/// others: an incident that hits many devices once is a column here, though none of them is noisy.
package struct HeatMap: Sendable, Equatable {
    package enum Cell: Sendable, Equatable {
        case drops(Int)
        /// The hour has no records.
        case unknown
    }

    package struct Row: Sendable, Equatable {
        /// The position in the devices handed over; nil for the row of all others.
        package let device: Int?
        package let cells: [Cell]
        package let drops: Int
        /// 0 to 4: of a device, in how many quarters of the hour it was down; of all others, their drops on a scale
        /// of their own.
        package let levels: [Int]
    }

    package static let mostRows = 24
    package let rows: [Row]
    package let others: Row?

    /// - Parameters:
    ///   - devices: in the order of the report, by downtime.
    ///   - dropsPerWindow: unexpected drops of all devices, per quarter of an hour.
    ///   - missing: whether an hour has no records.
    package init(devices: [DeviceDay], dropsPerWindow: [Int], missing: [Bool]) {
        let hours = missing.count
        var left = [Int](repeating: 0, count: hours)
        for (window, drops) in dropsPerWindow.enumerated() where window / 4 < hours { left[window / 4] += drops }
        var rows: [Row] = []
        for position in HeatMap.ranked(devices).prefix(HeatMap.mostRows) {
            let device = devices[position]
            let counts = HeatMap.perHour(device, hours: hours)
            for (hour, count) in counts.enumerated() { left[hour] = max(0, left[hour] - (count ?? 0)) }
            rows.append(
                Row(
                    device: position,
                    cells: counts.enumerated().map { missing[$0] ? .unknown : $1.map(Cell.drops) ?? .unknown },
                    drops: device.drops, levels: HeatMap.quartersDown(device.strip, hours: hours)))
        }
        self.rows = rows
        let most = max(1, left.max() ?? 0)
        let bounds = [1, max(2, most / 8), max(3, most / 4), max(4, most / 2)]
        let total = left.reduce(0, +)
        others =
            total == 0
            ? nil
            : Row(
                device: nil, cells: left.enumerated().map { missing[$0] ? .unknown : .drops($1) }, drops: total,
                levels: left.map { HeatMap.level($0, bounds: bounds) })
    }

    /// The positions of those that dropped, first the one whose drops are furthest above its usual ones.
    ///
    /// What drops as often every day would fill the map with the same bars each morning. Where no device has a usual
    /// number, the order stays as it is.
    private static func ranked(_ devices: [DeviceDay]) -> [Int] {
        let dropped = devices.indices.filter { devices[$0].drops > 0 }
        guard dropped.contains(where: { devices[$0].usualDrops != nil }) else { return dropped }
        func deviation(_ position: Int) -> Double {
            let usual = devices[position].usualDrops ?? 0
            return (Double(devices[position].drops) - usual) / (usual + 1).squareRoot()
        }
        return dropped.sorted { left, right in
            let (one, other) = (deviation(left), deviation(right))
            return one != other ? one > other : left < right
        }
    }

    /// By hour; nil where it is not known.
    private static func perHour(_ device: DeviceDay, hours: Int) -> [Int?] {
        (0..<hours).map { $0 < device.dropsPerHour.count ? device.dropsPerHour[$0] : nil }
    }

    private static func quartersDown(_ strip: String, hours: Int) -> [Int] {
        let quarters = Array(strip.utf8)
        return (0..<hours).map { hour in
            (hour * 4..<(hour + 1) * 4).count { $0 < quarters.count && quarters[$0] == UInt8(ascii: "d") }
        }
    }

    private static func level(_ count: Int, bounds: [Int]) -> Int {
        bounds.count { count >= $0 }
    }
}
