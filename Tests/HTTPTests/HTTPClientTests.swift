import Foundation
import Loopback
import Model
import Testing

@testable import HTTP

/// Against a real server on this machine.
@Suite struct HTTPClientTests {
    private let client = HTTPClient(agent: "hubdrops/test")
    private let now = Instant(seconds: 1_773_210_600)

    @Test func everyByteOfARequestArrives() throws {
        let server = try LoopbackServer(#"[{"status":202,"fields":{"X-Mark":"a b"},"body":"taken"}]"#)
        var request = HTTPRequest(.post, server.url("/v2/enqueue?x=1"))
        request.fields = ["Content-Type": "application/json", "X-Empty": ""]
        request.body = [123, 0, 10, 13, 255, 125]
        let answer = try client.answer(to: request).get()
        #expect(answer.head.status == 202)
        #expect(answer.head.fields["x-mark"] == "a b")
        #expect(answer.body == Array("taken".utf8))
        let sent = try #require(try server.requests.first)
        #expect(sent.method == "POST" && sent.path == "/v2/enqueue?x=1" && sent.body == request.body)
        #expect(
            Set(sent.fields.map(\.name)) == [
                "Host", "User-Agent", "Accept", "Content-Type", "X-Empty", "Content-Length",
            ])
        #expect(sent["User-Agent"] == "hubdrops/test" && sent["Content-Type"] == "application/json")
    }

    @Test(arguments: [HTTPRequest.Method.get, .put, .delete, .head, .post])
    func theMethodIsTheOneThatWasAskedFor(method: HTTPRequest.Method) throws {
        let server = try LoopbackServer(#"[{"body":"x"}]"#)
        _ = try client.answer(to: HTTPRequest(method, server.url())).get()
        #expect(try server.requests.map(\.method) == [method.rawValue])
    }

    @Test func aPartOfAResourceIsAskedForByItsBytes() throws {
        let server = try LoopbackServer(#"[{"status":206,"body":"bcd"}]"#)
        var request = HTTPRequest(.get, server.url())
        request.range = 1...3
        #expect(try client.answer(to: request).get().head.status == 206)
        #expect(try server.requests.first?["Range"] == "bytes=1-3")
    }

    @Test func theBodyComesPieceByPieceWithItsHead() throws {
        let text = String(repeating: "0123456789abcdef", count: 40_000)
        let server = try LoopbackServer(#"[{"body":"\#(text)"}]"#)
        final class Seen { var pieces = 0; var bytes: [UInt8] = []; var statuses: [Int] = [] }
        let seen = Seen()
        let outcome = unsafe client.exchange(HTTPRequest(.get, server.url())) { head in
            seen.statuses.append(head.status)
        } receive: { piece in
            seen.pieces += 1
            unsafe seen.bytes += piece
            return .goOn
        }
        #expect(outcome.status == 200)
        #expect(seen.bytes == Array(text.utf8))
        #expect(seen.pieces > 1)
        #expect(seen.statuses == [200])
    }

    @Test func whoHasEnoughGetsNoMore() throws {
        let text = String(repeating: "0123456789abcdef", count: 40_000)
        let server = try LoopbackServer(#"[{"body":"\#(text)"}]"#)
        final class Seen { var pieces = 0 }
        let seen = Seen()
        let outcome = unsafe client.exchange(HTTPRequest(.get, server.url())) { _ in
        } receive: { _ in
            seen.pieces += 1
            return .stop
        }
        #expect(outcome.status == 200)
        #expect(seen.pieces == 1)
    }

    @Test(arguments: [(206, 5, "12345"), (206, 4, nil), (200, 5, "")] as [(Int, Int, String?)])
    func onlyTheBodyOfTheWantedStatusIsGivenAway(status: Int, largest: Int, expected: String?) throws {
        let server = try LoopbackServer(#"[{"status":\#(status),"body":"12345"}]"#)
        final class Seen { var bytes: [UInt8] = [] }
        let seen = Seen()
        let request = HTTPRequest(.get, server.url())
        let result = unsafe client.answer(to: request, with: 206, largest: largest) { count, piece in
            unsafe seen.bytes.replaceSubrange(count..., with: piece)
        }
        #expect((try? result.get())?.head.status == (expected == nil ? nil : status))
        if let expected { #expect(seen.bytes == Array(expected.utf8)) }
    }

    @Test func anAnswerOverTheLimitIsNotTaken() throws {
        let server = try LoopbackServer(#"[{"body":"12345"}]"#)
        let request = HTTPRequest(.get, server.url())
        #expect(client.answer(to: request, largest: 4).failure?.kind == .tooLarge)
        #expect(try client.answer(to: request, largest: 5).get().body.count == 5)
    }

    @Test func aBodyThatEndsEarlyIsABrokenLine() throws {
        let server = try LoopbackServer(#"[{"body":"half","how":"cut"}]"#)
        #expect(client.answer(to: HTTPRequest(.get, server.url())).failure?.kind == .broken)
    }

    @Test func aServerThatSaysNothingTimesOut() throws {
        let server = try LoopbackServer(#"[{"how":"stall"}]"#)
        var request = HTTPRequest(.get, server.url())
        request.patience.totalSeconds = 1
        #expect(client.answer(to: request).failure?.kind == .timedOut)
    }

    @Test func aPortThatNobodyListensAtIsUnreachable() throws {
        let port = try LoopbackServer("[{}]").port
        let failure = client.answer(to: HTTPRequest(.get, "http://127.0.0.1:\(port)/secret")).failure
        #expect(failure?.kind == .unreachable)
        #expect(failure?.description.hasPrefix("127.0.0.1:\(port): ") == true)
        #expect(failure?.description.contains("secret") == false)
    }

    @Test func aRedirectIsNotFollowed() throws {
        let server = try LoopbackServer(#"[{"status":302,"fields":{"Location":"/other"}}]"#)
        #expect(try client.answer(to: HTTPRequest(.get, server.url())).get().head.status == 302)
        #expect(try server.requests.count == 1)
    }

    @Test func whatWouldEndAHeaderIsRefusedBeforeAnythingIsSent() throws {
        let server = try LoopbackServer("[{}]")
        for (name, value) in [("X-A", "a\r\nX-B: b"), ("X A", "b"), ("", "b"), ("X-A", "\u{0}")] {
            var request = HTTPRequest(.get, server.url())
            request.fields.add(name, value)
            #expect(client.answer(to: request).failure?.kind == .misconfigured)
        }
        #expect(try server.requests.isEmpty)
    }

    @Test func itIsTriedAgainAsTheRuleSays() throws {
        let server = try LoopbackServer(
            #"[{"how":"close"},{"status":429,"fields":{"Retry-After":"7"}},{"status":503},{"body":"done"}]"#)
        var pauses: [Int] = []
        let answer = try client.answer(
            to: HTTPRequest(.get, server.url()), retry: RetryRule(), now: { now }, pause: { pauses.append($0) }
        ).get()
        #expect(answer.body == Array("done".utf8))
        #expect(pauses == [1, 7, 4])
    }

    @Test func anAnswerForGoodIsNotAskedForAgain() throws {
        let server = try LoopbackServer(#"[{"status":404}]"#)
        let answer = try client.answer(
            to: HTTPRequest(.get, server.url()), retry: RetryRule(), now: { now }, pause: { _ in }
        ).get()
        #expect(answer.head.status == 404)
        #expect(try server.requests.count == 1)
    }

    @Test func aConnectionIsUsedAgain() throws {
        let server = try LoopbackServer(#"[{"body":"x"}]"#)
        for _ in 0..<3 { _ = try client.answer(to: HTTPRequest(.get, server.url())).get() }
        #expect(Set(try server.requests.map(\.connection)).count == 1)
    }

    @Test func aCertificateHasToBeTrusted() throws {
        let server = try LoopbackServer(#"[{"body":"x"}]"#, .tls)
        var request = HTTPRequest(.get, server.url(secure: true))
        let failure = client.answer(to: request).failure
        #expect(failure?.kind == .untrusted)
        #expect(failure?.description.contains("CURL_CA_BUNDLE") == true)
        request.certificateFile = server.folder + "/ca.pem"
        #expect(try client.answer(to: request).get().head.status == 200)
    }

    @Test func olderThanTLS12IsRefused() throws {
        let server = try LoopbackServer(#"[{"body":"x"}]"#, .oldTLS)
        var request = HTTPRequest(.get, server.url(secure: true))
        request.certificateFile = server.folder + "/ca.pem"
        #expect(client.answer(to: request).failure?.kind == .noTLS)
        #expect(try server.requests.isEmpty)
    }

    @Test func aServerWithoutTLSIsToldFromOneThatIsNotTrusted() throws {
        let server = try LoopbackServer(#"[{"body":"x"}]"#)
        let failure = client.answer(to: HTTPRequest(.get, server.url().replacing("http://", with: "https://"))).failure
        #expect(failure?.kind == .noTLS)
        #expect(failure?.description.contains("does it speak HTTPS at this port") == true)
    }

    @Test func aCertificateForAnotherNameSaysSo() throws {
        let server = try LoopbackServer(#"[{"body":"x"}]"#, .tls)
        var request = HTTPRequest(.get, server.url(secure: true).replacing("127.0.0.1", with: "localhost"))
        request.certificateFile = server.folder + "/ca.pem"
        let failure = client.answer(to: request).failure
        #expect(failure?.kind == .untrusted)
        #expect(failure?.description.hasSuffix("; its certificate is for another name") == true)
    }
}

extension HTTPOutcome {
    fileprivate var status: Int? { if case .answered(let head) = self { head.status } else { nil } }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
