import Foundation

/// Why a ClickHouse database cannot be used, or not be trusted to have answered in full.
package struct ClickHouseError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        /// The address says something that cannot be.
        case address
        /// User or password are refused, or cannot be read.
        case login
        /// The user may not do this.
        case forbidden
        /// The server has no room or no memory left.
        case full
        /// No server answers, or the answer broke off.
        case unreachable
        /// The servers do not have all that was written, or will not say so.
        case behind
        /// The database or a table is not there.
        case missing
        /// What the server holds contradicts itself.
        case inconsistent
        /// Anything else that the server says.
        case server
    }

    package let kind: Kind
    /// Where, what is wrong and what to do.
    package let description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// The same without what to do, as a part of a longer sentence.
    package var reason: String {
        description.hasSuffix(ClickHouseError.later)
            ? String(description.dropLast(ClickHouseError.later.count)) : description
    }

    static let later = "; run again later"

    /// Whether another server, or the same one a little later, may take the same request.
    var isPassing: Bool { kind == .unreachable || kind == .behind }
}

extension ClickHouseError {
    /// Most of what a server says that is shown: its text may quote statements.
    private static let mostWords = 300

    /// The sentence of an answer that is a refusal: the text begins with `Code: N`.
    init(status: Int, body: String, at host: ClickHouseAddress.Host, user: String) {
        let code = ClickHouseError.code(in: body)
        switch (code, status) {
        // UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED.
        case (192?, _), (193?, _), (194?, _), (516?, _), (nil, 401):
            self.init(
                .login,
                "\(host): the server refuses user '\(user)' or the password; check HUBDROPS_CLICKHOUSE_USER and "
                    + "HUBDROPS_CLICKHOUSE_PASSWORD")
        // READONLY, DATABASE_ACCESS_DENIED, ACCESS_DENIED, IP_ADDRESS_NOT_ALLOWED.
        case (164?, _), (291?, _), (497?, _), (195?, _), (nil, 403):
            self.init(
                .forbidden,
                "\(host): user '\(user)' may not do this; an import needs INSERT and, the first time, CREATE, "
                    + "a report SELECT also of the system tables")
        // NOT_ENOUGH_SPACE, MEMORY_LIMIT_EXCEEDED, CANNOT_WRITE_TO_FILE_DESCRIPTOR and its like with ENOSPC.
        case (243?, _):
            self.init(.full, "\(host): the server's disk is full; free some space there and run again")
        case (241?, _):
            self.init(.full, "\(host): the server's memory limit is reached; raise max_memory_usage and run again")
        case _ where body.contains("No space left on device"):
            self.init(.full, "\(host): the server's disk is full; free some space there and run again")
        // UNKNOWN_TABLE, UNKNOWN_DATABASE.
        case (60?, _), (81?, _):
            self.init(.missing, "\(host): no such database or table; import logs into it first, or check the name")
        // Servers that cannot be reached from that one, no session with ZooKeeper, a replica that only reads, an insert whose
        // end is not known, a network that broke, a server that is on its way down or too busy.
        case (279?, _), (999?, _), (242?, _), (319?, _), (209?, _), (210?, _), (32?, _), (236?, _), (202?, _),
            (252?, _),
            (225?, _), (244?, _), (nil, 502...504), (nil, 429):
            self.init(.unreachable, "\(host): \(ClickHouseError.shown(body, status)); run again later")
        default: self.init(.server, "\(host): the server refuses: \(ClickHouseError.shown(body, status))")
        }
    }

    static func code(in body: String) -> Int? {
        guard let start = body.range(of: "Code: ")?.upperBound else { return nil }
        return Int(body[start...].prefix { $0.isASCII && $0.isNumber })
    }

    /// The first line, without control characters, cut.
    private static func shown(_ body: String, _ status: Int) -> String {
        let line = body.split(whereSeparator: \.isNewline).first ?? ""
        let plain = String(line.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.map(Character.init))
        return plain.isEmpty ? "HTTP \(status)" : String(plain.prefix(mostWords))
    }
}
