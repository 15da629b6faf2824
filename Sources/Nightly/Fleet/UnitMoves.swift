import Diagnosis
import Model
import Report

/// Finds what moved between the hubs of units, which know each other's devices by name alone.
struct UnitMoves {
    private let hubs: [String]
    private let numbers: [String: TextID]
    private var devices: [Device: DeviceID] = [:]
    private var search = MoveSearch()

    /// - Parameter hubs: all that any unit has.
    init(hubs: [String]) {
        self.hubs = Set(hubs).sorted()
        numbers = Dictionary(uniqueKeysWithValues: self.hubs.enumerated().map { ($1, TextID($0)) })
    }

    /// Takes what left hubs; all of it before any arrival.
    mutating func addDepartures(of traffic: UnitTraffic) {
        for departure in traffic.departures {
            guard let hub = numbers[departure.hub] else { continue }
            let device = devices[departure.device] ?? DeviceID(devices.count)
            devices[departure.device] = device
            search.add([
                HubTraffic.Departure(hub: hub, device: device, lost: departure.lost, heard: departure.heard)
            ])
        }
    }

    /// Takes what came to hubs; only what left another one is kept.
    mutating func addArrivals(of traffic: UnitTraffic) {
        for arrival in traffic.arrivals {
            guard let device = devices[arrival.device], let hub = numbers[arrival.hub] else { continue }
            search.add([
                HubTraffic.Arrival(
                    hub: hub, device: device, isCarried: arrival.isCarried, first: arrival.first,
                    returned: arrival.returned)
            ])
        }
    }

    /// What moved away from some hubs to others than these, in order of names.
    func moves(awayFrom own: [String]) -> [UnitTraffic.Move] {
        let names = Dictionary(devices.map { ($1, $0) }) { first, _ in first }
        let found = search.moves { hubs[Int($0)] }
        return own.flatMap { hub -> [UnitTraffic.Move] in
            guard let number = numbers[hub], let moves = found[number] else { return [] }
            return moves.compactMap { identity, move in
                guard !own.contains(move.hub), let device = names[identity.device] else { return nil }
                return UnitTraffic.Move(hub: hub, device: device, to: move.hub, moment: move.moment)
            }
        }.sorted { ($0.hub, $0.device.name, $0.device.module) < ($1.hub, $1.device.name, $1.device.module) }
    }
}

extension UnitMoves {
    /// What moved from the hubs of a unit to those of others, and what the unit was made with.
    ///
    /// - Parameters:
    ///   - path: the unit.
    ///   - places: the others, and folders of them; those of another day or other rules are passed over.
    /// - Throws: `UnitProblem` where the unit cannot be read.
    static func beside(
        _ path: String, in places: [String]
    ) throws -> (moves: [UnitTraffic.Move], known: [UnitTraffic.Move]) {
        let own = try UnitReader.traffic(of: path)
        let others = try UnitSelection.files(places).compactMap { place -> (path: String, header: UnitHeader)? in
            guard let header = try? UnitReader.header(of: place), header.isLike(own.header),
                Set(header.hubs).isDisjoint(with: own.header.hubs)
            else { return nil }
            return (place, header)
        }
        var moves = UnitMoves(hubs: own.header.hubs + others.flatMap(\.header.hubs))
        moves.addDepartures(of: own.traffic)
        for other in others {
            // One that cannot be read is left out by the merge, which says so.
            guard let traffic = try? UnitReader.traffic(of: other.path).traffic else { continue }
            moves.addArrivals(of: traffic)
        }
        return (moves.moves(awayFrom: own.header.hubs), own.traffic.moves)
    }
}

extension UnitTraffic {
    /// By the names of a vocabulary; of arrivals those of which it is known when they came.
    init(_ traffic: HubTraffic, _ vocabulary: Vocabulary, told moves: [Move]) {
        self.init()
        self.moves = moves
        departures = traffic.departures.map {
            Departure(
                hub: vocabulary.text($0.hub), device: vocabulary.devices[Int($0.device)], lost: $0.lost, heard: $0.heard
            )
        }
        arrivals = traffic.arrivals.filter { $0.first != nil || $0.returned != nil }.map {
            Arrival(
                hub: vocabulary.text($0.hub), device: vocabulary.devices[Int($0.device)], isCarried: $0.isCarried,
                first: $0.first, returned: $0.returned)
        }
    }
}

extension [UnitTraffic.Move] {
    /// By identity, as a database numbers them.
    func byIdentity(_ vocabulary: Vocabulary) -> [Identity: DeviceMove] {
        guard !isEmpty else { return [:] }
        let names = Set(map(\.device))
        var numbers: [Device: DeviceID] = [:]
        vocabulary.devices.forEach { number, device in
            if names.contains(device) { numbers[device] = DeviceID(number) }
        }
        var result: [Identity: DeviceMove] = [:]
        for move in self {
            guard let device = numbers[move.device], let hub = vocabulary.texts.firstIndex(of: move.hub) else {
                continue
            }
            result[Identity(hub: TextID(hub), device: device)] = DeviceMove(hub: move.to, moment: move.moment)
        }
        return result
    }
}
