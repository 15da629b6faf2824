import Testing

@testable import Diagnosis

@Suite struct MovedRuleTests {
    private func day(_ arrival: String, then: String = "") -> Analysed {
        log(
            """
            06:00:00 pump-1 connect hub=east
            10:00:00 pump-1 disconnect 404104 hub=east
            \(arrival)
            \(then)
            06:00:00 other connect hub=west
            """
        ).analysed()
    }

    @Test func aDeviceThatConnectsToAnotherHubWithinMinutesHasMovedAndWasNotDown() {
        let day = day("10:03:00 pump-1 connect hub=west")
        #expect(day.diagnosis.findings.map(\.kind) == [.moved], "and that once")
        #expect(day.diagnosis.findings.first?.headline == "1 device moved from east to west")
        #expect(day.diagnosis.findings.first?.needsAction == false)
        #expect(day.diagnosis.hubs.map(\.downtimeSeconds) == [0, 0])
        #expect(day.diagnosis.hubs.map(\.notBack) == [0, 0])
        #expect(day.diagnosis.devicesThatDropped == 0)
    }

    @Test func aDeviceThatConnectsToAnotherHubHoursLaterWasDown() {
        let day = day("13:00:00 pump-1 connect hub=west")
        #expect(day.diagnosis.findings.map(\.kind) == [.notBack])
    }

    @Test func aDeviceThatMovesBackAfterHoursHasMovedAgain() {
        let text = """
            02:00:00 pump-1 connect hub=west
            03:00:00 pump-1 disconnect hub=west
            """
        #expect(day("10:03:00 pump-1 connect hub=west", then: text).diagnosis.findings.map(\.kind) == [.moved])
    }

    @Test func aDeviceThatComesBackToItsHubHasNotMoved() {
        let day = day("10:03:00 pump-1 connect hub=west", then: "11:00:00 pump-1 connect hub=east")
        #expect(!day.diagnosis.findings.contains { $0.kind == .moved })
    }

    /// Another device of the same name, connected before the data, whose first record is of minutes before the loss.
    @Test func aDeviceThatWasThereAllAlongHasNotCome() {
        let there = "09:40:00 pump-1 disconnect 404104 hub=west\n09:46:00 pump-1 connect hub=west"
        #expect(!day(there).diagnosis.findings.contains { $0.kind == .moved })
    }

    @Test func aDeviceThatKnocksOnAtItsHubHasNotMoved() {
        let knocks = (10..<16).map { "\($0):20:00 pump-1 refused 401003 hub=east" }.joined(separator: "\n")
        let day = day("10:03:00 pump-1 connect hub=west", then: knocks)
        #expect(!day.diagnosis.findings.contains { $0.kind == .moved })
    }

    @Test func theNextDayTellsNeitherAMoveNorADeviceThatIsDown() {
        let lines = log(
            """
            -2 06:00:00 pump-1 connect hub=east
            -2 10:00:00 pump-1 disconnect 404104 hub=east
            -2 10:03:00 pump-1 connect hub=west
            06:00:00 other connect hub=east
            06:00:00 other connect hub=west
            """)
        let kinds = lines.carriedOn().diagnosis.findings.map(\.kind)
        #expect(!kinds.contains(.moved) && !kinds.contains(.notBack))
    }
}
