import Foundation
import Testing

@testable import ClickHouse

@Suite struct ClickHouseAddressTests {
    @Test func anAddressNamesHostsPortsAndADatabase() throws {
        let address = try ClickHouseAddress("clickhouse://n1,N2:9000,[::1]:8124/fleet?cluster=c&copy=/var/x.sqlite")
        #expect(address.hosts.map(\.description) == ["n1:8123", "n2:9000", "[::1]:8124"])
        #expect(address.database == "fleet" && address.cluster == "c" && address.copy == "/var/x.sqlite")
        #expect(!address.isSecure && !address.mayBePlain)
        #expect(address.url(of: address.hosts[1]) == "http://n2:9000/")
        #expect(address.shown == "clickhouse://n1:8123,n2:9000,[::1]:8124/fleet")
    }

    @Test func httpsHasItsOwnSchemeAndPort() throws {
        let address = try ClickHouseAddress("clickhouses://db.example.org/events")
        #expect(address.url(of: address.hosts[0]) == "https://db.example.org:8443/")
    }

    @Test(arguments: [
        ("clickhouse://h", "expected clickhouse"),
        ("clickhouse:///db", "expected clickhouse"),
        ("clickhouse://h/a/b", "expected clickhouse"),
        ("clickhouse://h:0/db", "port from 1"),
        ("clickhouse://h:x/db", "port from 1"),
        ("clickhouse://user:secret@h/db", "HUBDROPS_CLICKHOUSE_USER"),
        ("clickhouse://h/my-db", "name of a database"),
        ("clickhouse://h/db;DROP", "name of a database"),
        ("clickhouse://h/1db", "name of a database"),
        ("clickhouse://h/db?cluster=a'b", "name of a cluster"),
        ("clickhouse://h/db?password=x", "cluster=NAME, copy=FILE or plain=yes"),
        ("clickhouse://h/db?plain=no", "takes yes alone"),
        ("clickhouse://h1,h2/db", "several hosts need cluster=NAME"),
        ("clickhouse://h,h:8123/db?cluster=c", "is named twice"),
        ("clickhouse://a b/db", "expected clickhouse"),
        ("clickhouse://a%20b/db", "is not a host"),
    ])
    func whatIsWrongWithAnAddressIsSaid(text: String, words: String) {
        let fault = #expect(throws: ClickHouseAddress.Fault.self) { try ClickHouseAddress(text) }
        #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
    }

    @Test func aPathIsNoAddress() {
        #expect(!ClickHouseAddress.isAddress("./clickhouse.sqlite"))
        #expect(!ClickHouseAddress.isAddress("clickhouse/x"))
        #expect(ClickHouseAddress.isAddress("ClickHouse://h/db"))
    }

    @Test func aPasswordOfAFileEndsWithItsLine() throws {
        let path = "/tmp/hubdrops-\(UInt64.random(in: 0 ... .max)).password"
        try "se cret\n".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let credentials = try ClickHouseCredentials(environment: ["HUBDROPS_CLICKHOUSE_PASSWORD_FILE": path])
        #expect(credentials.user == "default" && credentials.password == "se cret")
    }

    @Test func aPasswordFileThatIsNotThereIsNamed() {
        let error = #expect(throws: ClickHouseError.self) {
            try ClickHouseCredentials(environment: ["HUBDROPS_CLICKHOUSE_PASSWORD_FILE": "/nowhere/password"])
        }
        #expect(error?.kind == .login && error?.description.hasPrefix("/nowhere/password: ") == true)
    }

    @Test func aPasswordWithALineEndWouldBeAnotherHeader() {
        #expect(throws: ClickHouseError.self) {
            try ClickHouseCredentials(environment: ["HUBDROPS_CLICKHOUSE_PASSWORD": "a\nX-Other: b"])
        }
    }
}
