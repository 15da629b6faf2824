import Model
import Testing

@testable import Diagnosis

@Suite struct EventLookupTests {
    private func context(_ lines: LogLines) -> AnalysisContext {
        AnalysisContext(day: LogLines.day, vocabulary: lines.vocabulary)
    }

    /// pump-2 is met first, but its takeover is taken after the connect of pump-1 at that moment.
    @Test func eventsThatAreFoundAheadOneByOneGiveTheirDrops() throws {
        let lines = LogLines(
            """
            10:00:00 pump-2 disconnect 409002
            10:00:00 pump-1 connect sdk=c
            10:00:30 pump-1 disconnect 404104
            10:01:30 pump-1 connect sdk=c
            """)
        var analysis = DayAnalysis(context: context(lines))
        var lookup = analysis.lendLookup()
        for event in lines.events.sorted() { analysis.add(lookup.find([event])) }
        analysis.takeBack(lookup)
        let judged = try ClassifiedDay(analysis)
        var drops: [Drop] = []
        try judged.drops.forEachBatch { drops += $0 }
        let analysed = Analysed(diagnosis: try judged.diagnosis(), drops: drops, vocabulary: lines.vocabulary)
        #expect(
            analysed.lines.filter { $0.hasPrefix("pump-1") }
                == ["pump-1 10:00:30 back 60 age 30 404104 network-loss"])
        #expect(analysed.lines.count == 2)
    }

    @Test func identitiesHaveTheirNumbersInOrderOfAppearance() {
        let lines = LogLines(
            """
            10:00:00 pump-1 connect
            10:00:01 pump-2 connect
            10:00:02 pump-1 disconnect
            """)
        var analysis = DayAnalysis(context: context(lines))
        var lookup = analysis.lendLookup()
        #expect(lookup.find(lines.events.sorted()).map(\.identity) == [0, 1, 0])
    }

    @Test func eventsOutsideTheDataHaveNoIdentity() {
        let lines = LogLines(
            """
            -2 10:00:00 pump-1 connect
            10:00:00 pump-1 connect
            3 10:00:00 pump-1 connect
            """)
        var analysis = DayAnalysis(context: context(lines))
        var lookup = analysis.lendLookup()
        #expect(lookup.find(lines.events).map(\.identity) == [IdentityEvent.none, 0, IdentityEvent.none])
    }

    @Test func eventsOfNumbersThatNobodyKnowsAreCountedAndHaveNoIdentity() {
        let lines = LogLines("10:00:00 pump-1 connect")
        var analysis = DayAnalysis(context: context(lines))
        var lookup = analysis.lendLookup()
        let (time, known) = (lines.events[0].time, lines.events[0])
        let found = lookup.find([
            Event(time: time, client: 7, eventType: known.eventType), known,
            Event(time: time, client: known.client, eventType: 7),
        ])
        #expect(found.map(\.identity) == [IdentityEvent.none, 0, IdentityEvent.none])
        #expect(lookup.unknownEvents == 2)
    }

    /// They are gathered 128 at a time, and eight such pieces wait.
    @Test func manyIdentitiesAreAllCounted() {
        var lines = LogLines("")
        for number in 0..<1_200 {
            lines.add("10:00:00 pump-\(number) connect")
            lines.add("1\(number % 9 + 1):0\(number % 10):00 pump-\(number) disconnect 404104")
        }
        let analysed = lines.analysed()
        #expect(analysed.diagnosis.devicesThatDropped == 1_200)
        #expect(analysed.drops.count == 1_200)
    }
}
