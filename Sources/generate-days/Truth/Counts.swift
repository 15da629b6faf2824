/// What a run wrote, in numbers.
struct Counts: Sendable {
    /// Connections records that can be read, repetitions left out.
    var events = 0
    var connects = 0
    var failedConnects = 0
    var disconnects = 0
    /// Exact repetitions, in addition to `events`.
    var duplicates = 0
    /// Events that arrived 20 minutes to 4 hours after they happened.
    var late = 0
    /// Events in a spelling other than the usual one.
    var unusualShapes = 0
    var otherCategories = 0
    /// Lines that are no record at all.
    var rejects = 0
    /// Events that the export lost, not in `events`.
    var lost = 0
    var files = 0
    var drops: [TrueCause: Int] = [:]
    var roles: [Role: Int] = [:]
    var devices = 0
    var identities = 0

    mutating func count(_ entry: Entry) {
        events += 1
        if entry.arrival - entry.time >= Transit.lateDelay { late += 1 }
        if entry.shape != .usual { unusualShapes += 1 }
        switch entry.kind {
        case .connect: connects += 1
        case .refusedConnect: failedConnects += 1
        case .disconnect: disconnects += 1
        }
    }
}
