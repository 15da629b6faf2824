import Foundation
import Model
import Testing

@testable import Report

/// Counts of several hubs, put together from those of each.
@Suite struct DayCountsMergeTests {
    private static func rows(_ hub: String, _ count: Int, most: Int) -> [DeviceRecords] {
        (0..<count).map { number in
            DeviceRecords(hub: hub, device: Device(name: "d-\(number)"), disconnects: most - number, failedConnects: 0)
        }
    }

    private static func hub(_ name: String, devices: Int, most: Int) -> DayCounts {
        var counts = DayCounts(windows: 2)
        counts.codes = [
            CodeCounts(
                hub: name, operation: .disconnect, level: .error, code: "404104", description: "", devices: devices,
                perWindow: [devices, 1])
        ]
        counts.sdks = [SDKCounts(hub: name, sdk: "c", devices: devices, disconnects: most)]
        counts.devices = rows(name, min(devices, 200), most: most)
        counts.identities = devices
        counts.identitiesOfHubs = [name: devices]
        return counts
    }

    /// 300 devices of two hubs that are all worse than 30 of a third: 200 rows of all, and the first 20 of the third.
    @Test func theFirstOfAllComeFirstAndEachHubKeepsItsOwn() {
        let all = DayCounts.merged([
            Self.hub("c", devices: 30, most: 50), Self.hub("b", devices: 150, most: 900),
            Self.hub("a", devices: 150, most: 901),
        ])
        #expect(all.devices.prefix(200).allSatisfy { $0.hub != "c" })
        #expect(all.devices.dropFirst(200).map(\.hub) == Array(repeating: "c", count: 20))
        #expect(all.devices.first?.hub == "a")
        #expect(all.identities == 330)
        #expect(all.codes.map(\.hub) == ["a", "b", "c"])
        #expect(all.sdks.map(\.hub) == ["a", "b", "c"])
        #expect(all.records == 333)
    }

    @Test func thePartsOfADayAreTheDay() {
        let whole = DayCounts.merged([
            Self.hub("c", devices: 30, most: 50), Self.hub("b", devices: 150, most: 900),
            Self.hub("a", devices: 150, most: 901),
        ])
        #expect(DayCounts.merged(["b", "c", "a"].map(whole.part)) == whole)
    }
}

/// What several databases know of the input.
@Suite struct DayFactsMergeTests {
    private static func facts(_ path: String, events: Int64) -> DayFacts {
        var facts = DayFacts()
        facts.files = [
            FileFacts(
                path: path, size: 1, fingerprint: path, format: .jsonLines, isCompressed: false, records: events,
                eventsOfDay: events, otherCategories: 0, rejected: 1, warnings: [])
        ]
        facts.eventsRead = events + 1
        facts.events = events
        facts.rejected = 1
        facts.otherOperations = [OtherOperation(name: "x", records: 2)]
        return facts
    }

    @Test func whatTwoDatabasesReadAddsUp() {
        let all = DayFacts.merged([Self.facts("b", events: 5), Self.facts("a", events: 7)])
        #expect(all.files.map(\.path) == ["a", "b"])
        #expect(all.events == 12)
        #expect(all.duplicates == 2)
        #expect(all.rejected == 2)
        #expect(all.otherOperations == [OtherOperation(name: "x", records: 4)])
    }

    /// A file came between two units of one database: what they share would count twice in silence.
    @Test func unitsFromBeforeAndAfterAnImportAreNamed() {
        var later = Self.facts("a", events: 7)
        later.files += Self.facts("b", events: 5).files
        let problems = DayFacts.merged([Self.facts("a", events: 7), later]).sideProblems
        #expect(problems.count == 1)
        #expect(problems.first?.contains("a is in two of them") == true)
    }

    /// Two units of one database bring one input.
    @Test func theSameInputCountsOnce() {
        var other = Self.facts("a", events: 7)
        other.sideProblems = ["the registry cannot be read"]
        let all = DayFacts.merged([Self.facts("a", events: 7), other])
        #expect(all.events == 7)
        #expect(all.files.count == 1)
        #expect(all.sideProblems == ["the registry cannot be read"])
    }
}
