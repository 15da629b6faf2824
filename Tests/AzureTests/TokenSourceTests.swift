import Foundation
import Model
import Testing

@testable import Azure

@Suite struct TokenSourceTests {
    /// A clock and a giver of tokens that last for so many seconds.
    private final class Giver: @unchecked Sendable {
        var now: Int64 = 1_773_210_600
        var given = 0
        var isAway = false
        var asked = 0

        func source(life: Int64) -> TokenSource {
            TokenSource(now: { Instant(seconds: self.now) }) { () throws(AzureFailure) in
                self.asked += 1
                if self.isAway { throw AzureFailure("giver", "away", later: true) }
                self.given += 1
                let json = #"{"access_token":"T\#(self.given)","expires_in":\#(life)}"#
                guard let token = AccessToken(Array(json.utf8), now: Instant(seconds: self.now)) else {
                    throw AzureFailure("giver", "broken", later: false)
                }
                return token
            }
        }
    }

    @Test func aTokenIsRenewedFiveMinutesBeforeItEnds() throws {
        let giver = Giver()
        let source = giver.source(life: 3600)
        #expect(try source.token() == "T1")
        giver.now += 3299
        #expect(try source.token() == "T1")
        giver.now += 1
        #expect(try source.token() == "T2")
    }

    @Test func aTokenThatWasRefusedIsRenewedOnceForAll() throws {
        let giver = Giver()
        let source = giver.source(life: 3600)
        let first = try source.token()
        #expect(try source.token(insteadOf: first) == "T2")
        #expect(try source.token(insteadOf: first) == "T2")
    }

    @Test func whileNobodyGivesTokensTheOldOneServesUntilItEnds() throws {
        let giver = Giver()
        let source = giver.source(life: 3600)
        _ = try source.token()
        giver.isAway = true
        giver.now += 3599
        #expect(try source.token() == "T1")
        giver.now += 1
        #expect(throws: AzureFailure.self) { try source.token() }
    }

    @Test func whoGivesNoTokenIsAskedOnceAMinute() throws {
        let giver = Giver()
        let source = giver.source(life: 3600)
        giver.isAway = true
        for _ in 0..<3 { #expect(throws: AzureFailure.self) { try source.token() } }
        giver.now += 59
        #expect(throws: AzureFailure.self) { try source.token(insteadOf: "old") }
        #expect(giver.asked == 1)
        giver.now += 1
        giver.isAway = false
        #expect(try source.token() == "T1")
        // An old token that still serves is no reason to ask for each request.
        giver.isAway = true
        giver.now += 3400
        for _ in 0..<3 { #expect(try source.token() == "T1") }
        #expect(giver.asked == 3)
    }

    @Test(
        arguments: [
            (#"{"access_token":"T","expires_in":3599,"token_type":"Bearer"}"#, 1_773_214_199),
            (#"{"access_token":"T","expires_on":"1773220000","resource":"r"}"#, 1_773_220_000),
            (#"{"accessToken":"T","expiresOn":"2026-03-11 07:00:00.000000","expires_on":1773220000}"#, 1_773_220_000),
            (#"{"accessToken":"T","expiresOn":"2026-03-11 07:00:00.000000"}"#, 1_773_211_200),
            (#"{"access_token":"T","expires_on":"x y"}"#, 1_773_211_200),
        ] as [(String, Int64)])
    func everyFormOfAnAnswerSaysWhenTheTokenEnds(json: String, ends: Int64) throws {
        let token = try #require(AccessToken(Array(json.utf8), now: Instant(seconds: 1_773_210_600)))
        #expect(token.text == "T")
        #expect(token.ends.seconds == ends)
    }

    @Test(arguments: ["", "[]", "{}", #"{"access_token":""}"#, #"{"access_token":"a b"}"#])
    func whatIsNoTokenIsNone(json: String) {
        #expect(AccessToken(Array(json.utf8), now: Instant(seconds: 0)) == nil)
    }
}
