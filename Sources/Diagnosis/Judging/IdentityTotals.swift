package import Model

/// What later days compare an identity with.
package struct IdentityTotals: Sendable, Equatable, BitwiseCopyable {
    package var hub: TextID
    package var device: DeviceID
    /// Drops that start on the day and are not expected.
    package var drops: Int
    package var renewals: Int
    /// Of drops that are not expected, what of it lies on the day; also of one that began before it.
    package var downtimeSeconds: Int64
    /// Down at the end of the data.
    package var isOpen: Bool
    /// At most 65,535.
    package var failedConnects: Int
}

/// The start of a drop that is not expected.
package struct IdentityDrop: Sendable, Equatable, BitwiseCopyable {
    package var hub: TextID
    package var device: DeviceID
    package var start: Instant
}

/// Gathers, identity by identity, what later days compare with.
struct IdentityGathering {
    /// A device that drops more often on a day has no time of day.
    private static let mostDropTimes = 6

    private(set) var totals: [IdentityTotals] = []
    /// Of identities with few of them.
    private(set) var drops: [IdentityDrop] = []
    private(set) var open: [OpenDrop] = []

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.identity.state
        let downtime = day.downtime / 1000
        let hasDrops = day.unexpected + day.renewals + day.cleanCloses > 0
        guard hasDrops || downtime > 0 || day.isNotBack || state.failedConnects > 0 else { return }
        let hub = evidence.analysis.hubs[day.hub].text
        totals.append(
            IdentityTotals(
                hub: hub, device: state.device, drops: day.unexpected, renewals: day.renewals,
                downtimeSeconds: downtime, isOpen: day.isNotBack, failedConnects: Int(state.failedConnects)))
        if day.isNotBack, let last = day.open {
            open.append(
                OpenDrop(
                    identity: Identity(hub: hub, device: state.device), start: evidence.start(of: last, state),
                    cause: last.cause, confidence: last.classification.confidence))
        }
        guard (1...IdentityGathering.mostDropTimes).contains(day.unexpected) else { return }
        for drop in day.drops where !drop.cause.isExpected && evidence.day.contains(drop.start) {
            drops.append(IdentityDrop(hub: hub, device: state.device, start: evidence.clock.instant(drop.start)))
        }
    }
}
