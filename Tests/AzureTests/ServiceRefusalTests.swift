import HTTP
import Testing

@testable import Azure

@Suite struct ServiceRefusalTests {
    private static let advice = ServiceRefusal.Advice(badRequest: "bad", permission: "give it a role", absent: "absent")

    private func refusal(_ status: Int, _ body: String) -> ServiceRefusal {
        ServiceRefusal(
            HTTPAnswer(head: HTTPHead(status: status), body: Array(body.utf8)), "az login", ServiceRefusalTests.advice)
    }

    @Test func ofItsOwnWordsOnlyCodesAreShown() {
        let body = #"{"error":{"code":"BadArgumentError","message":"S3CRET","innererror":{"code":"SemanticError"}}}"#
        #expect(refusal(400, body).sentence == "bad (HTTP 400, BadArgumentError, SemanticError)")
        #expect(
            refusal(403, #"{"error":{"code":"S3CRET is here"}}"#).sentence
                == "az login may not read here; give it a role (HTTP 403)")
        #expect(refusal(404, "S3CRET").sentence == "absent (HTTP 404)")
    }

    @Test(arguments: [
        (504, "", true), (413, "", true), (400, #"{"error":{"code":"LimitsExceeded"}}"#, true), (400, "", false),
        (503, "", false), (429, "", false),
    ])
    func whatIsTooMuchMayBeAskedForInParts(status: Int, body: String, isAboutSize: Bool) {
        #expect(refusal(status, body).isAboutSize == isAboutSize)
    }

    @Test(arguments: [(403, false), (404, false), (408, true), (429, true), (500, true)])
    func whatPassesIsKnown(status: Int, later: Bool) {
        #expect(refusal(status, "").failure(of: "here").later == later)
    }
}
