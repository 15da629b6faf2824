@testable import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct ChangesTests {
    private static func device(_ name: String, drops: Int = 1, openSince: Instant? = nil, usual: Double? = nil)
        -> DeviceDay
    {
        DeviceDay(
            hub: "hub", device: name, module: "", drops: drops, openSince: openSince, usualDrops: usual)
    }

    private static func changes(
        _ devices: [DeviceDay], history: [DaySummary], stillDown: Int = 0, returned: [ReturnedDevice] = []
    ) -> Changes? {
        var counts = DayCounts(windows: 96)
        counts.codes = [
            CodeCounts(
                hub: "hub", operation: .disconnect, level: .error, code: "500001", description: "", devices: 1,
                perWindow: [Int](repeating: 1, count: 96))
        ]
        var facts = DayFacts()
        facts.events = 96
        var hub = HubDay(hub: "hub")
        hub.notBack = stillDown
        var diagnosis = DayDiagnosis()
        diagnosis.hubs = [hub]
        diagnosis.devices = devices
        diagnosis.devicesThatDropped = devices.count
        diagnosis.returned = returned
        return DayReport.build(
            day: SmallDay.day, facts: facts, counts: counts, diagnosis: diagnosis, history: history, toolVersion: "1"
        ).changes
    }

    /// Three complete days before with code 404104, on each of which these devices dropped.
    private static func history(_ devices: [String], openOnTheDayBefore: [String] = []) -> [DaySummary] {
        SmallDay.history(dropped: [1, 1, 1]).enumerated().map { position, summary in
            var summary = summary
            summary.listsAllDevices = true
            summary.devices = devices.map { name in
                DaySummary.DeviceMark(
                    hub: "hub", device: name, module: "", drops: 1, downtimeSeconds: 0,
                    openSince: position == 0 && openOnTheDayBefore.contains(name)
                        ? SmallDay.day.span.start.advanced(bySeconds: -3600) : nil)
            }
            return summary
        }
    }

    @Test func withoutEarlierDaysThereAreNoChanges() {
        #expect(Self.changes([Self.device("a")], history: []) == nil)
    }

    @Test func aDeviceIsNewWhenNoneOfTheDaysBeforeHadIt() throws {
        let changes = try #require(Self.changes([Self.device("a"), Self.device("b")], history: Self.history(["a"])))
        #expect(changes.newDevices?.map(\.device) == ["b"])
    }

    @Test func aCutListCannotCallADeviceNew() throws {
        var history = Self.history(["a"])
        history[1].listsAllDevices = false
        #expect(try #require(Self.changes([Self.device("b")], history: history)).newDevices == nil)
    }

    @Test func worseIsTwiceAsManyDropsAsUsualAndFiveMore() throws {
        let devices = [
            Self.device("twice", drops: 20, usual: 10), Self.device("few", drops: 4, usual: 1),
            Self.device("less", drops: 19, usual: 10),
        ]
        #expect(try #require(Self.changes(devices, history: Self.history([]))).worse.map(\.device) == ["twice"])
    }

    @Test func aDeviceThatConnectedAgainHasRecoveredAndOneThatDidNotIsDownForLong() throws {
        let history = Self.history(["back", "away"], openOnTheDayBefore: ["back", "away"])
        let since = SmallDay.day.span.start.advanced(bySeconds: -3600)
        let changes = try #require(
            Self.changes(
                [Self.device("away", drops: 0, openSince: since)], history: history, stillDown: 1,
                returned: [ReturnedDevice(hub: "hub", device: "back", since: since)]))
        #expect(changes.recovered.map(\.device) == ["back"])
        #expect(changes.longDown.map(\.note) == ["down for 1 d 1 h"])
    }

    @Test func aDeviceThatIsNotListedAnyMoreHasNotRecoveredByThat() throws {
        let history = Self.history(["gone"], openOnTheDayBefore: ["gone"])
        #expect(try #require(Self.changes([], history: history)).recovered.isEmpty)
    }

    @Test func codesComeAndGo() throws {
        let changes = try #require(Self.changes([], history: Self.history([])))
        #expect(changes.newCodes == ["500001"])
        #expect(changes.vanishedCodes == ["404104"])
    }
}
