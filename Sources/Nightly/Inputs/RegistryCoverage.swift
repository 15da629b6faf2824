import Diagnosis
import Model

/// Whether a registry knows the devices of a day well enough to conclude from what it lacks.
///
/// An export that was cut off, that is old, or that is of another hub lacks healthy devices: whatever it says of a hub
/// is then left aside, all but tags and kinds of authentication. A few devices that it lacks are what the finding is for.
struct RegistryCoverage {
    /// Of a hundred devices that were connected, how many an export may lack.
    private static let mostMissingPerHundred = 5

    let registry: Registry
    /// What is incomplete, each a sentence.
    private(set) var problems: [String] = []

    /// - Parameter connected: ids of the devices that were connected, by hub.
    init(_ registry: Registry, connected: [String: Set<String>]) {
        var judged = registry
        for (hub, entries) in registry.hubs.sorted(by: { $0.key < $1.key }) {
            // An export that names no hub is of the one that the log has.
            let devices = hub.isEmpty ? connected.values.reduce(into: Set()) { $0.formUnion($1) } : connected[hub] ?? []
            let missing = devices.count { entries[$0] == nil }
            let of = hub.isEmpty ? "" : " of \(hub)"
            if missing * 100 > devices.count * RegistryCoverage.mostMissingPerHundred {
                problems.append(
                    "The registry\(of) is incomplete: it lacks \(Words.count(missing)) of "
                        + "\(Words.counted(devices.count, "device")) that were connected. \(RegistryCoverage.wayOut)")
            } else if registry.isLeftAside(hub: hub) {
                problems.append(
                    "The registry\(of) is incomplete: it has exactly 1,000 entries, where a list is cut off. "
                        + RegistryCoverage.wayOut)
            } else {
                continue
            }
            judged.leaveAside(hub: hub)
        }
        self.registry = judged
    }

    private static let wayOut =
        "Nothing is concluded from what it says or lacks; export all of it with az iot hub device-identity list --top -1."
}
