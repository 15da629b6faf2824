import Foundation

/// The servers of one ClickHouse database.
package final class EventServer {
    package let address: ClickHouseAddress
    let schema: ClickHouseSchema
    let clients: [ClickHouseClient]
    private let pause: (Int) -> Void

    /// - Parameters:
    ///   - agent: what the program calls itself.
    ///   - pause: waits so many seconds.
    package init(
        _ address: ClickHouseAddress, _ credentials: ClickHouseCredentials, agent: String,
        pause: @escaping (Int) -> Void = { Thread.sleep(forTimeInterval: Double($0)) }
    ) {
        self.address = address
        self.pause = pause
        schema = ClickHouseSchema(database: address.database, cluster: address.cluster)
        clients = address.hosts.map { ClickHouseClient($0, of: address, credentials, agent: agent) }
    }

    // MARK: Writing

    /// How often all servers are tried before an import gives up, and how long it waits in between: 1, 2, 4, … seconds.
    private static let rounds = 5

    /// Sends rows to the first server that takes them.
    func insert(_ rows: [UInt8], into table: ClickHouseSchema.Table, _ columns: String) throws(ClickHouseError) {
        var last: ClickHouseError?
        for round in 0..<EventServer.rounds {
            if round > 0 { pause(1 << (round - 1)) }
            for client in clients {
                do throws(ClickHouseError) {
                    return try client.insert(rows, into: table.name, columns)
                } catch  where error.isPassing {
                    last = error
                }
            }
        }
        throw last ?? ClickHouseError(.unreachable, "\(address.shown): no server takes rows; run again later")
    }

    /// Makes all tables and views on every server that answers and lacks any of some.
    func createTables(lacking names: [String]) throws(ClickHouseError) {
        var last: ClickHouseError?
        var ready = 0
        for client in clients {
            do {
                if try missing(names, on: client).isEmpty == false {
                    try client.run("CREATE DATABASE IF NOT EXISTS \(schema.database)")
                    for statement in schema.creatingAll { try client.run(statement) }
                }
                ready += 1
            } catch let error as ClickHouseError {
                guard error.isPassing else { throw error }
                last = error
            } catch {
                throw ClickHouseError(.server, "\(error)")
            }
        }
        guard ready > 0 else {
            throw last ?? ClickHouseError(.unreachable, "\(address.shown): no server answers; run again later")
        }
    }

    private func missing(_ names: [String]? = nil, on client: ClickHouseClient) throws -> Set<String> {
        var missing = Set(names ?? schema.names)
        try client.rows("SELECT name FROM system.tables WHERE database = '\(schema.database)'") { row in
            missing.remove(try row.text())
        }
        return missing
    }

    /// Asks the servers one after the other until one answers: for what may be a little old.
    func withAnyServer<Answer>(_ ask: (ClickHouseClient) throws -> Answer) throws -> Answer {
        var last: ClickHouseError?
        for client in clients {
            do {
                return try ask(client)
            } catch let error as ClickHouseError where error.isPassing {
                last = error
            }
        }
        throw last ?? ClickHouseError(.unreachable, "\(address.shown): no server answers; run again later")
    }

    // MARK: Reading

    /// How often the servers are asked whether they have everything, some seconds apart.
    private static let looks = 8

    /// One server of each shard, each of which has all rows that were written.
    ///
    /// Servers that are catching up are waited for, some ten seconds in all.
    ///
    /// - Throws: `ClickHouseError` of kind `behind` where a shard has none: nothing is ever read from a part.
    func readers() throws -> [ClickHouseClient] {
        var looked = 0
        while true {
            do {
                return try chosen()
            } catch let error as ClickHouseError where error.kind == .behind && looked < EventServer.looks {
                looked += 1
                pause(1 + looked / 4)
            }
        }
    }

    private func chosen() throws -> [ClickHouseClient] {
        guard let cluster = address.cluster else { return try plainReader() }
        var shards = 0
        let states = clients.map { client in
            HostState(
                host: client.host,
                replicas: Result { () throws(ClickHouseError) in
                    do {
                        shards = max(shards, try shardCount(of: cluster, on: client))
                        return try replicas(on: client)
                    } catch let error as ClickHouseError {
                        throw error
                    } catch {
                        throw ClickHouseError(.server, "\(client.host): \(error)")
                    }
                })
        }
        let hosts = try ReplicaGate.choose(states, shards: shards, tables: replicatedTables)
        return hosts.compactMap { host in clients.first { $0.host == host } }
    }

    /// Throws where a server that was read does not have everything any more.
    func confirm(_ readers: [ClickHouseClient]) throws {
        guard address.cluster != nil else { return }
        for client in readers {
            for replica in try replicas(on: client) where replicatedTables.contains(replica.table) {
                guard let doubt = replica.doubt else { continue }
                throw ClickHouseError(.behind, "\(client.host): \(doubt) while it was read; run again later")
            }
        }
    }

    private var replicatedTables: [String] { ClickHouseSchema.tables.map { $0.name + "_local" } }

    /// The one server without a cluster; its tables may be replicated all the same, by whoever made them.
    private func plainReader() throws -> [ClickHouseClient] {
        guard let client = clients.first else { return [] }
        guard try missing(on: client).isEmpty else {
            throw ClickHouseError(
                .missing,
                "\(address.shown): has no tables of hubdrops yet; import logs into it first, or check the name")
        }
        let names = ClickHouseSchema.tables.map(\.name)
        if let doubt = try replicas(on: client).filter({ names.contains($0.table) }).compactMap(\.doubt).first {
            throw ClickHouseError(.behind, "\(client.host): \(doubt); run again later")
        }
        return [client]
    }

    /// What an operator wants to know before the first night: who answers, and whether what is there can be read.
    package func trial() throws -> String {
        let version = try withAnyServer { client in
            var version = ""
            try client.rows("SELECT version()") { version = try $0.text() }
            return version
        }
        guard try clients.contains(where: { try missing(on: $0).isEmpty }) else {
            return "\(address.shown): ClickHouse \(version), no tables of hubdrops yet; the first import creates them"
        }
        let readers = try readers()
        var rows: UInt64 = 0
        for client in readers {
            let query = "SELECT toUInt64(count()) FROM \(schema.local(ClickHouseSchema.event))"
            try client.rows(query) { rows += try $0.unsigned() }
        }
        return "\(address.shown): ClickHouse \(version), \(readers.count) shard\(readers.count == 1 ? "" : "s"), "
            + "\(rows) rows"
    }

    private func shardCount(of cluster: String, on client: ClickHouseClient) throws -> Int {
        var count = 0
        let query = "SELECT toUInt64(uniqExact(shard_num)) FROM system.clusters WHERE cluster = '\(cluster)'"
        try client.rows(query) { count = Int(clamping: try $0.unsigned()) }
        guard count > 0 else {
            throw ClickHouseError(
                .address,
                "\(client.host): the server knows no cluster '\(cluster)'; see remote_servers in its configuration")
        }
        return count
    }

    private func replicas(on client: ClickHouseClient) throws -> [ReplicaState] {
        var found: [ReplicaState] = []
        let query = """
            SELECT table, zookeeper_path, toUInt8(is_readonly), toUInt8(is_session_expired), toUInt64(queue_size), \
            toUInt64(merges_in_queue), toUInt64(parts_to_check), toUInt64(log_max_index), toUInt64(log_pointer) \
            FROM system.replicas WHERE database = '\(schema.database)'
            """
        try client.rows(query) { row in
            found.append(
                ReplicaState(
                    table: try row.text(), path: try row.text(), isReadOnly: try row.byte() != 0,
                    isSessionExpired: try row.byte() != 0, queued: try row.unsigned(), merges: try row.unsigned(),
                    partsToCheck: try row.unsigned(), logEnd: try row.unsigned(), logPointer: try row.unsigned(),
                    isLogEmpty: false))
        }
        return try found.map { replica in
            guard replica.logEnd == 0, replica.logPointer == 0 else { return replica }
            return try replica.with(isLogEmpty: isLogEmpty(replica.path, on: client))
        }
    }

    /// A path with unusual characters is one that a macro of the server's brought in: its log counts as not empty.
    private func isLogEmpty(_ path: String, on client: ClickHouseClient) throws -> Bool {
        let isPlain = path.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 32 || UInt8(ascii: "-")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "_")
        }
        guard isPlain else { return false }
        var entries: UInt64 = 0
        try client.rows("SELECT toUInt64(count()) FROM system.zookeeper WHERE path = '\(path)/log'") { row in
            entries = try row.unsigned()
        }
        return entries == 0
    }
}

extension ReplicaState {
    fileprivate func with(isLogEmpty: Bool) -> ReplicaState {
        ReplicaState(
            table: table, path: path, isReadOnly: isReadOnly, isSessionExpired: isSessionExpired, queued: queued,
            merges: merges, partsToCheck: partsToCheck, logEnd: logEnd, logPointer: logPointer, isLogEmpty: isLogEmpty)
    }
}
