import Foundation

/// The user of a ClickHouse database, who goes into headers alone: never into an address, a statement or what is printed.
package struct ClickHouseCredentials: Sendable {
    let user: String
    let password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    private static let mostBytes = 4096

    /// Those of `HUBDROPS_CLICKHOUSE_USER` and `HUBDROPS_CLICKHOUSE_PASSWORD`, or of the file that
    /// `HUBDROPS_CLICKHOUSE_PASSWORD_FILE` names; without a user the server's own `default`.
    package init(environment: [String: String]) throws(ClickHouseError) {
        func named(_ name: String) -> String? {
            environment["HUBDROPS_CLICKHOUSE_" + name].flatMap { $0.isEmpty ? nil : $0 }
        }
        user = named("USER") ?? "default"
        if let text = named("PASSWORD") {
            password = text
        } else if let path = named("PASSWORD_FILE") {
            guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= ClickHouseCredentials.mostBytes
            else {
                throw ClickHouseError(.login, "\(path): cannot be read; HUBDROPS_CLICKHOUSE_PASSWORD_FILE names it")
            }
            // Editors end a line, passwords do not.
            password = String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
        } else {
            password = ""
        }
        for text in [user, password] where text.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
            throw ClickHouseError(.login, "HUBDROPS_CLICKHOUSE_USER or its password has a control character")
        }
    }
}
