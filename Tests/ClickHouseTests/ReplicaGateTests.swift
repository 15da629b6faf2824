import Testing

@testable import ClickHouse

@Suite struct ReplicaGateTests {
    private func host(_ number: Int) -> ClickHouseAddress.Host {
        ClickHouseAddress.Host(name: "n\(number)", port: 8123)
    }

    private func replica(
        shard: String, table: String = "event_local", isReadOnly: Bool = false, isSessionExpired: Bool = false,
        queued: UInt64 = 0, merges: UInt64 = 0, partsToCheck: UInt64 = 0, logEnd: UInt64 = 9, logPointer: UInt64 = 10,
        isLogEmpty: Bool = false
    ) -> ReplicaState {
        ReplicaState(
            table: table, path: "/hubdrops/db/\(shard)/event", isReadOnly: isReadOnly,
            isSessionExpired: isSessionExpired,
            queued: queued, merges: merges, partsToCheck: partsToCheck, logEnd: logEnd, logPointer: logPointer,
            isLogEmpty: isLogEmpty)
    }

    private func state(_ number: Int, _ replica: ReplicaState) -> HostState {
        HostState(host: host(number), replicas: .success([replica]))
    }

    private func silent(_ number: Int) -> HostState {
        HostState(
            host: host(number), replicas: .failure(ClickHouseError(.unreachable, "n\(number):8123: Couldn't connect")))
    }

    private func choose(_ states: [HostState], shards: Int = 2) throws(ClickHouseError) -> [String] {
        try ReplicaGate.choose(states, shards: shards, tables: ["event_local"]).map(\.name)
    }

    @Test func oneReplicaOfEachShardIsRead() throws {
        let states = [
            state(1, replica(shard: "1")), state(2, replica(shard: "1")), state(3, replica(shard: "2")),
            state(4, replica(shard: "2")),
        ]
        #expect(try choose(states) == ["n1", "n3"])
    }

    @Test func aReplicaThatIsBehindLeavesTheReadingToTheOther() throws {
        let states = [
            state(1, replica(shard: "1", queued: 2)), state(2, replica(shard: "1")), state(3, replica(shard: "2")),
        ]
        #expect(try choose(states) == ["n2", "n3"])
    }

    @Test func aServerThatIsDownLeavesTheReadingToItsReplica() throws {
        #expect(try choose([silent(1), state(2, replica(shard: "1")), state(4, replica(shard: "2"))]) == ["n2", "n4"])
    }

    @Test func aShardWhoseReplicasAreAllDownEndsTheReading() {
        let error = #expect(throws: ClickHouseError.self) {
            try choose([state(1, replica(shard: "1")), state(2, replica(shard: "1")), silent(3), silent(4)])
        }
        #expect(error?.kind == .behind)
        #expect(error?.description.contains("1 of 2 shards") == true)
        #expect(error?.description.contains("n3:8123: Couldn't connect") == true)
    }

    @Test func aShardWhoseReplicasAreAllBehindIsNamed() {
        let error = #expect(throws: ClickHouseError.self) {
            try choose([state(1, replica(shard: "1")), state(3, replica(shard: "2", queued: 3)), silent(4)])
        }
        #expect(error?.kind == .behind)
        #expect(error?.description.contains("shard 2 has no replica") == true)
        #expect(error?.description.contains("n3:8123: event_local is behind by 3 entries") == true)
    }

    @Test func aPasswordThatIsRefusedIsNoShardThatIsMissing() {
        let refused = HostState(host: host(1), replicas: .failure(ClickHouseError(.login, "n1: refused")))
        #expect(throws: ClickHouseError(.login, "n1: refused")) { try choose([refused], shards: 1) }
    }

    @Test func aServerWithoutTheTablesIsNotRead() {
        let bare = HostState(host: host(3), replicas: .success([]))
        let error = #expect(throws: ClickHouseError.self) { try choose([state(1, replica(shard: "1")), bare]) }
        #expect(error?.description.contains("n3:8123: has not all tables") == true)
    }

    @Test func noServerAtAllIsNoWholeAnswer() {
        #expect(throws: ClickHouseError.self) { try choose([silent(1)], shards: 0) }
    }

    @Test func aReplicaIsSureOnlyWithNothingLeftToDo() {
        #expect(replica(shard: "1").doubt == nil)
        #expect(replica(shard: "1", isReadOnly: true).doubt != nil)
        #expect(replica(shard: "1", isSessionExpired: true).doubt != nil)
        #expect(replica(shard: "1", queued: 1).doubt != nil)
        #expect(replica(shard: "1", partsToCheck: 1).doubt != nil)
        #expect(replica(shard: "1", logEnd: 10, logPointer: 10).doubt != nil)
    }

    @Test func mergesOfRowsThatAreThereTakeNothingAway() {
        #expect(replica(shard: "1", queued: 2, merges: 2).doubt == nil)
        #expect(replica(shard: "1", queued: 3, merges: 2).doubt != nil)
    }

    /// Before the first entry both numbers are 0, and after an entry that was not taken yet as well.
    @Test func aLogWithoutEntriesIsNoDoubt() {
        #expect(replica(shard: "1", logEnd: 0, logPointer: 0, isLogEmpty: true).doubt == nil)
        #expect(replica(shard: "1", logEnd: 0, logPointer: 0, isLogEmpty: false).doubt != nil)
    }
}
