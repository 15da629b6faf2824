package import Model

/// What units tell each other, by name, so that a device which moved between their hubs is known for it.
package struct UnitTraffic: Sendable, Equatable, Codable {
    /// A device that is down as the data ends.
    package struct Departure: Sendable, Equatable, Codable {
        package var hub: String
        package var device: Device
        /// When its last connection ended, and when the hub heard of it last.
        package var lost, heard: Instant

        package init(hub: String, device: Device, lost: Instant, heard: Instant) {
            self.hub = hub
            self.device = device
            self.lost = lost
            self.heard = heard
        }
    }

    /// A device that is connected as the data ends, and when it came.
    package struct Arrival: Sendable, Equatable, Codable {
        package var hub: String
        package var device: Device
        /// Whether it was known before the data begins.
        package var isCarried: Bool
        /// When it came first, and when it came back after a long absence.
        package var first, returned: Instant?

        package init(hub: String, device: Device, isCarried: Bool, first: Instant?, returned: Instant?) {
            self.hub = hub
            self.device = device
            self.isCarried = isCarried
            self.first = first
            self.returned = returned
        }
    }

    /// A device that left for a hub of another unit, as the unit was told.
    package struct Move: Sendable, Hashable, Codable {
        package var hub: String
        package var device: Device
        package var to: String
        package var moment: Instant

        package init(hub: String, device: Device, to: String, moment: Instant) {
            self.hub = hub
            self.device = device
            self.to = to
            self.moment = moment
        }
    }

    package var departures: [Departure] = []
    package var arrivals: [Arrival] = []
    package var moves: [Move] = []

    /// Of nothing that moved.
    package init() {}

    package mutating func append(_ more: UnitTraffic) {
        departures += more.departures
        arrivals += more.arrivals
        moves += more.moves
    }

    /// The same in pieces of so many rows at most; none where there is nothing.
    package func pieces(of most: Int) -> [UnitTraffic] {
        func piece<Row>(_ rows: [Row], _ place: WritableKeyPath<UnitTraffic, [Row]>) -> [UnitTraffic] {
            stride(from: 0, to: rows.count, by: most).map { start in
                var part = UnitTraffic()
                part[keyPath: place] = Array(rows[start..<min(rows.count, start + most)])
                return part
            }
        }
        return piece(moves, \.moves) + piece(departures, \.departures) + piece(arrivals, \.arrivals)
    }

    /// All hubs that it is of.
    package var hubs: Set<String> {
        Set(departures.map(\.hub)).union(arrivals.map(\.hub)).union(moves.map(\.hub))
    }
}
