/// Where a ClickHouse database is: `clickhouse://HOST[:PORT][,HOST2[:PORT]…]/DATABASE`, or `clickhouses://` for HTTPS.
///
/// Behind a question mark: `cluster=NAME` for tables that are sharded and replicated, `copy=FILE` for where this machine
/// keeps what it has read, `plain=yes` to send events and the password in the clear to another machine.
package struct ClickHouseAddress: Hashable, Sendable {
    /// One server of the database, as people name it: `host:port`.
    package struct Host: Hashable, Sendable, CustomStringConvertible {
        package let name: String
        package let port: Int

        package var description: String { "\(name):\(port)" }
    }

    /// What is wrong with an address, in one clause that goes on after the address.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    package let hosts: [Host]
    package let isSecure: Bool
    package let database: String
    package let cluster: String?
    package let copy: String?
    package let mayBePlain: Bool

    /// Whether a name of a database is an address of this kind, well formed or not, and no path.
    package static func isAddress(_ text: String) -> Bool {
        let start = text.prefix(14).lowercased()
        return start.hasPrefix("clickhouse://") || start.hasPrefix("clickhouses://")
    }

    private static let mostHosts = 1000

    package init(_ text: String) throws(Fault) {
        guard ClickHouseAddress.isAddress(text), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw Fault("expected clickhouse://HOST:PORT/DATABASE")
        }
        isSecure = text.lowercased().hasPrefix("clickhouses://")
        let rest = text.dropFirst(isSecure ? 14 : 13)
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let place = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard place.count == 2, !place[0].isEmpty else { throw Fault("expected clickhouse://HOST:PORT/DATABASE") }
        guard !place[0].contains("@") else {
            throw Fault(
                "a user or password does not belong in it; set HUBDROPS_CLICKHOUSE_USER and HUBDROPS_CLICKHOUSE_PASSWORD"
            )
        }
        database = try ClickHouseAddress.name(place[1], "database")
        var options: [Substring: String] = [:]
        for option in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let pair = option.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, ["cluster", "copy", "plain"].contains(pair[0]), options[pair[0]] == nil else {
                throw Fault("expected cluster=NAME, copy=FILE or plain=yes behind the question mark, found '\(option)'")
            }
            options[pair[0]] = String(pair[1])
        }
        cluster = try options["cluster"].map { (text) throws(Fault) in try ClickHouseAddress.name(text[...], "cluster")
        }
        copy = options["copy"]
        mayBePlain = options["plain"] == "yes"
        guard options["plain"] == nil || mayBePlain else { throw Fault("plain= takes yes alone") }
        hosts = try ClickHouseAddress.hosts(place[0], isSecure: isSecure)
        guard hosts.count == 1 || cluster != nil else {
            throw Fault("several hosts need cluster=NAME, the cluster of the servers' remote_servers that they are")
        }
    }

    private static func hosts(_ text: Substring, isSecure: Bool) throws(Fault) -> [Host] {
        var hosts: [Host] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let (name, port) = try split(part, usual: isSecure ? 8443 : 8123)
            let host = Host(name: name.lowercased(), port: port)
            guard !hosts.contains(host) else { throw Fault("\(host) is named twice") }
            hosts.append(host)
        }
        guard hosts.count <= mostHosts else { throw Fault("at most \(mostHosts) hosts") }
        return hosts
    }

    /// A name, an IPv4 address, or an IPv6 address in brackets.
    private static func split(_ text: Substring, usual: Int) throws(Fault) -> (name: Substring, port: Int) {
        var name = text
        var port: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            name = text[...end]
            let rest = text[text.index(after: end)...]
            if !rest.isEmpty { port = rest.hasPrefix(":") ? rest.dropFirst() : "" }
        } else if let colon = text.firstIndex(of: ":") {
            name = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        let isName = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 32 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "-._:[]".utf8.contains(byte)
        }
        guard !name.isEmpty, isName else { throw Fault("'\(text)' is not a host") }
        guard let port else { return (name, usual) }
        guard let number = Int(port), 1...65_535 ~= number else { throw Fault("'\(text)' has no port from 1 to 65535") }
        return (name, number)
    }

    /// Names go into statements, so they are such as need no quotes.
    private static func name(_ text: Substring, _ what: String) throws(Fault) -> String {
        let bytes = Array(text.utf8)
        let isPlain = bytes.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 32 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "_")
        }
        guard let first = bytes.first, isPlain, !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= first), bytes.count <= 100
        else {
            throw Fault(
                "'\(text)' cannot be the name of a \(what): use letters, digits and _, at most 100, no digit first")
        }
        return String(text)
    }

    /// Without the options, for people.
    package var shown: String {
        (isSecure ? "clickhouses://" : "clickhouse://") + hosts.map(\.description).joined(separator: ",") + "/"
            + database
    }

    func url(of host: Host) -> String { (isSecure ? "https" : "http") + "://\(host)/" }
}
