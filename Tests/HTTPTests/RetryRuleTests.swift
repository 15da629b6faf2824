import Model
import Testing

@testable import HTTP

@Suite struct RetryRuleTests {
    private let now = Instant(iso8601: "2026-03-11T06:30:00Z") ?? Instant(seconds: 0)

    private func answered(_ status: Int, _ retryAfter: String? = nil) -> HTTPOutcome {
        var head = HTTPHead(status: status)
        if let retryAfter { head.fields.add("retry-after", retryAfter) }
        return .answered(head)
    }

    @Test(arguments: [
        (200, false), (301, false), (400, false), (401, false), (403, false), (404, false), (408, true), (409, false),
        (412, false), (416, false), (429, true), (500, true), (502, true), (503, true), (504, true),
    ])
    func aStatusMayHaveAnotherOutcomeLater(status: Int, isRepeated: Bool) {
        #expect((RetryRule().wait(after: answered(status), tried: 1, now: now) != nil) == isRepeated)
    }

    @Test(arguments: [
        (HTTPFailure.Kind.unreachable, true), (.timedOut, true), (.broken, true), (.untrusted, false), (.noTLS, false),
        (.misconfigured, false), (.tooLarge, false),
    ])
    func aLineThatBrokeMayHold(kind: HTTPFailure.Kind, isRepeated: Bool) {
        let outcome = HTTPOutcome.failed(HTTPFailure(kind, "x"))
        #expect((RetryRule().wait(after: outcome, tried: 1, now: now) != nil) == isRepeated)
    }

    @Test func eachWaitIsTwiceTheOneBeforeUpToTheLongest() {
        var rule = RetryRule()
        rule.tries = 8
        let waits = (1...8).map { rule.wait(after: answered(503), tried: $0, now: now) }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30, nil])
    }

    @Test(arguments: [
        ("7", 7), ("0", 1), ("60", 60), ("61", nil), ("soon", 1), ("-5", 1), ("Wed, 11 Mar 2026 06:30:20 GMT", 20),
        ("Wed, 11 Mar 2026 06:00:00 GMT", 1), ("Wed, 11 Mar 2026 07:30:00 GMT", nil), ("  9 ", 9),
    ])
    func theServerMayAskForALongerWait(text: String, wait: Int?) {
        #expect(RetryRule().wait(after: answered(429, text), tried: 1, now: now) == wait)
    }
}

@Suite struct HTTPDateTests {
    @Test func aDateIsReadAsRFC9110WritesIt() {
        // 1994-11-06T08:49:37Z, the example of the RFC; `date -u -d @784111777`.
        #expect(HTTPDate.instant("Sun, 06 Nov 1994 08:49:37 GMT") == Instant(seconds: 784_111_777))
        #expect(HTTPDate.text(Instant(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.text(Instant(seconds: 0)) == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test(arguments: [
        "", "Sun, 06 Nov 1994 08:49:37 UTC", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
    ])
    func anythingElseIsNone(text: String) {
        #expect(HTTPDate.instant(text) == nil)
    }
}
