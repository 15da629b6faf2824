import Model
import Testing

@testable import Diagnosis

@Suite struct ConnectionEventCheckTests {
    /// `07:00:30 pump-1 connected`, one event a line.
    private func check(_ lines: LogLines, events text: String, hub: String = "pumps") -> ConnectionEventCoverage? {
        let events = text.split(separator: "\n").enumerated().map { number, line in
            let words = line.split(separator: " ").map(String.init)
            let name = words[1].split(separator: "/").map(String.init)
            return ConnectionStateEvent(
                hub: hub, device: name[0], module: name.count > 1 ? name[1] : "", isConnected: words[2] == "connected",
                time: LogLines.time(words[0]), sequence: String(number))
        }
        var check = ConnectionEventCheck(events, day: LogLines.day.span, vocabulary: lines.vocabulary)
        for event in Set(lines.events).sorted() { check?.add(event) }
        return check?.finish(end: LogLines.time("24:00:00")).first
    }

    private let log1 = log("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 404104\n08:00:00 pump-1 connect")

    @Test func eventsUpToThreeMinutesAfterTheirRecordsAgree() {
        let found = check(
            log1, events: "06:00:40 pump-1 connected\n07:03:00 pump-1 disconnected\n08:00:59 pump-1 connected")
        #expect(found?.connected == 2 && found?.disconnected == 1)
        #expect(found?.withoutRecord == 0 && found?.isLossy == false)
        #expect(found?.changes == 1, "the last change lies too near to the last event to expect one after it")
        #expect(found?.changesWithoutEvent == 0)
    }

    @Test func anEventWithoutARecordProvesThatOneIsMissing() {
        let found = check(log1, events: "07:03:01 pump-1 disconnected\n12:00:00 pump-9 connected")
        #expect(found?.disconnectedWithoutRecord == 1, "three minutes and a second after the record")
        #expect(found?.connectedWithoutRecord == 1, "a device that stands in no record")
        #expect(found?.isLossy == true)
        #expect(found?.examples.map(\.device) == ["pump-1", "pump-9"])
    }

    @Test func anEventNeedsARecordOfItsOwnKind() {
        #expect(check(log1, events: "07:00:30 pump-1 connected")?.connectedWithoutRecord == 1)
    }

    @Test func aRefusedConnectIsNoRecordOfAConnection() {
        let found = check(log("07:00:00 pump-1 refused 401003"), events: "07:00:30 pump-1 connected")
        #expect(found?.connectedWithoutRecord == 1)
    }

    @Test func aDropShorterThanTwoMinutesNeedsNoEvent() {
        let lines = log(
            "06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect\n07:01:59 pump-1 connect\n23:00:00 pump-1 disconnect")
        let found = check(lines, events: "06:00:30 pump-1 connected\n23:00:20 pump-1 disconnected")
        #expect(found?.changes == 0 && found?.changesWithoutEvent == 0)
    }

    @Test func aDropOfTwoMinutesWithoutAnEventIsCounted() {
        let lines = log(
            "06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect\n07:02:00 pump-1 connect\n23:00:00 pump-1 disconnect")
        let found = check(lines, events: "06:00:30 pump-1 connected\n23:00:20 pump-1 disconnected")
        #expect(found?.changes == 2 && found?.changesWithoutEvent == 2)
    }

    @Test func changesOfDevicesWithoutAnyEventStandApart() {
        let lines = log(
            "06:00:00 pump-1 connect\n06:00:00 pump-2 connect\n07:00:00 pump-2 disconnect\n23:00:00 pump-1 disconnect")
        let found = check(lines, events: "06:00:30 pump-1 connected\n23:00:20 pump-1 disconnected")
        #expect(found?.changesOfOtherDevices == 1 && found?.changesWithoutEvent == 0)
    }

    @Test func aTakeoverLeavesTheDeviceConnected() {
        let lines = log(
            "06:00:00 pump-1 connect\n07:00:00 pump-1 connect\n07:00:02 pump-1 disconnect 400027\n"
                + "23:00:00 pump-1 disconnect")
        let found = check(lines, events: "06:00:30 pump-1 connected\n23:00:20 pump-1 disconnected")
        #expect(found?.changes == 0)
    }

    @Test func outsideTheEventsOfTheFileNothingIsExpected() {
        let found = check(log1, events: "09:00:00 pump-1 connected\n10:00:00 pump-1 disconnected")
        #expect(found?.changes == 0)
    }

    @Test func aModuleIsNotItsDevice() {
        let found = check(
            log("07:00:00 gw/camera disconnect"), events: "07:00:30 gw disconnected\n07:00:30 gw/camera disconnected")
        #expect(found?.disconnectedWithoutRecord == 1)
    }

    @Test func theSameDeviceOnAnotherHubIsAnother() {
        #expect(check(log1, events: "06:00:40 pump-1 connected", hub: "other")?.connectedWithoutRecord == 1)
    }

    @Test func eventsOfOtherDaysAreNotOfThisOne() {
        let event = ConnectionStateEvent(
            hub: "pumps", device: "pump-1", module: "", isConnected: true, time: LogLines.time("24:00:00"),
            sequence: "1")
        #expect(ConnectionEventCheck([event], day: LogLines.day.span, vocabulary: log1.vocabulary) == nil)
    }
}
