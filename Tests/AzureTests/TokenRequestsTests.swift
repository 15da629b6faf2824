import HTTP
import Loopback
import Testing

@testable import Azure

/// What is made of the answers of those who give out tokens.
@Suite struct TokenRequestsTests {
    private static let none = #"{"error":"invalid_request","error_description":"Identity not found"}"#
    private static let several = #"{"error":"invalid_request","error_description":"Multiple identities exist"}"#

    @Test(arguments: [
        (400, none, true), (400, several, false), (404, none, true), (404, "<html>", true), (401, "<?xml ", true),
        (403, "", true), (429, "", false), (500, "", false), (503, none, false), (200, "", false),
    ])
    func onlyAMachineThatSaysSoHasNoIdentity(status: Int, body: String, isAbsence: Bool) {
        let answer = HTTPAnswer(head: HTTPHead(status: status), body: Array(body.utf8))
        #expect(TokenRequests.isAbsence(answer) == isAbsence)
    }

    private func token(_ answers: String) throws -> (Result<AccessToken?, AzureFailure>, asked: Int) {
        let server = try LoopbackServer(answers)
        let requests = TokenRequests(surroundings: surroundings(["AZURE_POD_IDENTITY_AUTHORITY_HOST": server.url("")]))
        let result = Result { () throws(AzureFailure) in try requests.machine() }
        return (result, try server.requests.count)
    }

    /// Otherwise a run would go on with another identity.
    @Test(arguments: [(429, 5), (503, 5), (400, 1)])
    func aMachineThatGivesNoTokenIsNoMachineWithoutAnIdentity(status: Int, asked: Int) throws {
        let (result, count) = try token(#"[{"status": \#(status), "body": "{\"error\":\"invalid_request\"}"}]"#)
        #expect(throws: AzureFailure.self) { try result.get() }
        #expect(count == asked)
        if case .failure(let failure) = result { #expect(failure.status == status) }
    }

    @Test func aMachineThatIsBusyIsAskedAgain() throws {
        let (result, count) = try token(
            #"[{"status": 429}, {"body": "{\"access_token\":\"T\",\"expires_in\":\"3600\"}"}]"#)
        #expect(try result.get()?.text == "T")
        #expect(count == 2)
    }

    /// It would be sent to whoever is on the network of the link.
    @Test func aSecretLeavesThisMachineByTLSAlone() throws {
        let requests = TokenRequests(surroundings: surroundings(["AZURE_AUTHORITY_HOST": "http://169.254.1.2"]))
        #expect {
            try requests.principal(tenant: "t", client: "c", secret: "S3CRET", assertionFile: nil)
        } throws: { error in
            "\(error)".contains("should begin with https://")
        }
    }

    @Test(arguments: [
        (
            #"{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret S3CRET."}"#,
            " invalid_client, AADSTS7000215"
        ),
        (#"{"error":"S3CRET IS HERE"}"#, ""), ("S3CRET", ""),
    ])
    func ofARefusalOnlyWordsOfKnownFormAreShown(body: String, words: String) {
        #expect(TokenRequests.codes(Array(body.utf8)) == words)
    }
}
