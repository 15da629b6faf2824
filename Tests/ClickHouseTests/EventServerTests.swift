import Loopback
import Testing

@testable import ClickHouse

/// Against a server on this machine that is none of ClickHouse's.
@Suite struct EventServerTests {
    private func server(_ servers: LoopbackServer..., options: String = "") throws -> EventServer {
        let hosts = servers.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        let address = try ClickHouseAddress("clickhouse://\(hosts)/db" + options)
        return EventServer(
            address, ClickHouseCredentials(user: "hd", password: "s3cret"), agent: "hubdrops/test", pause: { _ in })
    }

    private func client(_ server: LoopbackServer) throws -> ClickHouseClient {
        let address = try ClickHouseAddress("clickhouse://127.0.0.1:\(server.port)/db")
        return ClickHouseClient(
            address.hosts[0], of: address, ClickHouseCredentials(user: "hd", password: "s3cret"), agent: "hubdrops/test"
        )
    }

    @Test func credentialsGoIntoHeadersAlone() throws {
        let loopback = try LoopbackServer(#"[{}]"#)
        try server(loopback).insert([1, 2], into: ClickHouseSchema.fact, "name")
        let request = try #require(try loopback.requests.first)
        #expect(request["X-ClickHouse-User"] == "hd" && request["X-ClickHouse-Key"] == "s3cret")
        #expect(!request.path.contains("s3cret") && !request.path.contains("hd&"))
        #expect(request.path == "/?query=INSERT%20INTO%20db%2Efact%20%28name%29%20FORMAT%20RowBinary")
        #expect(request.body == [1, 2])
    }

    @Test func rowsOfAClusterAreAcknowledgedByTheServersThatKeepThem() throws {
        let loopback = try LoopbackServer(#"[{}]"#)
        try server(loopback, options: "?cluster=c").insert([1], into: ClickHouseSchema.fact, "name")
        #expect(try loopback.requests.first?.path.contains("insert_distributed_sync=1&") == true)
    }

    @Test func anAnswerIsWaitedForToItsEnd() throws {
        let loopback = try LoopbackServer(#"[{"body":"\u0002ab"}]"#)
        var texts: [String] = []
        try client(loopback).rows("SELECT 1") { texts.append(try $0.text()) }
        #expect(texts == ["ab"])
        let request = try #require(try loopback.requests.first)
        #expect(request.path == "/?wait_end_of_query=1" && request.text == "SELECT 1 FORMAT RowBinary")
    }

    @Test(arguments: [#"[{"body":"\u0002a"}]"#, #"[{"body":"\u0002ab","how":"cut"}]"#, #"[{"how":"close"}]"#])
    func anAnswerThatIsCutIsNone(answers: String) throws {
        let loopback = try LoopbackServer(answers)
        let error = #expect(throws: ClickHouseError.self) {
            try client(loopback).rows("SELECT 1") { _ = try $0.text() }
        }
        #expect(error?.kind == .unreachable)
    }

    @Test func rowsGoToTheNextServerWhereOneIsGone() throws {
        let gone = try LoopbackServer(#"[{"how":"close"}]"#)
        let there = try LoopbackServer(#"[{}]"#)
        try server(gone, there, options: "?cluster=c").insert([1], into: ClickHouseSchema.fact, "name")
        #expect(try there.requests.count == 1)
    }

    @Test func rowsAreSentAgainUntilAServerTakesThem() throws {
        let loopback = try LoopbackServer(
            #"[{"status":500,"body":"Code: 279, all tries failed"},{"status":500,"body":"Code: 279"},{}]"#)
        try server(loopback).insert([1], into: ClickHouseSchema.fact, "name")
        #expect(try loopback.requests.count == 3)
    }

    @Test func aWrongPasswordIsTriedOnce() throws {
        let loopback = try LoopbackServer(#"[{"status":401,"body":"Code: 193, Wrong password"}]"#)
        let error = #expect(throws: ClickHouseError.self) {
            try server(loopback).insert([1], into: ClickHouseSchema.fact, "name")
        }
        #expect(error?.kind == .login && error?.description.contains("s3cret") == false)
        #expect(try loopback.requests.count == 1)
    }

    @Test func anotherMachineIsNotSpokenToInTheClear() throws {
        let address = try ClickHouseAddress("clickhouse://192.0.2.1/db")
        let client = ClickHouseClient(
            address.hosts[0], of: address, ClickHouseCredentials(user: "hd", password: "s3cret"), agent: "hubdrops/test"
        )
        let error = #expect(throws: ClickHouseError.self) { try client.run("SELECT 1") }
        #expect(error?.kind == .address && error?.description.contains("plain=yes") == true)
    }
}
