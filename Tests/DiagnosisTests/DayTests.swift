import Model
import Testing

@testable import Diagnosis

@Suite struct DayTests {
    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Devices of several prefixes, connected all day; `group` of them drop at 10:00 with a code and are back at 10:20.
    private func fleet(_ prefixes: [(prefix: String, devices: Int, drop: Int)], code: String = "404104") -> LogLines {
        var text = ""
        for (place, group) in prefixes.enumerated() {
            for number in 0..<group.devices {
                let name = "d\(place)-\(number) "
                text += "06:00:00 \(name) connect ip=\(group.prefix)\n"
                guard number < group.drop else { continue }
                text += "10:0\(number % 5):\(two(number % 60)) \(name) disconnect \(code) ip=\(group.prefix)\n"
                text += "10:20:\(two(number % 60)) \(name) connect ip=\(group.prefix)\n"
            }
        }
        return log(text)
    }

    @Test func devicesOfOnePrefixThatDropTogetherAreASiteOutage() {
        let day = fleet([("203.0.113", 12, 12), ("198.51.100", 20, 0), ("192.0.2", 20, 0)]).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.siteOutage])
        let incident = day.diagnosis.incidents.first
        #expect(incident?.scope == .addressPrefix("203.0.113"))
        #expect(incident?.devices == 12)
        #expect(incident?.start == LogLines.time("10:00:00"))
        #expect(incident?.notBack == 0)
        #expect(incident?.startUncertaintySeconds == 450, "1.5 times the longest default keep-alive, 300 s")
        #expect(Set(day.drops.map(\.cause)) == [.siteOutage])
        #expect(day.drops.allSatisfy { $0.incident == 1 })
    }

    @Test func serviceCodesFromManyPrefixesAreAServiceIncident() {
        let day = fleet(
            [("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4), ("100.64.1", 12, 4)], code: "500001"
        ).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.serviceIncident])
        #expect(day.diagnosis.incidents.first?.scope == .hub)
        #expect(Set(day.drops.map(\.cause)) == [.serviceIncident])
    }

    @Test func upgradeCodesOnManyDevicesAreAnUpgrade() {
        let day = fleet([("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4)], code: "400029").analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.platformUpgrade])
    }

    @Test func aFleetBehindOneAddressProvesNoSite() {
        let day = fleet([("203.0.113", 30, 15), ("198.51.100", 5, 0)]).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.massDrop], "neither a site nor Azure is blamed")
        #expect(day.diagnosis.incidents.map(\.confidence) == [.low])
        #expect(Set(day.drops.map(\.cause)) == [.networkLoss], "the cause of the single drops is left as it is")
    }

    private let spread = [("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4), ("100.64.1", 12, 4)]

    @Test func manyDevicesWithNothingInCommonAndNoServiceCodeAreAMassDropWhoseCauseIsNotTold() {
        let day = fleet(spread).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.massDrop])
        #expect(day.diagnosis.incidents.first?.confidence == .low)
        #expect(Set(day.drops.map(\.cause)) == [.networkLoss])
        let finding = day.diagnosis.findings.first { $0.kind == .incident }
        #expect(finding?.headline.hasPrefix("Many drops at once, cause not told") == true)
        #expect(day.diagnosis.alerts.isEmpty)
    }

    private func withHealth(_ state: String, from start: String, to end: String) -> Analysed {
        fleet(spread).analysed {
            $0.health = [
                HealthEvent(
                    source: .resourceHealth, hub: "pumps", state: state, title: "Some connections fail.",
                    start: LogLines.time(start), end: LogLines.time(end))
            ]
        }
    }

    @Test(arguments: [
        ("09:45:00", "10:30:00"), ("10:18:00", "10:40:00"), ("09:00:00", "09:46:00"),
    ])
    func aFaultThatAzureReportsForJustThenMakesAMassDropAServiceIncident(start: String, end: String) {
        let day = withHealth("Degraded", from: start, to: end)
        #expect(day.diagnosis.incidents.map(\.kind) == [.serviceIncident])
        #expect(day.diagnosis.incidents.first?.confidence == .medium)
        #expect(
            day.diagnosis.incidents.first?.evidenceFor.contains { $0.hasPrefix("Resource Health says Degraded") }
                == true)
    }

    @Test(arguments: [("Degraded", "10:30:00", "11:00:00"), ("Available", "09:45:00", "10:30:00")])
    func aFaultAtAnotherTimeOrNoFaultLeavesItAMassDrop(state: String, start: String, end: String) {
        #expect(withHealth(state, from: start, to: end).diagnosis.incidents.map(\.kind) == [.massDrop])
    }

    @Test func theDowntimeOfAnIncidentWhoseDevicesAreNotBackIsCountedToTheEndOfTheDay() {
        var text = ""
        for number in 0..<20 { text += "22:00:00 other\(number) connect ip=198.51.100\n" }
        for number in 0..<8 {
            text += "22:00:00 d\(number) connect\n23:0\(number % 4):00 d\(number) disconnect 404104\n"
        }
        text += "23:30:00 d0 connect\n"
        let incident = log(text).analysed().diagnosis.incidents.first
        #expect(incident?.kind == .siteOutage)
        #expect(incident?.notBack == 7)
        // d0 30 minutes, d4 60, d1 and d5 59 each, d2 and d6 58, d3 and d7 57: 438 minutes.
        #expect(incident?.downtimeSeconds == 26_280)
    }

    @Test func threeThrottledDevicesOfASmallFleetAreAReconnectStorm() {
        let day = fleet([("203.0.113", 6, 3), ("198.51.100", 6, 0)], code: "429002").analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.reconnectStorm])
        #expect(day.diagnosis.incidents.first?.devices == 3)
    }

    @Test func twoThrottledDevicesAreNoStorm() {
        #expect(
            fleet([("203.0.113", 6, 2), ("198.51.100", 6, 0)], code: "429002").analysed().diagnosis.incidents.isEmpty)
    }

    @Test func aStormNamesItsBusiestSecondAgainstTheLimit() {
        var settings = AnalysisSettings()
        settings[.connectsPerSecondLimit] = 100
        var lines = fleet([("203.0.113", 60, 30), ("198.51.100", 60, 0)], code: "429002")
        for number in 30..<60 { lines.add("10:20:30 d0-\(number) connect ip=203.0.113") }
        let incident = lines.analysed(settings: settings).diagnosis.incidents.first
        #expect(
            incident?.evidenceFor.contains {
                // All 120 connected at 06:00:00 are the busiest second of the day, four hours before: it is not named.
                $0.hasPrefix("Up to")
            } == false)
        var late = log("10:20:30 d0-0 connect")
        for number in 0..<40 {
            late.add("10:00:\(two(number)) e\(number) disconnect 429002")
            late.add("10:20:30 e\(number) connect")
        }
        let storm = late.analysed(settings: settings).diagnosis.incidents.first
        #expect(
            storm?.evidenceFor.contains(
                "Up to 41 connects a second, at 2026-03-10T10:20:30Z, 41 % of what the hub's tier allows.") == true)
    }

    @Test func devicesThatNothingElseExplainsAndThatWereThrottledOnTheWayBackAreAStorm() {
        var lines = fleet(spread)
        for place in 0..<4 {
            for number in 0..<2 { lines.add("10:10:00 d\(place)-\(number) refused 429001") }
        }
        #expect(lines.analysed().diagnosis.incidents.map(\.kind) == [.reconnectStorm])
    }

    @Test func fiveDevicesAreNoIncident() {
        let day = fleet([("203.0.113", 5, 5), ("198.51.100", 20, 0)]).analysed()
        #expect(day.diagnosis.incidents.isEmpty)
    }

    @Test func aDropOfTheWholeSiteAtItsOwnTimeEachIsNoIncident() {
        var text = ""
        for number in 0..<20 {
            text +=
                "05:00:00 d\(number) connect\n\(two(6 + number % 12)):\(two(number * 3 % 60)):00 d\(number) disconnect 404104\n"
            text += "\(two(6 + number % 12)):59:59 d\(number) connect\n"
        }
        #expect(log(text).analysed().diagnosis.incidents.isEmpty)
    }

    // MARK: What the input cannot show

    @Test func errorOnlyInputClaimsNoDeviceOffline() {
        var text = ""
        for turn in 0..<6 { text += "\(two(6 + turn * 48 / 60)):\(two(turn * 48 % 60)):00 pump-1 disconnect 404104\n" }
        text += "07:00:00 pump-2 disconnect 404104\n"
        let day = log(text).analysed()
        #expect(day.diagnosis.isErrorOnly)
        #expect(day.diagnosis.limits.count == 1)
        #expect(day.hub.notBack == 0 && day.hub.availability == nil && day.hub.connected.isEmpty)
        #expect(day.hub.downtimeSeconds == 0)
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 6), "48 minutes between disconnects")
        #expect(!day.confidences("pump-1").isEmpty)
        #expect(day.confidences("pump-1").allSatisfy { $0 < .high })
        #expect(day.causes("pump-2") == [.networkLoss])
        #expect(!day.diagnosis.findings.contains { $0.kind == .notBack })
        #expect(day.total(.networkLoss)?.open == 0)
    }

    /// Ten devices of a rhythm of a quarter of an hour give 80 records an hour, apart from one hour without any.
    private func withHole() -> String {
        var text = ""
        for number in 0..<10 {
            for hour in 0..<24 where hour != 12 {
                for quarter in 0..<4 {
                    text += "\(two(hour)):\(two(quarter * 15)):\(two(number)) d\(number) disconnect\n"
                    text += "\(two(hour)):\(two(quarter * 15)):\(two(number + 20)) d\(number) connect\n"
                }
            }
        }
        return text
    }

    @Test func anHourWithoutRecordsIsMissingDataAndNoAvailabilityIsClaimed() {
        let day = log(withHole()).analysed()
        #expect(day.diagnosis.limits.count == 1)
        #expect(day.diagnosis.limits.first?.contains("2026-03-10T12:00:00Z to 2026-03-10T13:00:00Z") == true)
        #expect(day.hub.availability == nil)
        #expect(day.hub.connected.count == 276, "288 windows of five minutes, 12 of them in the missing hour")
    }

    @Test func aDeviceThatMayHaveComeBackInAMissingHourIsNotBackWithLowConfidence() {
        let day = log(withHole() + "11:10:00 pump-1 connect\n11:50:00 pump-1 disconnect 404104\n").analysed()
        let found = day.diagnosis.findings.filter { $0.kind == .notBack }
        #expect(found.map(\.confidence) == [.low])
        #expect(found.first?.devices == ["pump-1"])
    }

    @Test func downtimeInAMissingHourIsNotCounted() {
        let day = log(
            withHole() + "11:10:00 pump-1 connect\n11:50:00 pump-1 disconnect 404104\n13:10:00 pump-1 connect\n"
        )
        .analysed()
        #expect(day.hub.downtimeSeconds == 1200, "10 minutes before the missing hour and 10 after it")
    }

    @Test func aHubOfFewDevicesIsSilentForHoursWithoutMissingAnything() {
        let day = log("06:00:00 pump-1 connect\n06:30:00 pump-1 disconnect 404104\n09:00:00 pump-1 connect").analysed()
        #expect(day.diagnosis.limits.isEmpty && day.diagnosis.missing.isEmpty)
        #expect(day.hub.availability != nil)
    }

    /// A record an hour all day, none from 08:00 to `end`.
    private func quietFrom8(to end: Int) -> LogLines {
        var text = ""
        for hour in 0..<24 where hour < 8 || hour >= end { text += "\(two(hour)):10:00 pump-\(hour) connect\n" }
        return log("-1 21:10:00 a connect\n-1 22:10:00 b connect\n-1 23:10:00 c connect\n" + text)
    }

    @Test func emptyHoursCountTogetherUntilTheirSilenceIsImprobable() {
        #expect(quietFrom8(to: 17).analysed().diagnosis.missing.isEmpty, "9 records were to be expected")
        let eight = LogLines.time("08:00:00")
        #expect(
            quietFrom8(to: 18).analysed().diagnosis.missing
                == ["pumps": [TimeWindow(from: eight, to: LogLines.time("18:00:00"))]])
    }

    @Test func aDayOfWhichOnlyTheLastHoursAreThereLacksTheRest() {
        var text = ""
        for hour in 21..<24 {
            for number in 0..<40 { text += "\(two(hour)):\(two(number)):00 d\(number) connect\n" }
        }
        let missing = log(text).analysed().diagnosis.missing["pumps"]
        #expect(missing == [TimeWindow(from: LogLines.midnight, to: LogLines.time("21:00:00"))])
    }

    private func withHistory(_ lines: LogLines, days: Int = 4, usual: (Int) -> Double) -> [String: [TimeWindow]] {
        lines.analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": days]
            baseline.recordsPerHour = ["pumps": (0..<24).map(usual)]
            context.baseline = baseline
        }.diagnosis.missing
    }

    /// Ten records an hour but none at 12, on a day whose earlier days had so many at 11, 12 and 13 and twenty else.
    @Test(arguments: [([20, 20, 20], 1), ([0, 20, 20], 0), ([20, 20, 0], 0), ([20, 0, 20], 0)])
    func anHourIsExpectedToHoldNoMoreThanItsNeighbours(usual: [Double], missing: Int) {
        var text = ""
        for hour in 0..<24 where hour != 12 {
            for minute in 0..<10 { text += "\(two(hour)):\(two(minute)):00 d\(minute) connect\n" }
        }
        let found = withHistory(log(text)) { (11...13).contains($0) ? usual[$0 - 11] : 20 }
        #expect((found["pumps"] ?? []).count { $0.start == LogLines.time("12:00:00") } == missing)
    }

    @Test func hoursInWhichTheHubIsUsuallySilentAreNotMissing() {
        #expect(withHistory(quietFrom8(to: 18)) { (8..<18).contains($0) ? 0 : 1 }.isEmpty)
    }

    @Test func anHourInWhichTheHubUsuallyWritesIsMissingAlsoOnADayThatIsMostlyLost() {
        let found = withHistory(log("00:10:00 pump-1 connect\n01:10:00 pump-1 disconnect")) { _ in 10 }
        #expect(found == ["pumps": [TimeWindow(from: LogLines.time("02:00:00"), to: LogLines.time("24:00:00"))]])
        #expect(withHistory(log("00:10:00 pump-1 connect"), days: 3) { _ in 10 }.isEmpty, "too little history")
    }

    @Test func aScantyHourIsMissingOnlyWhereMoreIsUsual() {
        var text = ""
        for hour in 0..<24 {
            for number in 0..<(hour == 3 ? 2 : 40) { text += "\(two(hour)):\(two(number)):00 d\(hour) connect\n" }
        }
        let three = TimeWindow(from: LogLines.time("03:00:00"), to: LogLines.time("04:00:00"))
        #expect(log(text).analysed().diagnosis.missing["pumps"]?.contains(three) == true)
        #expect(withHistory(log(text)) { $0 == 3 ? 2 : 40 }["pumps"]?.contains(three) != true)
    }

    // MARK: Findings

    @Test func tenDropsADayAreFlappingAndNineAreNot() {
        func drops(_ count: Int, _ name: String) -> String {
            var text = "00:30:00 \(name) connect\n"
            for hour in 1...count {
                text += "\(two(hour)):\(two(hour * 5 % 60)):00 \(name) disconnect 404104\n"
                text += "\(two(hour)):\(two(hour * 5 % 60 + 2)):00 \(name) connect\n"
            }
            return text
        }
        let findings = log(drops(10, "ten") + drops(9, "nine")).analysed().diagnosis.findings
        #expect(findings.filter { $0.kind == .flapping }.map(\.devices) == [["ten"]])
    }

    @Test func aDeviceThatSendsAndClosesIsSleepyAndNoDrop() {
        var text = ""
        for hour in 1...8 { text += "\(two(hour)):00:00 s connect\n\(two(hour)):00:07 s disconnect\n" }
        let day = log(text).analysed()
        #expect(day.hub.drops == 0 && day.hub.cleanCloses == 8 && day.hub.notBack == 0)
        #expect(day.diagnosis.findings.map(\.kind) == [.sleepyByDesign])
        #expect(day.diagnosis.findings.first?.needsAction == false)
    }

    @Test func aBaselineSpeaksAfterFourDaysAndNotBefore() {
        var text = "00:30:00 p connect\n"
        for hour in 1...8 { text += "\(two(hour)):10:00 p disconnect 404104\n\(two(hour)):12:00 p connect\n" }
        func kinds(days: Int) -> [Finding.Kind] {
            log(text).analysed { context in
                var baseline = Baseline()
                baseline.days = ["pumps": days]
                baseline.devices = [
                    Baseline.Identity(hub: "pumps", device: 0): History(Array(repeating: 0, count: days))
                ]
                baseline.codes = [Baseline.Code(hub: "pumps", code: "404104"): History([1, 1, 1, 1])]
                context.baseline = baseline
            }.diagnosis.findings.map(\.kind)
        }
        #expect(kinds(days: 4).contains(.worseThanBaseline))
        #expect(!kinds(days: 3).contains(.worseThanBaseline))
    }

    @Test func alertsFireOverTheirLimitOnly() {
        let lines = log(
            """
            06:00:00 pump-1 connect
            06:00:00 pump-2 connect
            23:00:00 pump-1 disconnect 404104
            """)
        func rules(_ change: (inout AlertSettings) -> Void) -> [AlertName] {
            var settings = AnalysisSettings()
            change(&settings.alerts)
            return lines.analysed(settings: settings).diagnosis.alerts.map(\.rule)
        }
        #expect(rules { _ in }.isEmpty)
        #expect(rules { $0.dropsOver = 0 } == [.dropsOver])
        #expect(rules { $0.dropsOver = 1 }.isEmpty)
        #expect(rules { $0.devicesNotBack = ["pump-1", "pump-2"] } == [.deviceNotBack])
        #expect(rules { $0.connectedFallPercent = 50 } == [.connectedDownPercent])
        #expect(rules { $0.connectedFallPercent = 51 }.isEmpty)
    }

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
        #expect(timelines.first?.entries[1].evidence == "connected 1 h 12 min; back after 2 min")
    }

    @Test func everyRuleHasItsText() {
        for text in Playbook.texts {
            #expect(!text.what.text.isEmpty && !text.why.isEmpty && !text.thresholds.text.isEmpty)
            #expect(!text.actions.isEmpty)
        }
    }
}
