import Model

/// What identities were doing all through a span without records of their hub.
struct LinksOver {
    let analysis: DayAnalysis
    let slices: DropSlices

    enum State {
        /// Since so many milliseconds of the analysis, which may lie before its origin; and whether the connect of the
        /// drop that ended it is known.
        case connected(since: Int64, isEnded: Bool)
        case down
        case unknown
    }

    /// The state of an identity over a silence, as far as the records around it tell.
    func state(of number: Int, _ drops: DropSlice, over silence: MillisRange) -> State {
        let positions = drops.positions(of: number)
        var low = positions.startIndex
        var high = positions.endIndex
        while low < high {
            let middle = (low + high) / 2
            if drops[positions[middle]].start < silence.end { low = middle + 1 } else { high = middle }
        }
        let next = low < positions.endIndex ? drops[positions[low]] : nil
        let isEnded = (next?.age ?? -1) >= 0
        if low > positions.startIndex {
            let previous = drops[positions[low - 1]]
            if previous.isOpen || previous.end >= silence.end { return .down }
            return previous.end <= silence.start ? .connected(since: Int64(previous.end), isEnded: isEnded) : .unknown
        }
        if let next {
            let since = Int64(next.start) - Int64(next.age) * 1000
            return isEnded && since <= Int64(silence.start) ? .connected(since: since, isEnded: true) : .unknown
        }
        let state = analysis.identities[number]
        guard state.flags.contains(.online), state.lastConnect != .never, state.lastConnect <= silence.start else {
            return .unknown
        }
        if state.lastConnect > 0 { return .connected(since: Int64(state.lastConnect), isEnded: false) }
        let seconds = Int64(state.distant.since) - analysis.clock.origin.seconds
        return .connected(since: seconds * 1000, isEnded: false)
    }

    /// The part of a hub's drops that is of identities which were not down all through a silence: who is down says little.
    func shareUp(hub: Int, over silence: MillisRange) throws -> Double {
        var all = 0
        var up = 0
        try slices.forEach { drops in
            for number in drops.identities where Int(analysis.identities[number].hub) == hub {
                let count = drops.positions(of: number).count
                guard count > 0 else { continue }
                all += count
                if case .down = state(of: number, drops, over: silence) { continue }
                up += count
            }
        }
        return all > 0 ? Double(up) / Double(all) : 1
    }
}
