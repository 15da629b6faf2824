import Model

/// Devices that left one hub and connected to another within minutes: they have moved, and were not down.
struct MovedDevices: Sendable {
    /// Seconds by which the connect to the new hub may be before the end of the old connection, or after it: a provisioning
    /// service takes minutes, and a hub notices a silent client by its keep-alive.
    private static let before: Int64 = 1800
    private static let after: Int64 = 900

    struct Move: Sendable {
        var hub: Int
        var moment: Instant
    }

    /// By number of the identity on the hub that it left.
    private(set) var moves: [Int: Move] = [:]

    init() {}

    init(_ drops: DropRecords, _ order: DropOrder, _ evidence: DayEvidence) {
        let identities = evidence.analysis.identities
        guard evidence.analysis.hubs.count > 1 else { return }
        var left: [DeviceID: [Int]] = [:]
        for number in 0..<identities.count {
            guard let last = order.positions(of: number).last, drops[Int(last)].isOpen else { continue }
            left[identities[number].device, default: []].append(number)
        }
        guard !left.isEmpty else { return }
        for number in 0..<identities.count {
            let state = identities[number]
            guard state.flags.contains(.online), let others = left[state.device] else { continue }
            for other in others where identities[other].hub != state.hub {
                guard let last = order.positions(of: other).last else { continue }
                let lost = evidence.start(of: drops[Int(last)], identities[other])
                // One that was connected when the data began has not come, whenever it was seen first.
                let first = state.flags.contains(.inferred) ? [] : [evidence.firstSeen(state)]
                let arrivals = first + MovedDevices.returns(order.positions(of: number), drops, evidence)
                let moment = arrivals.first {
                    let apart = $0.seconds(since: lost)
                    return -MovedDevices.before <= apart && apart <= MovedDevices.after
                }
                // What is refused for long after that on the hub that it left is not there.
                guard let moment else { continue }
                let heard = evidence.clock.instant(identities[other].lastSeen)
                if heard.seconds(since: max(moment, lost)) <= MovedDevices.after {
                    moves[other] = Move(hub: Int(state.hub), moment: moment)
                }
            }
        }
    }
}

extension MovedDevices {
    /// Milliseconds for which a device is elsewhere before its return is one to a hub that it had left.
    private static let away: Int64 = 3_600_000

    /// The latest return of an identity after a long absence.
    private static func returns(
        _ positions: ArraySlice<UInt32>, _ drops: DropRecords, _ evidence: DayEvidence
    ) -> [Instant] {
        guard let last = positions.last else { return [] }
        let drop = drops[Int(last)]
        guard !drop.isOpen, Int64(drop.end) - Int64(drop.start) >= away else { return [] }
        return [evidence.clock.instant(drop.end)]
    }
}

extension DayEvidence {
    fileprivate func firstSeen(_ state: IdentityState) -> Instant {
        state.firstSeen == 0 ? Instant(seconds: Int64(state.distant.firstSeen)) : clock.instant(state.firstSeen)
    }
}
