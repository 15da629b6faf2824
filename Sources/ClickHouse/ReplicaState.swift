/// What a server says of one of its replicated tables (`system.replicas`).
struct ReplicaState: Hashable, Sendable {
    let table: String
    /// The path in ZooKeeper, which replicas of one shard share.
    let path: String
    let isReadOnly: Bool
    let isSessionExpired: Bool
    /// Entries that are still to be carried out, and how many of them only merge rows that are there.
    let queued: UInt64
    let merges: UInt64
    let partsToCheck: UInt64
    /// Number of the latest entry of the log, and of the first that was not taken from it yet.
    let logEnd: UInt64
    let logPointer: UInt64
    /// Whether the log is known to be empty: with nothing taken from it both numbers are 0 in either case.
    let isLogEmpty: Bool

    /// Why the table may lack rows; nil where it has all that was written.
    var doubt: String? {
        if isReadOnly { return "\(table) only reads: it has lost ZooKeeper" }
        if isSessionExpired { return "\(table) has no session with ZooKeeper" }
        if queued > merges {
            return "\(table) is behind by \(queued - merges) \(queued - merges == 1 ? "entry" : "entries")"
        }
        if partsToCheck > 0 { return "\(table) is checking \(partsToCheck) of its parts" }
        if logPointer <= logEnd, !isLogEmpty { return "\(table) has not taken all entries of the log" }
        return nil
    }
}

/// What came of asking one server of a cluster.
struct HostState: Sendable {
    let host: ClickHouseAddress.Host
    /// A failure is why the server did not answer.
    let replicas: Result<[ReplicaState], ClickHouseError>
}
