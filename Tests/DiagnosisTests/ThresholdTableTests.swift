import Model
import Testing

@testable import Diagnosis

/// A threshold with a number below it, at it and above it, and whether what it decides is so at each.
struct ThresholdRow: Sendable, CustomTestStringConvertible {
    let name: String
    let numbers: [Int]
    /// One letter a number: `+` where it is so.
    let expected: String
    let isSo: @Sendable (Int) -> Bool
    var testDescription: String { name }

    init(_ name: String, _ numbers: [Int], _ expected: String, _ isSo: @escaping @Sendable (Int) -> Bool) {
        self.name = name
        self.numbers = numbers
        self.expected = expected
        self.isSo = isSo
    }
}

@Suite struct ThresholdTableTests {
    @Test(arguments: ThresholdRows.all)
    func aThresholdDecidesAtItsValue(row: ThresholdRow) {
        #expect(row.numbers.map { row.isSo($0) ? "+" : "-" }.joined() == row.expected)
    }

    @Test func everyThresholdHasItsRow() {
        #expect(ThresholdRows.all.map(\.name) == Threshold.allCases.map(\.name))
    }
}

/// In the order of the documentation; the numbers are seconds, devices, drops and so on, as the threshold has it.
enum ThresholdRows {
    static let all = drops + renewals + takeovers + credentials + incidents + findings + baselines + limits

    private static func has(_ kind: Finding.Kind, _ lines: String) -> Bool {
        log(lines).analysed().diagnosis.findings.contains { $0.kind == kind }
    }

    private static func isEvery(_ cause: Cause, _ lines: String) -> Bool {
        Set(log(lines).analysed().causes("p")) == [cause]
    }

    // MARK: From records to drops

    private static let drops = [
        ThresholdRow("drop-group", [59, 60, 61], "++-") {
            log(
                "06:00:00 p connect\n06:30:00 p disconnect 404104\n\(clock(23_400 + $0)) p disconnect 404104\n"
                    + "06:40:00 p connect"
            ).analysed().drops.count == 1
        },
        ThresholdRow("side-effect", [119, 120, 121], "++-") {
            let time = clock(23_400 + $0)
            return log(
                "06:00:00 p connect\n06:30:00 p disconnect 404104\n06:30:00 p connect\n"
                    + "\(time) p disconnect 409002"
            ).analysed().drops.count == 1
        },
        ThresholdRow("late-record", [59, 60, 61], "++-") {
            log("06:00:00 p connect\n06:30:00 p connect\n\(clock(23_400 + $0)) p disconnect 404104").analysed()
                .drops.first?.downtimeSeconds == 0
        },
        // One device a minute, but none for so many: e^22 is over 1,660 times a million, e^21 is not.
        ThresholdRow("silence-odds", [21, 22, 23], "-++") { minutes in
            var lines = log("")
            for minute in -180..<1500 where !(600..<599 + minutes).contains(minute) {
                lines.add(minute * 60, "p\((minute + 180) % 60)", minute < -120 ? "disconnect" : "connect")
            }
            return !lines.analysed().diagnosis.missing.isEmpty
        },
        // So many records on the only earlier day, none today.
        ThresholdRow("usual-records-per-hour", [9, 10, 11], "-++") { records in
            hardlyAny(usual: (0..<24).map { $0 < records ? 1 : 0 }, today: 0)
        },
        // 240 records on the only earlier day, so many today.
        ThresholdRow("empty-hour", [23, 24, 25], "+--") { records in
            hardlyAny(usual: Array(repeating: 10, count: 24), today: records)
        },
        // Ten hours of each day with records, and then a day with none.
        ThresholdRow("steady-hours", [9, 10, 11], "-++") { hours in
            let (first, last) = (CivilDate(daysSince1970: 20_500), CivilDate(daysSince1970: 20_509))
            return HubPresence.ofSilent(
                on: last.advanced(byDays: 1), hours: [first: hours, last: hours], first: last,
                last: (Instant(seconds: 0), last), settings: AnalysisSettings()) != nil
        },
        ThresholdRow("fleet-days", [29, 30, 31], "-++") { days in
            log("-33 12:00:00 p connect\n-\(days) 00:00:00 p disconnect 404104\n06:00:00 q connect").carriedOn()
                .hub.notBack == 0
        },
    ]

    // MARK: Token renewal

    /// Connections of such lengths, each back three seconds after it.
    private static func ages(_ lengths: [Int]) -> String {
        var time = 3600
        var text = "\(clock(time)) p connect\n"
        for length in lengths {
            time += length
            text += "\(clock(time)) p disconnect 404104\n\(clock(time + 3)) p connect\n"
            time += 3
        }
        return text
    }

    private static let renewals = [
        ThresholdRow("renewal-back", [59, 60, 61], "++-") {
            isEvery(.tokenRenewal, rhythm("p", from: 3600, period: 2880, back: $0, count: 1, sdk: "c"))
        },
        ThresholdRow("renewal-tolerance", [119, 120, 121], "++-") {
            isEvery(.tokenRenewal, rhythm("p", from: 3600, period: 2880 + $0, count: 1, sdk: "c"))
        },
        ThresholdRow("rhythm-ages", [3, 4, 5], "-++") {
            isEvery(.tokenRenewal, rhythm("p", from: 3600, period: 1200, count: $0))
        },
        // Of 1,200 s five percent are 60.
        ThresholdRow("rhythm-spread", [59, 60, 61], "++-") {
            isEvery(.tokenRenewal, ages([1200, 1200, 1200, 1200 + $0]))
        },
        ThresholdRow("rhythm-shortest", [599, 600, 601], "-++") {
            isEvery(.tokenRenewal, rhythm("p", from: 3600, period: $0, count: 5, code: ""))
        },
        // Four of seven, of eight, of nine.
        ThresholdRow("rhythm-share", [3, 4, 5], "++-") { others in
            let lengths = [1200, 1215, 1230, 1245] + [700, 900, 1600, 2200, 3100].prefix(others)
            return log(ages(lengths)).analysed().causes("p").prefix(4)
                == [Cause](repeating: .tokenRenewal, count: 4)[...]
        },
        ThresholdRow("renewal-sure-count", [2, 3, 4], "-++") {
            Set(log(rhythm("p", from: 3600, period: 2880, count: $0, sdk: "c")).analysed().confidences("p")) == [.high]
        },
    ]

    // MARK: Takeovers

    /// Takeovers at such seconds after 06:00, each with a connect `connect` seconds after it.
    private static func takenOver(at seconds: [Int], connect: Int = 0, by places: [String] = ["203.0.113"]) -> String {
        "05:59:00 p connect\n"
            + seconds.enumerated().map { turn, second in
                "\(clock(21_600 + second)) p disconnect 400027\n\(clock(21_600 + second + connect)) p connect "
                    + "ip=\(places[(turn + 1) % places.count])\n"
            }.joined()
    }

    private static let takeovers = [
        ThresholdRow("takeovers-in-short", [4, 5, 6], "-++") { count in
            isEvery(.duplicateIdentity, takenOver(at: (0..<count).map { $0 * 100 }))
        },
        ThresholdRow("takeover-short", [599, 600, 601], "++-") {
            isEvery(.duplicateIdentity, takenOver(at: [0, 140, 280, 420, $0]))
        },
        ThresholdRow("takeovers-in-day", [9, 10, 11], "-++") { count in
            isEvery(
                .duplicateIdentity,
                takenOver(at: (0..<count).map { $0 * 3600 + $0 * $0 * 7 }, by: ["203.0.113", "198.51.100"]))
        },
        ThresholdRow("takeover-connect", [4, 5, 6], "++-") {
            isEvery(.duplicateIdentity, takenOver(at: [0, 100, 200, 300, 400], connect: $0))
        },
    ]

    // MARK: Credentials and upgrades

    private static let credentials = [
        ThresholdRow("refusals", [2, 3, 4], "-++") { count in
            let refused = (1..<count).map { "07:30:0\($0) p refused 401003\n" }.joined()
            return log("06:00:00 p connect\n07:30:00 p disconnect 401003\n" + refused).analysed().confidences("p")
                == [.high]
        },
        // Two devices are refused from 15:00 on, a third from so much later on.
        ThresholdRow("common-start", [899, 900, 901], "++-") { later in
            var text = ""
            for (number, start) in [0, 0, later].enumerated() {
                text += "06:00:00 d\(number) connect\n"
                text += "\(clock(54_000 + start)) d\(number) disconnect 401003\n"
                for attempt in 1...4 { text += "\(clock(54_000 + start + attempt)) d\(number) refused 401003\n" }
            }
            return log(text).analysed().diagnosis.findings.contains {
                $0.kind == .credentialRefused && $0.deviceCount == 3
            }
        },
        ThresholdRow("quick-return", [299, 300, 301], "++-") {
            isEvery(
                .platformUpgrade,
                "06:00:00 p connect\n07:30:00 p disconnect 500001\n\(clock(27_000 + $0)) p connect")
        },
    ]

    // MARK: Incidents

    /// So many devices of a hub, each of a place of its own, that drop in one second.
    private static func scattered(_ dropped: Int, of devices: Int) -> [Incident] {
        fleet((0..<devices).map { (prefix: "\(10 + $0 % 200).\($0 / 200).1", devices: 1, drop: $0 < dropped ? 1 : 0) })
    }

    /// Devices connected all day by prefix; so many of each drop at 10:00 and are back at 10:20.
    private static func fleet(_ prefixes: [(prefix: String, devices: Int, drop: Int)], code: String = "404104")
        -> [Incident]
    {
        var text = ""
        for (place, group) in prefixes.enumerated() {
            for number in 0..<group.devices {
                text += "06:00:00 d\(place)-\(number) connect ip=\(group.prefix)\n"
                guard number < group.drop else { continue }
                text +=
                    "10:0\(number % 5):\(two(number % 60)) d\(place)-\(number) disconnect \(code) ip=\(group.prefix)\n"
                text += "10:20:\(two(number % 60)) d\(place)-\(number) connect ip=\(group.prefix)\n"
            }
        }
        return log(text).analysed().diagnosis.incidents
    }

    private static let incidents = [
        // Of places with one drop each.
        ThresholdRow("incident-devices", [4, 5, 6], "--+") {
            !scattered($0, of: 40).isEmpty
        },
        ThresholdRow("group-devices", [2, 3, 4], "-++") {
            !fleet([("203.0.113", $0, $0), ("198.51.100", 20, 0)]).isEmpty
        },
        // The score of so many devices of forty within a minute, held against chance alone.
        ThresholdRow("incident-deviations", [2, 4, 60], "++-") {
            var settings = AnalysisSettings()
            settings[.incidentDeviations] = Double($0)
            return !log(site(twelve, apart: 5, sdks: ["c"])).analysed(settings: settings).diagnosis.incidents.isEmpty
        },
        // One percent of 700 devices of 700 places.
        ThresholdRow("incident-fleet", [6, 7, 8], "--+") { !scattered($0, of: 700).isEmpty },
        // A window of so many minutes reaches four times as far: the three of a place are up to 30 minutes apart.
        ThresholdRow("incident-window", [7, 8, 9], "-++") {
            var settings = AnalysisSettings()
            settings[.incidentWindow] = Double($0)
            return !log(site(twelve, apart: 170, sdks: ["c"])).analysed(settings: settings)
                .diagnosis.incidents.filter { $0.devices == 12 }.isEmpty
        },
        ThresholdRow("service-code-devices", [2, 3, 4], "-++") {
            fleet([("203.0.113", 6, $0), ("198.51.100", 6, 0)], code: "429002").map(\.kind) == [.reconnectStorm]
        },
        // A place of ten of which so many drop in an incident of half of the hub.
        ThresholdRow("group-share", [7, 8, 9], "--+") { dropped in
            let others = (0..<60).map { (prefix: "\(10 + $0).0.1", devices: 2, drop: $0 < 20 ? 1 : 0) }
            return fleet(others + [(prefix: "198.51.100", devices: 10, drop: dropped)]).contains {
                $0.scopeValue == "198.51.100"
            }
        },
        // Eight of a place of 24 and none of so many more: just over, just, and just below a half.
        ThresholdRow("group-fleet", [23, 24, 25], "--+") {
            fleet([("203.0.113", 24, 8), ("198.51.100", $0, 0)]).map(\.kind) == [.siteOutage]
        },
        // Of thirty devices thirty percent are nine.
        ThresholdRow("group-drop", [8, 9, 10], "-++") {
            fleet([("203.0.113", 30, $0), ("198.51.100", 40, 0)]).map(\.confidence) == [.high]
        },
    ]

    // MARK: Findings

    private static func loses(at seconds: [Int]) -> String {
        "00:00:01 p connect\n"
            + seconds.map { "\(clock($0)) p disconnect 404104\n\(clock($0 + 120)) p connect\n" }.joined()
    }

    private static let findings = [
        // Never the same time between two.
        ThresholdRow("flapping-in-day", [9, 10, 11], "-++") { count in
            has(.flapping, loses(at: (0..<count).map { 7200 + $0 * 4000 + $0 * $0 * 60 }))
        },
        ThresholdRow("flapping-in-hour", [4, 5, 6], "-++") { count in
            has(.flapping, loses(at: (0..<count).map { 36_000 + $0 * 400 + $0 * $0 * 40 }))
        },
        ThresholdRow("loop", [9, 10, 11], "++-") { length in
            let lines = (0..<12).map { turn in
                "\(clock(36_000 + turn * (length + 1))) p connect\n"
                    + "\(clock(36_000 + turn * (length + 1) + length)) p disconnect\n"
            }
            return has(.flapping, lines.joined())
        },
        ThresholdRow("sleepy-closes", [5, 6, 7], "-++") {
            has(.sleepyByDesign, rhythm("p", from: 3600, period: 300, back: 2500, count: $0, code: ""))
        },
        ThresholdRow("sleepy-age", [299, 300, 301], "++-") {
            has(.sleepyByDesign, rhythm("p", from: 3600, period: $0, back: 2500, count: 6, code: ""))
        },
        ThresholdRow("idle-drops", [5, 6, 7], "-++") {
            has(.idleTimeout, rhythm("p", from: 3600, period: 240, back: 90, count: $0))
        },
        // Of ten minutes three percent are 18 s.
        ThresholdRow("idle-tolerance", [17, 18, 19], "++-") {
            has(.idleTimeout, rhythm("p", from: 3600, period: 600 + $0, back: 90, count: 6))
        },
        ThresholdRow("slow-renewal-drops", [1, 2, 3], "-++") {
            has(.slowRenewal, rhythm("p", from: 3600, period: 2700, back: 90, count: $0, sdk: "node"))
        },
        ThresholdRow("slow-renewal-devices", [0, 1, 2], "-++") { devices in
            has(
                .slowRenewal,
                "00:00:01 other connect\n"
                    + (0..<devices).map { rhythm("p\($0)", from: 3600, period: 2700, back: 90, count: 2, sdk: "node") }
                    .joined())
        },
        ThresholdRow("fixed-time-days", [3, 4, 5], "-++") { fixedTime(days: $0, apart: 0) },
        ThresholdRow("fixed-time", [119, 120, 121], "++-") { fixedTime(days: 4, apart: $0) },
    ]

    /// A drop at 03:00, and on each of so many days before one so many seconds later.
    private static func fixedTime(days: Int, apart: Int) -> Bool {
        log("00:30:00 p connect\n03:00:00 p disconnect 404104\n03:05:00 p connect").analysed { context in
            var baseline = Baseline()
            baseline.dropTimes[context.identity(of: 0, on: "pumps")] = (0..<days).map {
                LogLines.time("03:00:00", dayOffset: $0 - days).advanced(bySeconds: Int64(apart))
            }
            context.baseline = baseline
        }.diagnosis.findings.contains { $0.kind == .fixedTimeOfDay }
    }

    // MARK: Earlier days

    private static func worse(drops: Int, usual: [UInt32]) -> Bool {
        log(loses(at: (0..<drops).map { 3600 + $0 * 3600 + $0 * 60 })).analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": usual.count]
            baseline.devices = [context.identity(of: 0, on: "pumps"): usual]
            context.baseline = baseline
        }.diagnosis.findings.contains { $0.kind == .worseThanBaseline }
    }

    /// Devices of one version, each with so many drops, no two at the same time.
    private static func version(_ version: String, devices: Int, drops: Int, minute: Int) -> String {
        (0..<devices).map { number in
            let name = "v\(version)-\(number)"
            return "00:10:00 \(name) connect sdk=iothubclient/\(version)\n"
                + (0..<drops).map { drop in
                    let hour = two(2 + number + drop * 4)
                    return "\(hour):\(two(minute)):00 \(name) disconnect 404104\n"
                        + "\(hour):\(two(minute + 5)):00 \(name) connect sdk=iothubclient/\(version)\n"
                }.joined()
        }.joined()
    }

    private static let baselines = [
        ThresholdRow("baseline-days", [3, 4, 5], "-++") {
            worse(drops: 18, usual: Array(repeating: 0, count: $0))
        },
        // The median is 4, its root 2: 4 and 6 times 2.
        ThresholdRow("worse-deviations", [15, 16, 17], "--+") { worse(drops: $0, usual: [4, 4, 4, 4]) },
        ThresholdRow("worse-drops", [4, 5, 6], "-++") { worse(drops: $0, usual: [0, 0, 0, 0]) },
        // Two drops a device of the newer version.
        ThresholdRow("old-sdk-rate", [3, 4, 5], "-++") {
            has(
                .oldSDK,
                version("1.6.0", devices: 5, drops: $0, minute: 0)
                    + version("1.10.0", devices: 5, drops: 2, minute: 30))
        },
        ThresholdRow("old-sdk-devices", [4, 5, 6], "-++") {
            has(
                .oldSDK,
                version("1.6.0", devices: $0, drops: 3, minute: 0)
                    + version("1.10.0", devices: 5, drops: 1, minute: 30))
        },
    ]

    // MARK: The hub's limit

    private static func close(connects: Int, to limit: Double) -> Bool {
        var settings = AnalysisSettings()
        settings[.connectsPerSecondLimit] = limit
        return log((0..<connects).map { "10:00:00 d\($0) connect\n" }.joined()).analysed(settings: settings)
            .diagnosis.findings.contains { $0.kind == .connectLimit }
    }

    private static let limits = [
        // Seven a second are 78, 70 and 64 percent of it.
        ThresholdRow("connects-per-second-limit", [9, 10, 11], "++-") { close(connects: 7, to: Double($0)) },
        ThresholdRow("connect-limit", [6, 7, 8], "-++") { close(connects: $0, to: 10) },
    ]
}

/// Whether so many records of a day are hardly any, after one day with so many in each hour.
func hardlyAny(usual: [Int], today: Int) -> Bool {
    var baseline = Baseline()
    baseline.daysBack = [1]
    baseline.dailyRecords = ["pumps": [DayRecords(daysBack: 1, perHour: usual.map(Double.init))]]
    return HubPresence.ofQuiet("pumps", today, on: CivilDate(daysSince1970: 0), baseline, AnalysisSettings()) != nil
}
