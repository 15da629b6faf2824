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

    @Test func whatIsDownNowComesBeforeNewsAndNewsBeforeWhatIsKnown() {
        let actions = ranked(
            found(.flapping, ["a"], .known), found(.slowRenewal, ["b"], .new), found(.notBack, ["c"], .known),
            found(.incident, [], count: 4), found(.oldSDK, ["d"]))
        #expect(actions.map(\.kind) == [.notBack, .slowRenewal, .flapping, .incident, .oldSDK])
        #expect(actions.map(\.rank) == [1, 2, 3, 4, 5])
    }

    @Test func anIncidentThatManyFeltIsNewsAndOneWithDevicesStillAwayIsFirst() {
        let actions = ranked(
            found(.flapping, ["a"], .known), found(.incident, [], key: "large", count: 300),
            found(.incident, ["x"], key: "open", count: 30))
        #expect(actions.map(\.finding) == ["open", "large", "flapping"])
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
