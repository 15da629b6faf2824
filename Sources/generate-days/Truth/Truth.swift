/// The labelled drops and what the incidents have in common, gathered identity by identity.
struct Truth: Sendable {
    struct Row: Sendable {
        /// Place in the identities.
        let identity: Int
        let drop: TrueDrop
    }

    /// An incident as its drops show it.
    struct Seen: Sendable {
        var first = Int.max
        var last = 0
        /// When the last device that returned was back.
        var returned = 0
        var devices = 0
        var notBack = 0
        fileprivate var latestDevice = -1
    }

    private(set) var rows: [Row] = []
    /// By place of the incident in the scenario.
    private(set) var incidents: [Seen] = []

    mutating func prepare(incidents count: Int) {
        incidents = Array(repeating: Seen(), count: count)
    }

    /// Drops of one device must come one after the other, since devices are counted by change.
    mutating func add(_ drop: TrueDrop, identity: Int, device: Int) {
        rows.append(Row(identity: identity, drop: drop))
        guard let place = drop.incident else { return }
        var seen = incidents[place]
        seen.first = min(seen.first, drop.start)
        seen.last = max(seen.last, drop.last)
        if let end = drop.end { seen.returned = max(seen.returned, end) }
        if device != seen.latestDevice {
            seen.devices += 1
            if drop.end == nil { seen.notBack += 1 }
            seen.latestDevice = device
        }
        incidents[place] = seen
    }
}
