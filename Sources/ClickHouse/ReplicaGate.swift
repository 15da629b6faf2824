/// Decides which servers to read from, one of each shard, so that nothing that was written is missing.
///
/// After a server died, an answer can lack rows although an import was told that they are safe: they are on another replica,
/// and the one that answers does not have them yet. So a server is read only while it says that it has everything.
enum ReplicaGate {
    /// The servers to read, one a shard, in order of shard.
    ///
    /// - Parameters:
    ///   - shards: how many there are by the configuration of the cluster.
    ///   - tables: those that each server has to have.
    static func choose(_ states: [HostState], shards: Int, tables: [String]) throws(ClickHouseError)
        -> [ClickHouseAddress.Host]
    {
        var chosen: [String: ClickHouseAddress.Host] = [:]
        var doubts: [String: [String]] = [:]
        var silent: [String] = []
        for state in states {
            switch state.replicas {
            case .failure(let error) where error.isPassing: silent.append(error.reason)
            case .failure(let error): throw error
            case .success(let replicas):
                let found = replicas.filter { tables.contains($0.table) }
                guard let shard = found.first?.shard, found.allSatisfy({ $0.shard == shard }),
                    Set(found.map(\.table)) == Set(tables)
                else {
                    silent.append("\(state.host): has not all tables of hubdrops; import once with this server up")
                    continue
                }
                if let doubt = found.compactMap(\.doubt).first {
                    doubts[shard, default: []].append("\(state.host): \(doubt)")
                } else if chosen[shard] == nil {
                    chosen[shard] = state.host
                }
            }
        }
        let short = doubts.keys.filter { chosen[$0] == nil }.sorted()
        guard short.isEmpty else {
            throw ClickHouseError(
                .behind,
                (short.count == 1 ? "shard \(short[0]) has" : "shards \(short.joined(separator: ", ")) have")
                    + " no replica that is sure to have every row ("
                    + (short.flatMap { doubts[$0] ?? [] } + silent).joined(separator: "; ") + "); run again later")
        }
        guard chosen.count >= shards, !chosen.isEmpty else {
            let known = chosen.keys.sorted().joined(separator: ", ")
            throw ClickHouseError(
                .behind,
                "\(chosen.count) of \(shards) shards of the cluster can be read\(known.isEmpty ? "" : " (shard \(known))"): "
                    + (silent.isEmpty ? "name a server of each shard in the address" : silent.joined(separator: "; "))
                    + "; nothing is read from a part of the servers")
        }
        return chosen.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension ReplicaState {
    /// What the macro `{shard}` stands for: `/hubdrops/DATABASE/SHARD/TABLE`.
    var shard: String? {
        let parts = path.split(separator: "/")
        return parts.count == 4 && parts[0] == "hubdrops" ? String(parts[2]) : nil
    }
}
