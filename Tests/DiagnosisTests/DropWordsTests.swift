import Testing

@testable import Diagnosis

/// The sentence on a device's drops names the two strongest facts for the cause, and the strongest against it.
@Suite struct DropWordsTests {
    @Test func aLossNamesItsCodeAndItsReturn() {
        let evidence = evidence(
            """
            06:00:00 pump-1 connect
            07:12:41 pump-1 disconnect 404104
            07:14:41 pump-1 connect
            """)
        #expect(
            evidence
                == "Connected 1 h 12 min; back after 2 min; no goodbye (404104), too long for a renewal."
        )
    }

    @Test func aLossAtTheAgeOfARenewalSaysWhatStandsAgainstIt() {
        // Of four sessions of 48 minutes one ends at 46 and is back after 40 s.
        let evidence = evidence(
            rhythm("pump-1", from: 3600, period: 2880, count: 8, sdk: "c")
                + "\(clock(3600 + 8 * 2883 + 2790)) pump-1 disconnect 404104\n\(clock(3600 + 8 * 2883 + 2830)) pump-1 connect\n"
        )
        #expect(evidence.contains("against it: it renews its token at nearly that age, 48 min"), "\(evidence)")
    }

    @Test func aTakeoverAloneMayBeASecondClient() {
        let evidence = evidence(
            """
            06:00:00 pump-1 connect
            07:00:00 pump-1 connect
            07:00:01 pump-1 disconnect 400027
            """)
        #expect(evidence.contains("back before the hub had noticed"), "\(evidence)")
        #expect(evidence.contains("against it: a second client would leave the same code"), "\(evidence)")
    }

    @Test func aRefusedCredentialCountsItsRefusals() {
        let evidence = evidence(
            """
            06:00:00 pump-1 connect
            07:00:00 pump-1 disconnect 401003
            07:00:05 pump-1 refused 401003
            07:01:00 pump-1 refused 401003
            07:09:00 pump-1 refused 401003
            """)
        #expect(
            evidence.contains("3 attempts to come back refused, 401003 on the disconnect itself"),
            "\(evidence)")
    }

    @Test func aTwinThatTakesTurnsIsNamedByItsTurns() {
        var lines = "06:00:00 pump-1 connect ip=198.51.100\n"
        for turn in 0..<12 {
            let time = 7 * 3600 + turn * 10
            lines += "\(clock(time)) pump-1 connect ip=\(turn % 2 == 0 ? "203.0.113" : "198.51.100")\n"
            lines += "\(clock(time)) pump-1 disconnect 400027\n"
        }
        let evidence = evidence(lines)
        #expect(evidence.contains("one of 12 takeovers, several addresses in turn"), "\(evidence)")
    }

    @Test func aRareCodeOfTheServiceStandsAlone() {
        let evidence = evidence(
            """
            06:00:00 pump-1 connect
            07:00:00 pump-1 disconnect 500001
            07:00:05 pump-1 connect
            """)
        #expect(
            evidence
                == "Connected 1 h; back after 5 s; 500001 from the service, soon back; against it: no other "
                + "device dropped with it.", "\(evidence)")
    }

    @Test func factsThatMostDropsShareStandForAll() {
        let evidence = evidence(
            """
            06:00:00 pump-1 connect
            07:12:41 pump-1 disconnect 404104
            07:14:41 pump-1 connect
            09:12:41 pump-1 disconnect 404104
            09:24:41 pump-1 connect
            10:12:41 pump-1 disconnect 404104
            10:12:51 pump-1 connect
            """)
        #expect(
            evidence.hasSuffix("no goodbye (404104), too long for a renewal."), "\(evidence)")
    }

    @Test(arguments: [
        ([1.0, 3, 2], ["b", "c"], nil), ([-1, 3, -2], ["b"], "c"), ([2, 2, 2], ["a", "b"], nil),
    ])
    func theHeaviestFactsAreTaken(weights: [Double], strongest: [String], against: String?) {
        let facts = zip(weights, ["a", "b", "c"]).map { Fact($0, $1) }
        #expect(facts.strongest == strongest)
        #expect(facts.against == against)
    }

    /// Of the only device.
    private func evidence(_ lines: String) -> String {
        log(lines).analysed().diagnosis.devices.first?.evidence ?? ""
    }
}
