package import Diagnosis
package import Model

/// A device in an incident: its drops that belong to it.
package struct IncidentDevice: Sendable, Equatable, Codable {
    package var device: String
    package var module: String
    package var drops: Int
    /// The first of them.
    package var start: Instant
    /// When it was back after the last of them; nil while it is not.
    package var back: Instant?

    package init(device: String, module: String, drops: Int, start: Instant, back: Instant?) {
        self.device = device
        self.module = module
        self.drops = drops
        self.start = start
        self.back = back
    }

    package var name: String { module.isEmpty ? device : device + "/" + module }

    /// The devices of each incident of a day, by its key; those that are not back first, then by name.
    package static func all(of drops: DayDrops, _ vocabulary: Vocabulary) -> [String: [IncidentDevice]] {
        guard !drops.incidents.isEmpty else { return [:] }
        var found: [[DeviceID: IncidentDevice]] = Array(repeating: [:], count: drops.incidents.count)
        drops.forEachOfIncidents { drop in
            let place = Int(drop.incident) - 1
            guard found.indices.contains(place) else { return }
            let device = vocabulary.devices[Int(drop.device)]
            var row =
                found[place][drop.device]
                ?? IncidentDevice(device: device.name, module: device.module, drops: 0, start: drop.start, back: nil)
            row.drops += 1
            row.back = drop.end
            found[place][drop.device] = row
        }
        return Dictionary(
            zip(drops.incidents, found).map { key, devices in
                (
                    key,
                    devices.values.sorted { left, right in
                        if (left.back == nil) != (right.back == nil) { return left.back == nil }
                        return (left.device, left.module) < (right.device, right.module)
                    }
                )
            }
        ) { first, _ in first }
    }
}
