import Testing

@testable import ClickHouse

@Suite struct ClickHouseErrorTests {
    private let host = ClickHouseAddress.Host(name: "n1", port: 8123)

    /// Texts as 18.16 and later versions send them.
    @Test(arguments: [
        (500, "Code: 193, e.displayText() = DB::Exception: Wrong password for user hd", ClickHouseError.Kind.login),
        (401, "", .login),
        (403, "Code: 516. DB::Exception: hd: Authentication failed", .login),
        (500, "Code: 164, e.displayText() = DB::Exception: Cannot insert into table in readonly mode", .forbidden),
        (403, "Code: 497. DB::Exception: hd: Not enough privileges.", .forbidden),
        (500, "Code: 243, e.displayText() = DB::Exception: Cannot reserve 1.00 MiB, not enough space.", .full),
        (500, "Code: 74, e.displayText() = errno: 28, strerror: No space left on device", .full),
        (500, "Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded", .full),
        (404, "Code: 60, e.displayText() = DB::Exception: Table db.event doesn't exist.", .missing),
        (500, "Code: 279, e.displayText() = DB::NetException: All connection tries failed.", .unreachable),
        (500, "Code: 242, e.displayText() = DB::Exception: Table is in readonly mode", .unreachable),
        (503, "", .unreachable),
        (400, "Code: 62, e.displayText() = DB::Exception: Syntax error", .server),
    ])
    func whatAServerSaysBecomesOneSentence(status: Int, body: String, kind: ClickHouseError.Kind) {
        let error = ClickHouseError(status: status, body: body, at: host, user: "hd")
        #expect(error.kind == kind)
        #expect(error.description.hasPrefix("n1:8123: "))
        #expect(!error.description.contains("\n"))
    }

    @Test func whatAServerSaysIsCutAndHasNoControlCharacters() {
        let body = "Code: 62, \u{1b}[31m" + String(repeating: "x", count: 1000) + "\nsecond line"
        let error = ClickHouseError(status: 400, body: body, at: host, user: "hd")
        #expect(error.description.utf8.count < 400)
        #expect(!error.description.unicodeScalars.contains { $0.value < 32 })
        #expect(!error.description.contains("second"))
    }
}
