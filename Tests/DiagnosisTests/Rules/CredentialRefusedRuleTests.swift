import Testing

@testable import Diagnosis

@Suite struct CredentialRefusedRuleTests {
    @Test func oneRefusedDisconnectAndRefusedConnectsAfterItAreACredentialRefused() {
        let day = log(
            """
            06:00:00 pump-1 connect
            07:30:00 pump-1 disconnect 401003
            07:30:01 pump-1 refused 401003
            07:30:03 pump-1 refused 401003
            """
        ).analysed()
        #expect(day.lines == ["pump-1 07:30:00 open age 5400 401003 credential-refused"])
        #expect(day.confidences("pump-1") == [.high])
        #expect(day.hub.failedConnects == 2)
    }

    @Test func aLostConnectionWithOneRefusalThatDoesNotComeBackIsPerhapsARefusedCredential() {
        let day = log("06:00:00 pump-1 connect\n07:30:00 pump-1 disconnect 404104\n07:30:05 pump-1 refused 401003")
            .analysed()
        #expect(day.causes("pump-1") == [.credentialRefused])
        #expect(day.confidences("pump-1") == [.low])
    }

    @Test func refusalsThatEndInASuccessAreAMediumGuess() {
        let day = log(
            """
            06:00:00 pump-1 connect
            07:30:00 pump-1 disconnect 401003
            07:30:01 pump-1 refused 401003
            07:30:03 pump-1 refused 401003
            08:30:00 pump-1 connect
            """
        ).analysed()
        #expect(day.causes("pump-1") == [.credentialRefused])
        #expect(day.confidences("pump-1") == [.medium])
    }
}
