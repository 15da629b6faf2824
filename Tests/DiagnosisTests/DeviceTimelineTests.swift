import Testing

@testable import Diagnosis

@Suite struct DeviceTimelineTests {
    @Test func aTimelineTellsTheDayOfOneDevice() {
        let lines = log(
            """
            06:00:00 pump-1 connect
            07:12:41 pump-1 disconnect 404104
            07:13:00 pump-1 refused 500001
            07:14:41 pump-1 connect
            """)
        let context = AnalysisContext(day: LogLines.day, vocabulary: lines.vocabulary)
        let timelines = DeviceTimeline.make(events: lines.events.sorted(), context: context)
        #expect(timelines.map(\.device) == ["pump-1"])
        #expect(
            timelines.first?.entries.map(\.text) == [
                "connected from 203.0.113.XXX over Mqtt", "dropped, 404104", "connect refused, 500001",
                "connected from 203.0.113.XXX over Mqtt",
            ])
        #expect(
            timelines.first?.entries[1].evidence
                == "connected 1 h 12 min; back after 2 min; the service refused it on its way back, soon back; "
                + "against it: no other device dropped with it")
    }
}
