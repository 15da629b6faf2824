/// A way to lose a connection; a number is the place of an incident in the scenario.
enum Loss: Sendable, Equatable {
    /// The token is renewed; the device is back within a minute of the first record.
    case renewal
    /// A renewal that does not come back within a minute: the truth calls it a network loss, since a renewal that takes
    /// so long is no longer harmless.
    case slowRenewal
    /// A TCP reset: the hub knows at once, the device is back soon.
    case reset
    /// The network fails: the hub knows one and a half keep-alives after the last packet.
    case silence
    /// The network fails and the device is back before the hub knows: the new link displaces the old one.
    case unnoticed
    /// A reset, after which the quick reconnect finds the old link still held.
    case resetWithConflict
    case flap
    case idleCut
    case restart
    /// Closed in due form by the device, as for a software update.
    case cleanRestart
    case rare(Code, TrueCause)
    case gone
    case credentialExpired(incident: Int?)
    case disabled
    case siteOutage(Int)
    case serviceIncident(Int)
    case upgrade(Int)
    case throttled(incident: Int?)
    /// A cut of a habit, and the seconds until the device is back.
    case cut(Code, TrueCause, back: Int)
    case slowRenewalBack(Int)
    /// A poor radio link fails, in one of its ways.
    case radio
    /// The device goes to another hub.
    case leaves
    /// A loss like any other, but the device is refused when it wants to come back.
    case refusedAfterLoss
    /// The connection that a group shares ends.
    case lineCut(Int)
    case quota(Int)

    /// The device does not come back from it.
    var isForGood: Bool {
        switch self {
        case .gone, .credentialExpired, .disabled, .refusedAfterLoss, .leaves: true
        default: false
        }
    }
}

/// A loss that is certain to come unless the device is offline then.
struct PlannedLoss: Sendable {
    let time: Int
    let loss: Loss
}
