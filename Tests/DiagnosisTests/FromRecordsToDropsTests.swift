import Model
import Testing

@testable import Diagnosis

@Suite struct FromRecordsToDropsTests {
    @Test func aRefusalAndTheCloseAfterItAreOneDrop() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 disconnect 401003
            06:30:40 pump-1 disconnect 404104
            06:31:10 pump-1 connect
            """
        ).analysed()
        #expect(
            day.lines.map { $0.split(separator: " ").dropLast().joined(separator: " ") } == [
                "pump-1 06:30:00 back 70 age 1800 401003+404104"
            ])
        #expect(day.drops.first?.records == 2)
    }

    @Test(arguments: [("06:30:59", 1), ("06:31:00", 1), ("06:31:01", 2)])
    func aMinuteApartIsStillOneDrop(time: String, drops: Int) {
        let day = log(
            "06:00:00 pump-1 connect\n06:30:00 pump-1 disconnect 404104\n\(time) pump-1 disconnect 404104\n"
                + "06:40:00 pump-1 connect"
        ).analysed()
        #expect(day.drops.count == drops)
    }

    @Test func recordsMoreThanAMinuteApartAreTwoDrops() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 disconnect 404104
            06:31:01 pump-1 disconnect 404104
            06:40:00 pump-1 connect
            """
        ).analysed()
        #expect(
            day.lines == [
                "pump-1 06:30:00 back 600 age 1800 404104 network-loss",
                "pump-1 06:31:01 back 539 age ? 404104 network-loss",
            ])
        #expect(day.hub.downtimeSeconds == 600, "no second counts twice")
    }

    @Test func withinOneSecondADisconnectComesBeforeTheConnect() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:48:00 pump-1 connect
            06:48:00 pump-1 disconnect 404104
            """
        ).analysed()
        #expect(day.lines.map { $0.contains("06:48:00 back 0 age 2880 404104") } == [true])
        #expect(day.hub.notBack == 0)
    }

    @Test func aTakeoverAfterTheNewConnectNeverMarksTheDeviceOffline() {
        let day = log(
            """
            06:00:00 pump-1 connect ip=203.0.113
            07:00:00 pump-1 connect ip=198.51.100
            07:00:02 pump-1 disconnect 400027 ip=203.0.113
            """
        ).analysed()
        #expect(day.lines == ["pump-1 07:00:02 back 0 age 3602 400027 network-loss"])
        #expect(day.hub.notBack == 0)
        #expect(day.hub.connected.last == ConnectedPoint(start: LogLines.time("23:55:00"), least: 1, most: 1))
    }

    @Test func aTakeoverInTheSecondOfTheNewConnectEndsTheOlderConnection() {
        let day = log(
            """
            06:00:00 pump-1 connect
            07:00:00 pump-1 connect
            07:00:00 pump-1 disconnect 409002
            """
        ).analysed()
        #expect(day.lines == ["pump-1 07:00:00 back 0 age 3600 409002 network-loss"])
        #expect(day.hub.notBack == 0)
    }

    @Test func aTakeoverSoonAfterAnotherDropIsThatDropsSideEffect() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 disconnect 404104
            06:30:30 pump-1 connect
            06:30:31 pump-1 disconnect 409002
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:30:00 back 30 age 1800 404104+409002 network-loss"])
        #expect(day.hub.notBack == 0)
    }

    @Test func aTakeoverLongAfterAnotherDropIsADropOfItsOwn() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 disconnect 404104
            06:30:30 pump-1 connect
            06:32:01 pump-1 connect
            06:32:01 pump-1 disconnect 409002
            """
        ).analysed()
        #expect(day.lines.count == 2)
    }

    /// A device whose drop lasted ten minutes, and the takeover of its old link on either side of the return.
    @Test(arguments: [-5, -1, 0, 1, 5, 30, 120])
    func aTakeoverAroundAReturnIsOneEventWithIt(late: Int) {
        let day = log(
            """
            08:00:00 gw-1 connect
            09:00:00 gw-1 disconnect 404104
            09:10:00 gw-1 connect
            \(clock(33_000 + late)) gw-1 disconnect 409002
            17:00:00 gw-1 disconnect 404104
            17:01:00 gw-1 connect
            """
        ).analysed()
        #expect(
            day.lines == [
                "gw-1 09:00:00 back 600 age 3600 404104+409002 network-loss",
                "gw-1 17:00:00 back 60 age 28200 404104 network-loss",
            ])
        #expect(day.hub.downtimeSeconds == 660)
    }

    @Test func aTakeoverAfterTheFirstConnectEndsALinkFromBeforeTheData() {
        let day = log("08:00:00 gw-1 connect\n08:00:02 gw-1 disconnect 400027\n09:00:00 gw-1 disconnect 404104")
            .analysed()
        #expect(
            day.lines == [
                "gw-1 08:00:02 back 0 age ? 400027 network-loss", "gw-1 09:00:00 open age 3600 404104 network-loss",
            ])
        #expect(day.hub.inferredConnected == 1)
        #expect(day.hub.connected.first == ConnectedPoint(start: LogLines.time("00:00:00"), least: 1, most: 1))
    }

    @Test func takeoversOfThreeConnectsAtOnceEndTheOldestLinksFirst() {
        let day = log(
            """
            08:00:00 gw-1 connect
            09:00:00 gw-1 connect
            09:00:03 gw-1 connect
            09:00:04 gw-1 disconnect 400027
            09:00:05 gw-1 disconnect 400027
            """
        ).analysed()
        #expect(
            day.lines == [
                "gw-1 09:00:04 back 0 age 3604 400027 network-loss", "gw-1 09:00:05 back 0 age 5 400027 network-loss",
            ])
        #expect(day.hub.notBack == 0)
    }

    @Test func aTakeoverWithoutAConnectDoesNotKeepTheDeviceOfflineUntilItsNextDrop() {
        let day = log(
            """
            08:00:00 gw-1 connect
            09:00:00 gw-1 disconnect 400027
            17:00:00 gw-1 disconnect 404104
            17:01:00 gw-1 connect
            """
        ).analysed()
        #expect(day.hub.downtimeSeconds == 60)
        #expect(day.lines.first == "gw-1 09:00:00 back 0 age 3600 400027 network-loss")
    }

    @Test func aTakeoverNeverTurnsAGoodbyeIntoACode() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 disconnect
            06:30:30 pump-1 connect
            06:30:31 pump-1 disconnect 400027
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:30:00 back 30 age 1800 clean clean-close"])
    }

    @Test func aConnectWithLevelErrorIsNeverBackOnline() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 disconnect 404104
            06:30:30 pump-1 refused 500001
            06:45:00 pump-1 connect
            """
        ).analysed()
        #expect(day.lines.map { $0.contains("06:30:00 back 900") } == [true])
        #expect(day.hub.failedConnects == 1)
    }

    @Test func aDropThatBeganBeforeTheDayIsNotCountedButItsDowntimeWithinTheDayIs() {
        let day = log(
            """
            -1 22:00:00 pump-1 connect
            -1 23:50:00 pump-1 disconnect 404104
            00:10:00 pump-1 connect
            """
        ).analysed()
        #expect(day.drops.isEmpty)
        #expect(day.hub.drops == 0)
        #expect(day.hub.downtimeSeconds == 600)
        // What weeks add up is what the day says.
        #expect(day.diagnosis.identities.map(\.downtimeSeconds) == [600])
        #expect(day.diagnosis.identities.map(\.drops) == [0])
    }

    @Test func aDropThatBeginsAtMidnightBelongsToTheNewDay() {
        let day = log(
            """
            -1 22:00:00 pump-1 connect
            00:00:00 pump-1 disconnect 404104
            00:05:00 pump-1 connect
            """
        ).analysed()
        #expect(day.lines == ["pump-1 00:00:00 back 300 age 7200 404104 network-loss"])
    }

    @Test func recordsOfOneDropOnBothSidesOfMidnightBelongToTheDayBefore() {
        let day = log(
            """
            -1 22:00:00 pump-1 connect
            -1 23:59:40 pump-1 disconnect 401003
            00:00:10 pump-1 disconnect 404104
            00:05:00 pump-1 connect
            """
        ).analysed()
        #expect(day.drops.isEmpty)
        #expect(day.hub.downtimeSeconds == 300)
    }

    @Test func aReturnAfterMidnightEndsADropOfTheDay() {
        let day = log(
            """
            23:00:00 pump-1 connect
            23:50:00 pump-1 disconnect 404104
            +1 00:20:00 pump-1 connect
            """
        ).analysed()
        #expect(day.lines == ["pump-1 23:50:00 back 1800 age 3000 404104 network-loss"])
        #expect(day.hub.downtimeSeconds == 600, "cut at the end of the day")
        #expect(day.hub.notBack == 0)
    }

    @Test func aFirstRecordThatIsADisconnectProvesAnEarlierConnection() {
        let day = log(
            """
            06:30:00 pump-1 disconnect 404104
            06:40:00 pump-1 connect
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:30:00 back 600 age ? 404104 network-loss"])
        #expect(day.hub.inferredConnected == 1)
        #expect(day.hub.connected.first == ConnectedPoint(start: LogLines.time("00:00:00"), least: 1, most: 1))
    }

    @Test func anOpenDropHasNoEndAndCountsAtLeastToTheEndOfTheDay() {
        let day = log(
            """
            06:00:00 pump-1 connect
            23:00:00 pump-1 disconnect 404104
            """
        ).analysed()
        #expect(day.lines == ["pump-1 23:00:00 open age 61200 404104 network-loss"])
        #expect(day.hub.notBack == 1)
        #expect(day.hub.downtimeSeconds == 3600)
        #expect(day.total(.networkLoss)?.open == 1)
    }

    @Test func twoHubsWithOneDeviceIdAreTwoIdentities() {
        let day = log(
            """
            06:00:00 pump-1 connect hub=east
            06:00:00 pump-1 connect hub=west
            07:00:00 pump-1 disconnect 404104 hub=east
            07:00:30 pump-1 connect hub=west
            """
        ).analysed()
        #expect(day.lines == ["pump-1 07:00:00 open age 3600 404104 network-loss"])
        #expect(day.diagnosis.hubs.map(\.hub) == ["east", "west"])
        #expect(day.diagnosis.hubs.map(\.notBack) == [1, 0])
    }

    @Test func aModuleAndItsDeviceAreTwoIdentities() {
        let day = log(
            """
            06:00:00 gw-1 connect
            06:00:00 gw-1/camera connect
            07:00:00 gw-1/camera disconnect 404104
            07:00:30 gw-1 connect
            """
        ).analysed()
        #expect(day.lines == ["gw-1/camera 07:00:00 open age 3600 404104 network-loss"])
    }

    @Test func dropsComeByHubThenTimeThenDevice() {
        let day = log(
            """
            06:00:00 b disconnect 404104 hub=west
            06:00:00 a disconnect 404104 hub=west
            05:00:00 c disconnect 404104 hub=west
            07:00:00 z disconnect 404104 hub=east
            """
        ).analysed()
        #expect(day.lines.map { $0.prefix(1) } == ["z", "c", "a", "b"])
    }

    @Test func aCloseThatIsLoggedAfterTheReconnectEndsTheOlderConnection() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 connect
            06:30:40 pump-1 disconnect 404104
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:30:40 back 0 age 1840 404104 network-loss"])
        #expect(day.hub.notBack == 0)
        #expect(day.hub.connected.last?.least == 1)
    }

    @Test func aCloseLongAfterTheReconnectIsADropOfTheNewConnection() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 connect
            06:31:01 pump-1 disconnect 404104
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:31:01 open age 61 404104 network-loss"])
    }

    /// The record of the end of its first connection is lost.
    @Test func aGoodbyeEndsTheConnectionThatTheClientUses() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:15:00 pump-1 connect
            06:15:10 pump-1 disconnect
            06:30:00 pump-1 connect
            06:30:10 pump-1 disconnect
            """
        ).analysed()
        #expect(
            day.lines == [
                "pump-1 06:15:10 back 890 age 10 clean clean-close", "pump-1 06:30:10 open age 10 clean clean-close",
            ])
    }

    @Test func aGoodbyeInTheSecondAfterTheReconnectEndsTheOlderConnection() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 connect
            06:30:01 pump-1 disconnect
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:30:01 back 0 age 1801 clean clean-close"])
    }
}
