import Foundation
import HTTP
import Loopback
import Model
import Testing

@testable import Delivery

@Suite struct NotificationTransportTests {
    let place: TemporaryFolder
    private let now = Instant(seconds: 1_773_210_600)

    init() throws {
        place = try TemporaryFolder()
    }

    private func secret(_ text: String) throws -> SecretPlace {
        let name = "secret-\(UUID().uuidString)"
        try place.put(text + "\n", at: name)
        _ = unsafe chmod(place.path + "/" + name, 0o600)
        return .file(path: place.path + "/" + name)
    }

    private func envelope(_ body: String) -> Envelope {
        Envelope(
            id: "<pumps.2026-03-10.r1@webhook>", sender: "hubdrops", recipients: ["webhook"], message: Array(body.utf8))
    }

    private func transport(
        _ service: NotificationService, _ address: NotificationTransport.Address, key: SecretPlace? = nil
    ) -> NotificationTransport {
        NotificationTransport(service, at: address, key: key, agent: "hubdrops/test") { [now] in now }
    }

    @Test func aWebhookGetsTheBodyWithItsTokenAndItsKey() throws {
        let server = try LoopbackServer("[{}]")
        let way = transport(.webhook, .plain(server.url("/in")), key: try secret("t0ken"))
        #expect(way.send(envelope(#"{"a":1}"#)) == [.accepted])
        let sent = try #require(try server.requests.first)
        #expect(sent.method == "POST" && sent.path == "/in" && sent.text == #"{"a":1}"#)
        #expect(sent["Authorization"] == "Bearer t0ken")
        #expect(sent["Idempotency-Key"] == "<pumps.2026-03-10.r1@webhook>")
        #expect(sent["Content-Type"] == "application/json")
    }

    @Test func theRoutingKeyOfAPagerIsAddedWhenItIsSent() throws {
        let server = try LoopbackServer(#"[{"status":202}]"#)
        let way = transport(.pagerduty, .plain(server.url("/v2/enqueue")), key: try secret("R0UT1NG"))
        #expect(way.send(envelope(#"{"event_action":"trigger"}"#)) == [.accepted])
        #expect(try server.requests.map(\.text) == [#"{"routing_key":"R0UT1NG","event_action":"trigger"}"#])
        #expect(try server.requests.first?["Authorization"] == nil)
    }

    @Test func aRoutingKeyThatCouldEndTheBodyIsNotSent() throws {
        let server = try LoopbackServer("[{}]")
        let way = transport(.pagerduty, .plain(server.url()), key: try secret(#"a","b":"c"#))
        #expect(way.send(envelope("{}")) == [.misconfigured("the routing key should be letters and digits only")])
        #expect(try server.requests.isEmpty)
    }

    @Test(arguments: [NotificationService.slack, .teams])
    func theAddressOfAChatIsASecret(service: NotificationService) throws {
        let server = try LoopbackServer(#"[{"status":404,"body":"no_service /services/T1/XSECRETX"}]"#)
        let way = transport(service, .secret(try secret(server.url("/services/T1/XSECRETX"))))
        let outcome = try #require(way.send(envelope("{}")).first)
        #expect(try server.requests.map(\.path) == ["/services/T1/XSECRETX"])
        #expect(outcome == .misconfigured("answered 404: no_service (masked)"))
    }

    @Test func aSecretThatIsMissingIsSaidBeforeAnyConnection() {
        let way = transport(.slack, .secret(.environment(name: "HUBDROPS_TEST_NO_ADDRESS")))
        #expect(
            way.send(envelope("{}")) == [
                .misconfigured(
                    "environment variable HUBDROPS_TEST_NO_ADDRESS: not set; it should hold the address of the webhook")
            ])
    }

    @Test func aServerThatSaysATokenBackDoesNotGetItIntoAMessage() {
        let answer = HTTPAnswer(head: HTTPHead(status: 400), body: Array("bad token t0ken!".utf8))
        let outcome = NotificationTransport.outcome(of: .success(answer), secrets: ["t0ken"], now: now)
        #expect(outcome == .never("answered 400: bad token (masked)!"))
    }

    @Test(arguments: [
        (200, SendOutcome.accepted), (202, .accepted), (204, .accepted), (400, .never("answered 400")),
        (422, .never("answered 422")), (401, .misconfigured("answered 401")), (403, .misconfigured("answered 403")),
        (404, .misconfigured("answered 404")), (410, .misconfigured("answered 410")),
        (302, .misconfigured("answered 302")), (408, .later("answered 408")), (429, .later("answered 429")),
        (500, .later("answered 500")), (503, .later("answered 503")),
    ])
    func everyStatusHasItsMeaning(status: Int, outcome: SendOutcome) {
        let answer = HTTPAnswer(head: HTTPHead(status: status), body: [])
        #expect(NotificationTransport.outcome(of: .success(answer), secrets: [], now: now) == outcome)
    }

    @Test func theWaitThatAServerAsksForIsKept() {
        let answer = HTTPAnswer(head: HTTPHead(status: 429, fields: ["Retry-After": "12"]), body: [])
        let outcome = NotificationTransport.outcome(of: .success(answer), secrets: [], now: now)
        #expect(outcome == .later("answered 429", after: 12))
    }

    @Test(arguments: [
        (HTTPFailure.Kind.unreachable, SendOutcome.silent("a:1: x")), (.timedOut, .silent("a:1: x")),
        (.broken, .later("a:1: x")), (.untrusted, .misconfigured("a:1: x")), (.noTLS, .misconfigured("a:1: x")),
        (.misconfigured, .misconfigured("a:1: x")),
        (.tooLarge, .never("a:1: x")),
    ])
    func everyFailureHasItsMeaning(kind: HTTPFailure.Kind, outcome: SendOutcome) {
        let result = Result<HTTPAnswer, HTTPFailure>.failure(HTTPFailure(kind, "a:1: x"))
        #expect(NotificationTransport.outcome(of: result, secrets: [], now: now) == outcome)
    }
}
