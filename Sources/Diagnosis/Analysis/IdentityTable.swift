import Model

/// What is remembered of each identity, by number.
struct IdentityTable: Sendable {
    private(set) var states: [IdentityState] = []

    init(devices: Int) {
        // What stays unused of it is never touched, so it takes no memory.
        states.reserveCapacity(devices)
    }

    subscript(number: Int) -> IdentityState {
        @inline(__always) get { states[number] }
        @inline(__always) _modify { yield &states[number] }
    }

    var count: Int { states.count }

    /// Makes room for an identity that comes for the first time: its number is that of those before it, plus one.
    @inline(__always)
    mutating func append(_ state: IdentityState) { states.append(state) }

    /// Reads from every line of the processor's cache that holds the state of an identity.
    @inline(__always)
    func touch(_ number: Int) -> UInt32 {
        guard number < states.count else { return 0 }
        return states[number].lastSeen &+ states[number].sdk &+ states[number].distant.since
    }
}
