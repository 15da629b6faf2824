import Foundation
import LogReading
import Loopback
import Model
import Testing

@testable import Azure

/// The address of the next page comes from a server, and what it is asked with is meant for the first one alone.
@Suite struct NextPageTests {
    private static let path = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/h"

    private func read(_ hub: String) throws {
        let login = #"{"accessToken":"T0KEN","expires_on":1773300000}"#
        _ = try LogReader(interner: Interner(knowing: Vocabulary())).read(
            HubResourceAddress.health(hub, surroundings(az: login)), events: { _ in }, rejection: { _ in })
    }

    /// A page that leads to another one, as a server of the tests gives it.
    private func page(to next: String) throws -> String {
        let page = String(decoding: try JSONEncoder().encode(["nextLink": next]), as: UTF8.self)
        return String(decoding: try JSONEncoder().encode(["body": page]), as: UTF8.self)
    }

    /// Some take what stands before `@` for the host, others what stands behind it.
    @Test(arguments: ["", "127.0.0.1:%PORT%\\@", "127.0.0.1:%PORT%@"])
    func atAnotherHostItIsNotAskedFor(before: String) throws {
        let other = try LoopbackServer(#"[{"body":"{}"}]"#)
        let first = try LoopbackServer("[\(try page(to: "http://\(before)127.0.0.1:\(other.port)/x"))]")
        let hub = "http://127.0.0.1:\(first.port)" + Self.path
        #expect(throws: LogReadingError.self) { try read(hub) }
        #expect(try first.requests.map { $0["Authorization"] } == ["Bearer T0KEN"])
        #expect(try other.requests.isEmpty)
    }

    @Test func atTheSameHostItIsAskedForWithTheSameToken() throws {
        let server = try LoopbackServer("[\(try page(to: "http://127.0.0.1:%PORT%/next")),{\"body\":\"{}\"}]")
        try read("http://127.0.0.1:\(server.port)" + Self.path)
        #expect(try server.requests.map { $0["Authorization"] } == ["Bearer T0KEN", "Bearer T0KEN"])
        #expect(try server.requests.last?.path == "/next")
    }
}
