import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct DayCounterTests {
    /// Two hubs that both know a device `pump`, and a device `valve` on the first.
    static let vocabulary = Vocabulary(
        texts: ["", "north", "south", "404104", "DeviceConnectionClosedRemotely", "sdk/1", "sdk/2", "401003"],
        devices: [Device(name: "pump"), Device(name: "valve")],
        clients: [
            ClientDescription(device: 0, sdk: 5, transport: 0, authentication: 0, address: 0),
            ClientDescription(device: 0, sdk: 6, transport: 0, authentication: 0, address: 0),
            ClientDescription(device: 1, sdk: 5, transport: 0, authentication: 0, address: 0),
        ],
        eventTypes: [
            EventType(hub: 1, operation: .connect, level: .information, code: 0, description: 0),
            EventType(hub: 1, operation: .disconnect, level: .error, code: 3, description: 4),
            EventType(hub: 2, operation: .disconnect, level: .error, code: 3, description: 4),
            EventType(hub: 1, operation: .connect, level: .error, code: 7, description: 0),
        ])
    static let day = ReportDay(utc: CivilDate(daysSince1970: 20_000))

    static func counts(_ events: [(second: Int64, client: ClientID, eventType: EventTypeID)]) -> DayCounts {
        counts(
            events.map {
                Event(
                    time: day.span.start.advanced(bySeconds: $0.second), client: $0.client, eventType: $0.eventType)
            }, vocabulary)
    }

    /// Identities have their numbers from the analysis, as in a run.
    static func counts(_ events: [Event], _ vocabulary: Vocabulary) -> DayCounts {
        var counter = DayCounter(day: day, vocabulary: vocabulary)
        var analysis = DayAnalysis(context: AnalysisContext(day: day, vocabulary: vocabulary))
        var lookup = analysis.lendLookup()
        counter.add(events, lookup.find(events))
        return counter.counts()
    }

    @Test func anEventFallsIntoTheWindowThatItsTimeBegins() throws {
        let counts = Self.counts([(0, 0, 1), (899, 0, 1), (900, 0, 1), (86_399, 2, 1)])
        let row = try #require(counts.codes.first)
        #expect(counts.windows == 96)
        #expect(row.perWindow[0] == 2)
        #expect(row.perWindow[1] == 1)
        #expect(row.perWindow[95] == 1)
        #expect(row.records == 4)
    }

    @Test func eventsOutsideTheDayAreNotCounted() {
        #expect(Self.counts([(-1, 0, 1), (86_400, 0, 1)]).records == 0)
    }

    @Test func aDeviceCountsOncePerCodeHoweverManyRecordsItHas() throws {
        let counts = Self.counts([(1, 0, 1), (2, 1, 1), (3, 2, 1), (4, 0, 1)])
        #expect(try #require(counts.codes.first).devices == 2)
        #expect(counts.identities == 2)
    }

    @Test func oneDeviceNameOnTwoHubsIsTwoIdentities() {
        let counts = Self.counts([(1, 0, 1), (2, 0, 2)])
        #expect(counts.identities == 2)
        #expect(counts.codes.map(\.hub) == ["north", "south"])
    }

    /// Equal ranks at the end of what is listed are told apart by name, and a hub keeps its own few.
    @Test func ofManyDevicesThoseWithTheMostDisconnectsAreListed() {
        let devices = 300
        let vocabulary = Vocabulary(
            texts: ["", "north", "south"],
            devices: NumberedList((0..<devices).map { Device(name: "pump-\(1_000 - $0)") }),
            clients: NumberedList(
                (0..<UInt32(devices)).map {
                    ClientDescription(device: $0, sdk: 0, transport: 0, authentication: 0, address: 0)
                }),
            eventTypes: [1, 2].map {
                EventType(hub: $0, operation: .disconnect, level: .error, code: 0, description: 0)
            })
        var events = (0..<ClientID(devices)).flatMap { client in
            Array(
                repeating: Event(time: Self.day.span.start, client: client, eventType: 0), count: client == 299 ? 3 : 2)
        }
        events.append(Event(time: Self.day.span.start, client: 0, eventType: 1))
        let listed = Self.counts(events, vocabulary).devices
        // pump-701 leads, then 199 by name: pump-1000 and pump-702 to pump-899; the one of the other hub follows.
        #expect(listed.count == 201)
        #expect(listed.first?.device.name == "pump-701")
        #expect(listed.dropFirst().prefix(2).map(\.device.name) == ["pump-1000", "pump-702"])
        #expect(listed[199].device.name == "pump-899")
        #expect(listed.last.map { "\($0.hub) \($0.device.name)" } == "south pump-1000")
    }

    @Test func devicesKeepTheirNamesHoweverManyThereAre() {
        let vocabulary = Vocabulary(
            texts: ["", "north", "south"], devices: (0..<2000).map { Device(name: "pump-\($0)") },
            clients: (0..<2000).map {
                ClientDescription(device: $0, sdk: 0, transport: 0, authentication: 0, address: 0)
            },
            eventTypes: [1, 2].map {
                EventType(hub: $0, operation: .disconnect, level: .error, code: 0, description: 0)
            })
        let events = ([(1999, 0), (300, 1), (300, 1), (300, 0)] as [(ClientID, EventTypeID)]).map {
            Event(time: Self.day.span.start, client: $0, eventType: $1)
        }
        let counts = Self.counts(events, vocabulary)
        #expect(
            counts.devices.map { "\($0.hub) \($0.device.name) \($0.disconnects)" }
                == ["south pump-300 2", "north pump-1999 1", "north pump-300 1"])
        #expect(counts.identities == 3)
        #expect(counts.codes.map(\.devices) == [2, 1])
    }

    @Test func aHubMayHaveMoreThanSixtyFourKindsOfRecord() {
        let codes = (0..<200).map { TextID($0 + 2) }
        let vocabulary = Vocabulary(
            texts: ["", "north"] + (100..<300).map { "400\($0)" }, devices: [Device(name: "pump")],
            clients: [ClientDescription(device: 0, sdk: 0, transport: 0, authentication: 0, address: 0)],
            eventTypes: codes.map { EventType(hub: 1, operation: .disconnect, level: .error, code: $0, description: 0) }
        )
        let events = ([0, 63, 64, 199] as [EventTypeID]).map {
            Event(time: Self.day.span.start, client: 0, eventType: $0)
        }
        let counts = Self.counts(events, vocabulary)
        #expect(counts.codes.map { "\($0.code) \($0.devices)" } == ["400100 1", "400163 1", "400164 1", "400299 1"])
        #expect(counts.identities == 1)
    }

    @Test func aFailedConnectIsNeitherADisconnectNorNamesAnSDK() {
        let counts = Self.counts([(1, 0, 0), (2, 1, 3), (3, 0, 1)])
        #expect(counts.sdks == [SDKCounts(hub: "north", sdk: "sdk/1", devices: 1, disconnects: 1)])
        #expect(
            counts.devices == [
                DeviceRecords(hub: "north", device: Device(name: "pump"), disconnects: 1, failedConnects: 1)
            ])
    }

    @Test func theLatestConnectOfADeviceNamesItsSDK() {
        let counts = Self.counts([(1, 0, 0), (2, 1, 0)])
        #expect(counts.sdks.map(\.sdk) == ["sdk/2"])
    }

    @Test func devicesAreRankedByDisconnectsThenByName() {
        let counts = Self.counts([(1, 2, 1), (2, 0, 1), (3, 0, 2), (4, 0, 2)])
        #expect(counts.devices.map(\.hub) == ["south", "north", "north"])
        #expect(counts.devices.map(\.device.name) == ["pump", "pump", "valve"])
    }

    @Test func anEventOfAnUnknownHeadIsPassedOver() {
        #expect(Self.counts([(1, 0, 99), (1, 99, 1)]).records == 0)
    }
}
