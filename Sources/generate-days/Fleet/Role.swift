/// How a device behaves over the generated days.
enum Role: String, CaseIterable, Sendable {
    /// Renews its token at the rhythm of its SDK and does nothing else.
    case renewing
    /// Renews, and loses the network now and then besides.
    case renewingOnWeakLink = "renewing-on-weak-link"
    /// Renews at a rhythm of its own, because its token lives longer or shorter than the SDK's default.
    case renewingAtOwnPace = "renewing-at-own-pace"
    /// Renews, but some renewals take more than a minute to come back.
    case renewingSlowly = "renewing-slowly"
    /// Stays connected for days.
    case stable
    /// Loses the network at random.
    case weakLink = "weak-link"
    /// Loses the network every few minutes for hours.
    case flapping
    /// Is cut five minutes after every connect by an intermediary's idle limit, for some hours.
    case idleCut = "idle-cut"
    /// Reconnects before the hub has let go of its old link, and so leaves 409002 behind another drop.
    case sideEffects = "side-effects"
    /// Connects, sends, disconnects in due form, and sleeps.
    case sleepy
    /// Shares its identity with a second client.
    case duplicated
    /// Loses its credential with a whole group of devices.
    case expiring
    /// Loses its credential alone.
    case expiringAlone = "expiring-alone"
    /// Was refused before the first day and still is.
    case refusedAllDay = "refused-all-day"
    /// Its clock has drifted so far that its tokens are refused.
    case drifting
    /// Is disabled in the registry in the course of a day.
    case disabled
    /// Drops and never returns.
    case gone
    /// Restarts at the same minute every day.
    case fixedTime = "fixed-time"
    /// An edge gateway, whose modules have connections of their own.
    case gateway
    /// Connects for the first time in the course of the first day.
    case newcomer
    /// Meets rare and unknown codes.
    case rareCodes = "rare-codes"
    /// Stands in the registry, but has not connected for days or ever.
    case silent

    /// Devices of this role in a fleet of a profile: a share, and the fewest to have when the share is not zero.
    static func shares(of profile: Profile) -> [(role: Role, share: Double, fewest: Int)] {
        switch profile {
        case .quiet:
            [
                (.renewingOnWeakLink, 0.02, 1), (.renewingAtOwnPace, 0.02, 2), (.stable, 0.25, 4),
                (.weakLink, 0.01, 1), (.sleepy, 0.03, 1), (.gateway, 0.01, 1), (.silent, 0.02, 1),
            ]
        case .mixed, .incident, .emptyHours:
            [
                (.renewingOnWeakLink, 0.06, 3), (.renewingAtOwnPace, 0.02, 3), (.renewingSlowly, 0.01, 1),
                (.stable, 0.16, 6), (.weakLink, 0.05, 3), (.flapping, 0.008, 1), (.idleCut, 0.004, 1),
                (.sideEffects, 0.01, 1), (.sleepy, 0.03, 2), (.duplicated, 0.002, 2), (.expiring, 0.02, 5),
                (.expiringAlone, 0.002, 1), (.refusedAllDay, 0.002, 1), (.drifting, 0.004, 2), (.disabled, 0.004, 2),
                (.gone, 0.01, 2), (.fixedTime, 0.008, 1), (.gateway, 0.01, 2), (.newcomer, 0.006, 1),
                (.rareCodes, 0.01, 2), (.silent, 0.02, 2),
            ]
        }
    }
}
