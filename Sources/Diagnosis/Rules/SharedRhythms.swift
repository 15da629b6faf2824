import Model

/// Long connection ages at which devices of one SDK on one hub renew their tokens.
///
/// A token of a day or a week gives a device one age or none a day, too few for a rhythm of its own; but the devices of
/// a fleet have tokens of one length. Over AMQP none ends a connection.
struct SharedRhythms {
    private struct Group: Hashable {
        let hub: UInt16
        let family: SDKFamily
    }

    /// What counts once: a device and its modules drop together.
    private struct Once: Hashable {
        let hub: UInt16
        let unit: DeviceID
        let window: DayMillis
    }

    /// Shorter ones show in a day of each device.
    private static let shortestSeconds: Int32 = 4 * 3600
    private let rhythms: [Group: Rhythm]

    /// None, where devices say nothing of one another.
    init() { rhythms = [:] }

    /// - Parameter drops: in order of time, at least those that are old enough.
    init(_ drops: DropRecords, _ evidence: DayEvidence) {
        let settings = evidence.settings
        var found: [Group: [(age: Int32, window: DayMillis)]] = [:]
        var seen = Set<Once>()
        let window = DayMillis(settings[.incidentWindow] * 60_000)
        for position in 0..<drops.count {
            let drop = drops[position]
            guard SharedRhythms.isOldEnough(drop), let back = drop.backSeconds,
                Double(back) <= settings[.renewalBack],
                evidence.analysis.codeSets.setClasses[Int(drop.codes)].isWithin(.renewal)
            else { continue }
            let state = evidence.analysis.identities[Int(drop.identity)]
            guard !state.flags.contains(.x509), !evidence.isAMQP(state) else { continue }
            let once = Once(hub: state.hub, unit: evidence.units.unit(of: state), window: drop.start / window)
            guard seen.insert(once).inserted else { continue }
            let group = Group(hub: state.hub, family: evidence.family(ofSDK: drop.sdk))
            found[group, default: []].append((drop.age, drop.start / window))
        }
        rhythms = found.compactMapValues { drops in
            var ages = drops.map(\.age)
            guard var rhythm = Rhythm.find(in: &ages, family: .unknown, settings), !rhythm.isWeak, !rhythm.isOfTheClock
            else { return nil }
            rhythm.weigh(others: 0)
            // Devices that were connected together and lost together have equal ages as well.
            let windows = Set(drops.filter { rhythm.holds($0.age) }.map(\.window)).count
            return windows >= max(Int(settings[.rhythmAges]), rhythm.ages / 2) ? rhythm : nil
        }
    }

    /// Whether a drop ended a connection so old that its age may be one of these.
    static func isOldEnough(_ drop: DropRecord) -> Bool { drop.age >= shortestSeconds }

    func rhythm(of identity: IdentityContext) -> Rhythm? {
        rhythms.isEmpty || identity.isAMQP ? nil : rhythms[Group(hub: identity.state.hub, family: identity.family)]
    }
}
