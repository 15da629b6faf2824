import Model
import Testing

@testable import Diagnosis
@testable import Report

@Suite struct ActionRankingTests {
    private func found(
        _ kind: Finding.Kind, _ devices: [String], _ state: FindingState? = nil, key: String? = nil, count: Int? = nil
    ) -> FindingReport {
        FindingReport(
            Finding(
                key: key ?? kind.rawValue, kind: kind, confidence: .high, hub: "pumps", headline: kind.rawValue,
                devices: devices, deviceCount: count ?? devices.count, drops: devices.count),
            state: state)
    }

    private func ranked(_ findings: FindingReport...) -> [Action] {
        Action.ranked(findings, catalogue: Catalogue())
    }

    @Test func whatIsNewlyDownComesBeforeNewsAndNewsBeforeWhatIsKnown() {
        let actions = ranked(
            found(.flapping, ["a"], .known), found(.slowRenewal, ["b"], .new), found(.notBack, ["c"], .new),
            found(.incident, [], count: 4), found(.oldSDK, ["d"]))
        #expect(actions.map(\.kind) == [.notBack, .slowRenewal, .flapping, .incident, .oldSDK])
        #expect(actions.map(\.urgency) == [.downNow, .news, .recurring, .over, .hint])
        #expect(actions.map(\.rank) == [1, 2, 3, 4, 5])
    }

    /// Down since 3 March, as all days since then said, and on the tenth a new incident.
    @Test func whatHasBeenTheSameForAWeekComesAfterWhatIsNew() {
        var since = found(.notBack, ["a"], .known)
        since.since = "2026-03-03"
        let around = ActionRanking.Surroundings(day: CivilDate("2026-03-10") ?? CivilDate(daysSince1970: 0))
        let findings = [since, found(.incident, [], key: "large", count: 300)]
        let actions = Action.ranked(findings, catalogue: Catalogue(), around)
        #expect(actions.map(\.finding) == ["large", "not-back"])
        #expect(actions.map(\.urgency) == [.news, .chronic])
        #expect(actions[1].trend == Array(repeating: nil, count: 29) + [1])
        since.since = "2026-03-04"
        #expect(ActionRanking.urgency(of: since, around) == .recurring)
    }

    /// The finding is known for a week; one of its devices went down today.
    @Test func aDeviceThatWentDownTodayIsNewAmongThoseThatAreDownForLong() {
        var finding = found(.notBack, ["a", "b"], .known)
        finding.since = "2026-03-01"
        var around = ActionRanking.Surroundings(day: CivilDate("2026-03-10") ?? CivilDate(daysSince1970: 0))
        #expect(ActionRanking.urgency(of: finding, around) == .chronic)
        around.newlyDown = ["pumps": ["b"]]
        #expect(ActionRanking.urgency(of: finding, around) == .downNow)
        around.newlyDown = ["valves": ["b"]]
        #expect(ActionRanking.urgency(of: finding, around) == .chronic)
    }

    @Test func anIncidentThatManyFeltIsNewsAndOneWithDevicesStillAwayIsFirst() {
        let actions = ranked(
            found(.flapping, ["a"], .known), found(.incident, [], key: "large", count: 300),
            found(.incident, ["x"], key: "open", count: 30))
        #expect(actions.map(\.finding) == ["open", "large", "flapping"])
    }

    @Test func anActionSaysWhoseItMostLikelyIs() {
        var around = ActionRanking.Surroundings()
        around.incidentKinds = ["outage": .siteOutage, "fault": .serviceIncident]
        func words(_ finding: FindingReport) -> String? {
            Action.ranked([finding], catalogue: Catalogue(), around).first?.faultWords
        }
        #expect(words(found(.flapping, ["a"])) == "network or device")
        #expect(words(found(.credentialRefused, ["a"])) == "credentials or device")
        #expect(words(found(.incident, ["a"], key: "outage")) == "network")
        #expect(words(found(.incident, ["a"], key: "fault")) == "Azure")
        #expect(words(found(.newCode, [])) == nil)
    }

    /// One address fails three times, each time with five devices, another one once.
    @Test func severalIncidentsOfOnePlaceAreOneMatterAndNews() {
        var around = ActionRanking.Surroundings()
        let times = ["one", "two", "three"]
        for time in times { around.places[time] = "Site or carrier outage at addresses 198.51.100.*" }
        around.places["other"] = "Site or carrier outage at addresses 203.0.113.*"
        let findings = (times + ["other"]).map { found(.incident, [], key: $0, count: 5) }
        let actions = Action.ranked(findings, catalogue: Catalogue(), around)
        #expect(actions.map(\.findings) == [times, ["other"]])
        #expect(actions.map(\.urgency) == [.news, .over])
        #expect(
            actions[0].headline
                == "Site or carrier outage at addresses 198.51.100.*, 3 times: up to 5 devices each, 0 drops")
        #expect(actions[0].deviceCount == 5)
    }

    @Test(arguments: [
        (Finding.Kind.slowRenewal, Confidence.medium, true), (.slowRenewal, .low, false), (.oldSDK, .high, false),
    ])
    func aGuessAndAHintNeedNobody(kind: Finding.Kind, confidence: Confidence, needsSomebody: Bool) {
        var finding = found(kind, ["a"], .new)
        finding.finding.confidence = confidence
        #expect(ranked(finding).map(\.needsSomebody) == [needsSomebody])
    }

    /// That devices are away is certain, whatever the cause.
    @Test func devicesThatAreDownNeedSomebodyAlsoWhereTheCauseIsAGuess() {
        var finding = found(.incident, ["a"])
        finding.finding.confidence = .low
        #expect(ranked(finding).map(\.needsSomebody) == [true])
    }

    @Test func aDeviceIsOfOneMatter() {
        let actions = ranked(
            found(.notBack, ["a", "b"]), found(.flapping, ["a"]), found(.worseThanBaseline, ["b"]),
            found(.slowRenewal, ["a", "c"]))
        #expect(actions.map(\.kind) == [.notBack, .slowRenewal])
    }

    @Test func whatIsWrongIsSaidBeforeThatSomethingIs() {
        #expect(ranked(found(.flapping, ["a"]), found(.idleTimeout, ["a"])).map(\.kind) == [.idleTimeout])
    }

    @Test func aListOfWhichNotAllIsNamedHidesNothing() {
        let actions = ranked(found(.notBack, ["a"], count: 60), found(.flapping, ["a"], count: 60))
        #expect(actions.count == 2)
    }

    @Test func thirtyTwoEqualFindingsAreOneAction() {
        let findings = (0..<32).map { found(.duplicateIdentity, ["d\($0)"], key: "duplicate-identity/pumps/d\($0)") }
        let actions = Action.ranked(findings, catalogue: Catalogue())
        #expect(actions.count == 1)
        #expect(actions.first?.deviceCount == 32)
        #expect(actions.first?.findings?.count == 32)
        #expect(
            actions.first?.headline
                == "32 devices used by two clients, or taking over their own connections: 32 drops")
    }

    @Test func knownOnesAndNewOnesOfAKindAreTwoActions() {
        let actions = ranked(
            found(.duplicateIdentity, ["a"], .known, key: "a"), found(.duplicateIdentity, ["b"], .new, key: "b"))
        #expect(actions.map(\.finding) == ["b", "a"])
    }
}
