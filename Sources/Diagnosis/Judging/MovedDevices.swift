package import Model

/// Devices that left one hub and connected to another within minutes: they have moved, and were not down.
struct MovedDevices: Sendable {
    /// Seconds by which the connect to the new hub may be before the end of the old connection, or after it: a provisioning
    /// service takes minutes, and a hub notices a silent client by its keep-alive.
    private static let before: Int64 = 1800
    private static let after: Int64 = 900

    /// By number of the identity on the hub that it left.
    private(set) var moves: [Int: DeviceMove] = [:]

    init() {}

    /// - Parameter latest: the latest drop of an identity.
    init(_ evidence: DayEvidence, latest: (_ identity: Int) -> LatestDrop?) {
        let identities = evidence.analysis.identities
        takeGiven(evidence)
        guard evidence.analysis.hubs.count > 1 else { return }
        var left: [DeviceID: [Int]] = [:]
        for number in 0..<identities.count where latest(number)?.isOpen == true {
            left[identities[number].device, default: []].append(number)
        }
        guard !left.isEmpty else { return }
        for number in 0..<identities.count {
            let state = identities[number]
            guard state.flags.contains(.online), let others = left[state.device] else { continue }
            for other in others where identities[other].hub != state.hub {
                guard let last = latest(other) else { continue }
                let lost = evidence.instant(ofStart: last.start, identities[other])
                // One that was connected when the data began has not come, whenever it was seen first.
                let first = state.flags.contains(.inferred) ? [] : [evidence.firstSeen(state)]
                let arrivals = first + MovedDevices.returns(latest(number), evidence)
                let heard = evidence.clock.instant(identities[other].lastSeen)
                if let moment = MovedDevices.moment(of: arrivals, lost: lost, heard: heard) {
                    moves[other] = DeviceMove(hub: evidence.analysis.hubs[Int(state.hub)].name, moment: moment)
                }
            }
        }
    }

    /// Moves to hubs that are judged elsewhere.
    private mutating func takeGiven(_ evidence: DayEvidence) {
        let given = evidence.analysis.context.moves
        guard !given.isEmpty else { return }
        for number in 0..<evidence.analysis.identities.count {
            moves[number] = given[evidence.identity(of: evidence.analysis.identities[number])]
        }
    }

    /// Which of the arrivals at one hub is the move of a device that another lost at a moment, and heard of last at another.
    fileprivate static func moment(of arrivals: [Instant], lost: Instant, heard: Instant) -> Instant? {
        let moment = arrivals.first {
            let apart = $0.seconds(since: lost)
            return -before <= apart && apart <= after
        }
        // What is refused for long after that on the hub that it left is not there.
        guard let moment, heard.seconds(since: max(moment, lost)) <= after else { return nil }
        return moment
    }
}

/// A device that left for another hub.
package struct DeviceMove: Sendable, Equatable {
    /// The name of the hub that it went to.
    package let hub: String
    package let moment: Instant

    /// A move that somebody else has found.
    package init(hub: String, moment: Instant) {
        self.hub = hub
        self.moment = moment
    }
}

/// What hubs that are judged apart tell each other, so that what moved from one to another is known for it.
package struct HubTraffic: Sendable {
    /// A device that is down, or gone to another hub, as the data ends.
    package struct Departure: Sendable, BitwiseCopyable {
        package let hub: TextID
        package let device: DeviceID
        /// When its last connection ended.
        package let lost: Instant
        /// When the hub heard of it last, if only to refuse it.
        package let heard: Instant

        /// What a unit tells.
        package init(hub: TextID, device: DeviceID, lost: Instant, heard: Instant) {
            self.hub = hub
            self.device = device
            self.lost = lost
            self.heard = heard
        }
    }

    /// A device that is connected as the data ends.
    package struct Arrival: Sendable, BitwiseCopyable {
        package let hub: TextID
        package let device: DeviceID
        /// Whether it was known before the data begins.
        package let isCarried: Bool
        /// When it came; nil where it was there when the data began.
        package let first: Instant?
        /// When it came back after a long absence.
        package let returned: Instant?

        /// What a unit tells.
        package init(hub: TextID, device: DeviceID, isCarried: Bool, first: Instant?, returned: Instant?) {
            self.hub = hub
            self.device = device
            self.isCarried = isCarried
            self.first = first
            self.returned = returned
        }
    }

    package private(set) var departures: [Departure] = []
    package private(set) var arrivals: [Arrival] = []

    /// - Parameter latest: the latest drop of an identity.
    init(_ evidence: DayEvidence, latest: (_ identity: Int) -> LatestDrop?) {
        let identities = evidence.analysis.identities
        for number in 0..<identities.count {
            let state = identities[number]
            let hub = evidence.analysis.hubs[Int(state.hub)].text
            let last = latest(number)
            // What is known to have moved is open no more, and has left all the same.
            if let last, last.isOpen || evidence.moved.moves[number] != nil {
                departures.append(
                    Departure(
                        hub: hub, device: state.device, lost: evidence.instant(ofStart: last.start, state),
                        heard: evidence.clock.instant(state.lastSeen)))
            }
            guard state.flags.contains(.online) else { continue }
            arrivals.append(
                Arrival(
                    hub: hub, device: state.device, isCarried: state.isCarried,
                    first: state.flags.contains(.inferred) ? nil : evidence.firstSeen(state),
                    returned: MovedDevices.returns(last, evidence).first))
        }
    }
}

/// Finds what moved between hubs that were judged apart.
package struct MoveSearch {
    private var left: [DeviceID: [HubTraffic.Departure]] = [:]
    private var found: [Identity: (moment: Instant, rank: (Int, Int64, TextID))] = [:]

    package init() {}

    /// Takes what left hubs; all of it before any arrival.
    package mutating func add(_ departures: [HubTraffic.Departure]) {
        for departure in departures { left[departure.device, default: []].append(departure) }
    }

    /// Takes what came to hubs.
    ///
    /// Of several hubs that a device may have gone to, it is the one whose identity one process would have numbered last.
    package mutating func add(_ arrivals: [HubTraffic.Arrival]) {
        for arrival in arrivals {
            for departure in left[arrival.device] ?? [] where departure.hub != arrival.hub {
                let moments = [arrival.first, arrival.returned].compactMap(\.self)
                guard
                    let moment = MovedDevices.moment(of: moments, lost: departure.lost, heard: departure.heard)
                else { continue }
                let rank = arrival.isCarried ? (0, 0, arrival.hub) : (1, arrival.first?.ticks ?? 0, arrival.hub)
                let identity = Identity(hub: departure.hub, device: arrival.device)
                if let known = found[identity], known.rank > rank { continue }
                found[identity] = (moment, rank)
            }
        }
    }

    /// The moves away from each hub.
    ///
    /// - Parameter name: the name of a hub.
    package func moves(_ name: (TextID) -> String) -> [TextID: [Identity: DeviceMove]] {
        Dictionary(grouping: found) { $0.key.hub }.mapValues {
            Dictionary(
                uniqueKeysWithValues: $0.map { identity, move in
                    (identity, DeviceMove(hub: name(move.rank.2), moment: move.moment))
                })
        }
    }
}

extension MovedDevices {
    /// Milliseconds for which a device is elsewhere before its return is one to a hub that it had left.
    private static let away: Int64 = 3_600_000

    /// The latest return of an identity after a long absence.
    fileprivate static func returns(_ latest: LatestDrop?, _ evidence: DayEvidence) -> [Instant] {
        guard let drop = latest, !drop.isOpen, Int64(drop.end) - Int64(drop.start) >= away else { return [] }
        return [evidence.clock.instant(drop.end)]
    }
}

extension DayEvidence {
    fileprivate func firstSeen(_ state: IdentityState) -> Instant {
        state.firstSeen == 0 ? Instant(seconds: Int64(state.distant.firstSeen)) : clock.instant(state.firstSeen)
    }
}
