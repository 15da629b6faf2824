import Model
import Testing

@testable import Diagnosis

@Suite struct MissingSpansTests {
    private func window(_ start: String, _ end: String) -> TimeWindow {
        TimeWindow(from: LogLines.time(start), to: LogLines.time(end))
    }

    /// A device a minute all day, each of sixty once an hour.
    private func everyMinute(without minutes: Range<Int> = 0..<0) -> LogLines {
        var lines = log("")
        for minute in -180..<1500 where !minutes.contains(minute) {
            lines.add(minute * 60, "p\((minute + 180) % 60)", minute < -120 ? "disconnect" : "connect")
        }
        return lines
    }

    /// Three devices that renew every 45 minutes, a quarter of an hour one after the other.
    private func threeSteady() -> LogLines {
        var lines = log("")
        for time in stride(from: -10_800, to: 90_000, by: 900) {
            let device = "r\((time + 10_800) / 900 % 3)"
            lines.add(time, device, "disconnect", "404104")
            lines.add(time + 3, device, "connect")
        }
        return lines
    }

    private func missing(_ lines: LogLines, usual: [Double] = []) -> [String: [TimeWindow]] {
        lines.analysed { context in
            guard !usual.isEmpty else { return }
            var baseline = Baseline()
            baseline.dailyRecords = ["pumps": [DayRecords(daysBack: 1, perHour: usual)]]
            context.baseline = baseline
        }.diagnosis.missing
    }

    @Test func aSilenceThatIsNoWholeHourIsMissingFromItsLastRecordToTheNext() {
        let day = everyMinute(without: 396..<446).analysed()
        #expect(day.diagnosis.missing == ["pumps": [window("06:35:00", "07:26:00")]])
        #expect(day.diagnosis.limits.count == 1)
        #expect(day.diagnosis.limits.first?.contains("2026-03-10T06:35:00Z to 2026-03-10T07:26:00Z") == true)
        #expect(day.hub.availability == nil)
    }

    /// Twelve devices stay connected until 20:00, and from then on are refused every twenty minutes: they speak a lot, and
    /// nothing of that says that they should have spoken before.
    @Test func retriesOfRefusedDevicesAreNoRhythm() {
        var lines = log("")
        for device in 0..<12 {
            lines.add(3_600 + device, "q\(device)", "connect")
            lines.add(72_000 + device * 40, "q\(device)", "disconnect", "403002")
            for time in stride(from: 72_060 + device * 40, to: 86_400, by: 1_200) {
                lines.add(time, "q\(device)", "refused", "403002")
            }
        }
        #expect(missing(lines).isEmpty)
    }

    @Test func downtimeInASilenceIsNotCounted() {
        let day = log(
            withHole() + "11:10:00 pump-1 connect\n11:50:00 pump-1 disconnect 404104\n13:10:00 pump-1 connect\n"
        ).analysed()
        #expect(day.diagnosis.missing == ["pumps": [window("11:50:00", "13:00:00")]])
        #expect(day.hub.downtimeSeconds == 600, "the ten minutes after it")
        #expect(day.hub.connected.count == 274, "288 windows of five minutes, 14 of them from 11:50 to 13:00")
    }

    /// Of two devices that drop at 06:30 one drops again, so it was back; the other is not seen any more.
    @Test func whatHappenedInASilenceIsNeitherDownNorUp() throws {
        var lines = everyMinute(without: 396..<446)
        for device in ["back", "gone"] {
            lines.add(21_600, device, "connect")
            lines.add(23_400, device, "disconnect", "404104")
        }
        lines.add(36_000, "back", "disconnect", "404104")
        lines.add(36_300, "back", "connect")
        let day = lines.analysed()
        let rows = day.diagnosis.devices
        let back = try #require(rows.first { $0.device == "back" })
        let gone = try #require(rows.first { $0.device == "gone" })
        #expect(back.downtimeSeconds == 600, "five minutes before the silence, and five in the morning")
        #expect(gone.downtimeSeconds == 300)
        #expect(gone.strip == String(repeating: "?", count: 24) + "uu" + String(repeating: "?", count: 70))
        let notBack = day.diagnosis.findings.first { $0.kind == .notBack }
        #expect(notBack?.confidence == .low)
    }

    /// Forty devices that renew every 45 minutes, of which an hour is missing.
    @Test func dropsAfterASilenceAreRenewalsOfLowConfidenceAndNoIncident() {
        var lines = log("")
        lines.addRenewing(40, period: 2700)
        let day = lines.without(36_000..<39_600).analysed()
        #expect(day.diagnosis.missing["pumps"]?.count == 1)
        #expect(day.diagnosis.incidents.isEmpty)
        #expect(Set(day.drops.map(\.cause)) == [.tokenRenewal])
        #expect(day.diagnosis.hubs.map(\.notBack) == [0])
        let after = day.drops.filter { $0.start >= LogLines.time("11:00:00") && $0.start < LogLines.time("11:40:00") }
        #expect(!after.isEmpty && after.allSatisfy { $0.confidence == .low }, "their connects are missing")
    }

    @Test func whoWasDownBeforeAnEarlierSilenceMayBeBack() {
        func day(missing: ClosedRange<String>) -> Analysed {
            log("-2 10:00:00 p connect\n-2 12:00:00 p disconnect 404104\n-1 23:00:00 q connect").carriedOn {
                $0.earlierMissing["pumps"] = [
                    TimeWindow(
                        from: LogLines.time(missing.lowerBound, dayOffset: -2),
                        to: LogLines.time(missing.upperBound, dayOffset: -2))
                ]
            }
        }
        func notBack(_ day: Analysed) -> Confidence? {
            day.diagnosis.findings.first { $0.kind == .notBack }?.confidence
        }
        let after = day(missing: "13:00:00"..."15:00:00")
        #expect(notBack(after) == .low)
        #expect(after.hub.downtimeSeconds == 0)
        let before = day(missing: "10:00:00"..."11:00:00")
        #expect(notBack(before) == .high)
        #expect(before.hub.downtimeSeconds == 86_400)
    }

    @Test func aHubOfFewDevicesIsSilentForHoursWithoutMissingAnything() {
        let day = log("06:00:00 pump-1 connect\n06:30:00 pump-1 disconnect 404104\n09:00:00 pump-1 connect").analysed()
        #expect(day.diagnosis.limits.isEmpty && day.diagnosis.missing.isEmpty)
        #expect(day.hub.availability != nil)
    }

    @Test func aBurstOfOneDeviceCountsAsOne() {
        var lines = log("")
        for hour in -3..<25 where !(8..<14).contains(hour) {
            for second in 0..<500 { lines.add(hour * 3600 + second, "gateway", "connect") }
        }
        #expect(missing(lines).isEmpty, "six times a device or two, though 3,000 records")
    }

    /// A gateway with 30 devices that come and go with it, about every 100 minutes.
    @Test func aGatewayWithAllThatHangsOnItCountsAsOne() {
        var lines = log("")
        var time = -10_800
        for round in 0..<17 {
            for leaf in 0..<31 {
                lines.add(time + leaf, "leaf-\(leaf)", "disconnect", "404104")
                lines.add(time + leaf + 100, "leaf-\(leaf)", "connect")
            }
            time += 5600 + round * 331 % 1200
        }
        #expect(missing(lines).isEmpty)
    }

    @Test(arguments: [(3, 7200), (30, 3600), (300, 900), (3000, 300)])
    func aSilenceOfAFleetThatRenewsIsFound(devices: Int, seconds: Int) {
        var lines = log("")
        lines.addRenewing(devices, period: 2700)
        #expect(missing(lines).isEmpty)
        for start in [-seconds / 6, 20_000, 47_111, 86_400 - seconds] {
            let found = missing(lines.without(start..<start + seconds))["pumps"] ?? []
            #expect(found.count == 1, "\(start)")
            let cut = LogLines.midnight.advanced(bySeconds: Int64(max(start, 0)))
            #expect(found.first.map { $0.start <= cut && cut < $0.end } == true)
        }
    }

    @Test func connectedDevicesThatWereDueProveASilenceOfAFewDevices() {
        let lines = threeSteady()
        #expect(missing(lines.without(30_000..<35_400))["pumps"]?.count == 1, "each was due once or twice")
        #expect(missing(lines.without(30_000..<31_200)).isEmpty, "one or two of them were due")
    }

    @Test func devicesThatAreDownAreNotDue() {
        var lines = threeSteady().without(30_000..<60_000)
        #expect(!missing(lines).isEmpty)
        for device in 0..<3 { lines.add(30_000 + device, "r\(device)", "disconnect", "404104") }
        for device in 0..<3 { lines.add(60_000 - device, "r\(device)", "connect") }
        #expect(missing(lines).isEmpty)
    }

    @Test func aFleetThatIsSeldomHeardOfIsSilentForHours() {
        var lines = log("")
        lines.addRandom(5000, every: 40 * 86_400)
        #expect(missing(lines).isEmpty)
        #expect(missing(lines.without(40_000..<47_200)).isEmpty, "two hours without ten records")
    }

    /// A drop an hour, at an odd time, of devices that were met before; then silence up to 01:00 of the next day.
    @Test func aSilenceAtTheEndThatMayBeTheEndOfAnExportIsNotKnownTime() {
        func available(until last: Int) -> Bool {
            var lines = log("-1 20:00:00 a connect\n-1 20:30:00 b connect")
            for hour in -3..<last {
                let device = hour % 2 == 0 ? "a" : "b"
                let time = hour * 3600 + (hour + 3) * (hour + 5) * 397 % 3000
                lines.add(time, device, "disconnect", "404104")
                lines.add(time + 60, device, "connect")
            }
            return lines.carriedOn().hub.availability != nil
        }
        #expect(available(until: 22), "three hours")
        #expect(!available(until: 16), "nine hours")
    }

    @Test func onlyTheHubThatWasCutIsMissingRecords() {
        var lines = log("")
        for (number, hub) in ["east", "north", "west"].enumerated() {
            lines.addRenewing(30, period: 2700, seed: UInt64(number), hub: hub)
        }
        let cut = lines.without(36_000..<50_400, hub: "north")
        #expect(Array(missing(cut).keys) == ["north"])
        #expect(cut.analysed().diagnosis.hubs.filter { $0.availability == nil }.map(\.hub) == ["north"])
    }

    @Test func aSilenceAcrossMidnightIsMissingOnTheDayItReachesInto() {
        let found = missing(everyMinute(without: -90..<31))
        #expect(found == ["pumps": [window("00:00:00", "00:31:00")]])
        #expect(missing(everyMinute(without: -90..<2)).isEmpty, "two minutes of a day are nothing")
    }

    @Test func aDayOfWhichOnlyTheLastHoursAreThereLacksTheRest() {
        var lines = log("")
        lines.addRenewing(40, period: 2700)
        let found = missing(lines.without(-10_800..<75_600))["pumps"]
        #expect(found?.count == 1)
        #expect(found?.first?.start == LogLines.midnight)
        #expect(found.map { $0[0].end > LogLines.time("21:00:00") && $0[0].end < LogLines.time("21:10:00") } == true)
    }

    @Test func aHubThatIsNewMissesNothingBeforeItsFirstConnect() {
        var lines = log("")
        for device in 0..<300 { lines.add(75_600 + device * 20, "new-\(device)", "connect") }
        #expect(missing(lines).isEmpty)
    }

    @Test func hoursInWhichTheHubIsUsuallySilentAreNotMissing() {
        let day = everyMinute(without: 480..<600)
        #expect(missing(day, usual: Array(repeating: 60, count: 24))["pumps"]?.count == 1)
        #expect(missing(day, usual: (0..<24).map { (8..<10).contains($0) ? 0 : 60 }).isEmpty)
        #expect(missing(day, usual: (0..<24).map { (9..<11).contains($0) ? 0 : 60 }).isEmpty, "a change of the clocks")
    }

    @Test func aDayOfWhichTheHubHadButTheEveningDoesNotSayWhatIsUsual() {
        let day = everyMinute(without: 480..<600)
        #expect(missing(day, usual: (0..<24).map { $0 >= 20 ? 60 : 0 })["pumps"]?.count == 1)
    }

    @Test func aHubThatCalmsDownForTheNightIsNotCut() {
        var lines = log("")
        // Ever fewer until 23:00, and again ever more from 05:00.
        for minute in -180..<1500 {
            let ofDay = (minute + 1440) % 1440
            let hours = ofDay >= 1200 ? (ofDay - 1200) / 30 : ofDay < 480 ? (479 - ofDay) / 30 : 0
            if ofDay >= 300, ofDay < 1380, minute % (1 << min(hours, 8)) == 0 {
                lines.add(minute * 60, "p\((minute + 180) % 60)", "connect")
            }
        }
        #expect(missing(lines).isEmpty)
    }

    @Test func anHourWithHardlyAnyRecordsIsMissing() {
        var lines = log("")
        lines.addRenewing(300, period: 2700)
        var few = lines.without(10_800..<14_400)
        for minute in stride(from: 1, to: 60, by: 6) { few.add(10_800 + minute * 60, "late-\(minute)", "connect") }
        let found = missing(few)["pumps"] ?? []
        #expect(!found.isEmpty)
        let three = window("03:00:00", "04:00:00")
        #expect(found.reduce(0) { $0 + min($1.end, three.end).seconds - max($1.start, three.start).seconds } >= 3300)
    }

    /// Three late records every nine minutes, so that no silence lasts four minutes.
    @Test func hoursInARowWithHardlyAnyRecordsAreMissing() {
        var lines = log("")
        lines.addRenewing(300, period: 2700)
        var few = lines.without(10_800..<18_000)
        for time in stride(from: 10_830, to: 18_000, by: 180) { few.add(time, "late-\(time)", "connect") }
        let found = missing(few)["pumps"] ?? []
        let two = window("03:00:00", "05:00:00")
        #expect(found.reduce(0) { $0 + min($1.end, two.end).seconds - max($1.start, two.start).seconds } >= 6900)
    }

    @Test func ofAHubWithHardlyAnyRecordsTheWholeDayIsMissing() {
        let day = log("03:00:00 p disconnect 404104\n04:00:00 p connect").analysed {
            $0.presence["pumps"] = .hardlyAny(records: 2, usual: 240)
        }.diagnosis
        #expect(day.missing == ["pumps": [LogLines.day.span]])
        #expect(day.hubsWithoutData == ["pumps"])
        #expect(day.findings.map(\.kind) == [.hubWithoutRecords])
        #expect(day.limits.count == 1 && day.limits[0].contains("2 records of this day, where 240 are usual"))
    }

    /// The hub is new at 08:50, but for one record that was late, of 07:00.
    @Test func aLateRecordDoesNotBeginTheExportOfANewHub() {
        var lines = log("07:00:00 p0 disconnect")
        for minute in 530..<1500 { lines.add(minute * 60, "p\(minute % 60)", minute < 590 ? "disconnect" : "connect") }
        let known = lines.analysed { $0.presence["pumps"] = .new(since: LogLines.time("07:00:00")) }
        #expect(known.diagnosis.missing.isEmpty)
        #expect(!missing(lines).isEmpty, "of a hub that may have been there before")
    }

    /// Three devices renew every 45 minutes, the last of them at 23:45; the file of the hour after the day is not there yet.
    @Test func theHourAfterTheDayMayBeMissingWithoutADoubtAboutTheDay() {
        var lines = threeSteady()
        lines.add(72_000, "lost", "connect")
        lines.add(75_600, "lost", "disconnect", "404104")
        lines.removeEvents { $0.time >= LogLines.time("23:46:00") }
        let day = lines.analysed()
        #expect(day.diagnosis.missing.isEmpty)
        #expect(day.hub.availability != nil)
        #expect(day.hub.notBack == 1)
        let finding = day.diagnosis.findings.first { $0.kind == .notBack }
        #expect(finding?.confidence == .high)
        #expect(day.total(.networkLoss)?.downtimeSeconds == 10_800)
    }
}
