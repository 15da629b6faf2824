import Model
import Testing

@testable import Diagnosis

/// What a day knows of the days before it.
@Suite struct CarriedStateTests {
    @Test func aDeviceThatDiedDaysAgoIsDownAllDaySinceThen() {
        let day = log(
            """
            -3 06:00:00 pump-1 connect
            -3 10:00:00 pump-1 disconnect 404104
            08:00:00 pump-2 connect
            """
        ).carriedOn()
        #expect(day.hub.notBack == 1)
        #expect(day.hub.downtimeSeconds == 86_400)
        let row = day.diagnosis.devices.first { $0.device == "pump-1" }
        #expect(row?.openSince == LogLines.time("10:00:00", dayOffset: -3))
        #expect(row?.downtimeSeconds == 86_400)
        #expect(row?.mainCause == .networkLoss)
        #expect(row?.strip == String(repeating: "d", count: 96))
        #expect(row?.evidence == "", "since when it is down stands beside it")
    }

    @Test func aDeviceThatReturnsAfterDaysWasDownUntilThen() {
        let day = log(
            """
            -5 06:00:00 pump-1 connect
            -5 10:00:00 pump-1 disconnect 404104
            09:00:00 pump-1 connect
            """
        ).carriedOn()
        #expect(day.hub.notBack == 0)
        #expect(day.hub.downtimeSeconds == 9 * 3600)
        #expect(day.drops.isEmpty)
    }

    @Test func whatTheDayBeforeToldOfKeepsItsCauseUnlessRefusalsSayMore() {
        func day(toldOf start: String, _ more: String = "") -> Analysed {
            log(
                "-1 06:00:00 pump-1 connect\n-1 18:00:00 pump-1 disconnect 404104\n\(more)23:00:00 pump-2 connect"
            ).carriedOn { context in
                let identity = context.identity(of: 0, on: "pumps")
                context.openBefore[identity] = OpenDrop(
                    identity: identity, start: LogLines.time(start, dayOffset: -1), cause: .siteOutage,
                    confidence: .high)
            }
        }
        #expect(day(toldOf: "18:00:00").total(.siteOutage)?.downtimeSeconds == 86_400)
        #expect(day(toldOf: "18:00:00").diagnosis.openDrops.map(\.cause) == [.siteOutage])
        #expect(day(toldOf: "17:00:00").total(.networkLoss)?.downtimeSeconds == 86_400, "another drop")
        let refused = day(
            toldOf: "18:00:00", (10...19).map { "\($0):00:00 pump-1 refused 401003\n" }.joined())
        #expect(refused.total(.credentialRefused)?.downtimeSeconds == 86_400)
    }

    @Test func aDeviceThatIsRefusedForDaysIsRefusedAndDown() {
        let day = log(
            """
            -2 06:00:00 pump-1 connect
            -2 09:00:00 pump-1 disconnect 401003
            -2 09:01:00 pump-1 refused 401003
            -2 12:00:00 pump-1 refused 401003
            -1 12:00:00 pump-1 refused 401003
            06:00:00 pump-1 refused 401003
            08:00:00 pump-2 connect
            """
        ).carriedOn()
        #expect(day.hub.notBack == 1)
        #expect(day.total(.credentialRefused)?.downtimeSeconds == 86_400)
        #expect(!day.diagnosis.findings.contains { $0.headline.contains("never connected") })
    }

    @Test func theAgeOfADropIsKnownHoweverOldItsConnection() {
        let lines = log("-39 00:00:00 pump-1 connect sdk=c auth=x509Certificate\n12:00:00 pump-1 disconnect 404104")
        let drop = lines.carriedOn().lines
        #expect(drop == ["pump-1 12:00:00 open age \(39 * 86_400 + 43_200) 404104 network-loss"])
    }

    @Test func sdkAddressAndTransportAreThoseOfTheLastConnectDaysAgo() {
        let day = log(
            """
            -6 06:00:00 pump-1 connect sdk=net ip=198.51.100 protocol=Amqp
            12:00:00 pump-1 disconnect 404104 ip=198.51.100 protocol=Amqp
            """
        ).carriedOn()
        let row = day.diagnosis.devices.first
        #expect(row?.sdk == LogLines.sdks["net"])
        #expect(row?.transport == "Amqp")
        #expect(row?.address == "198.51.100.XXX")
    }

    @Test func aStableFleetIsConnectedAllDayThoughNoneOfItHasARecord() {
        for size in [60, 5_000] {
            var lines = log("")
            for number in 1...size { lines.add("-7 04:00:00 plc-\(number) connect auth=x509Certificate") }
            for number in 1...3 { lines.add("-1 14:0\(number):00 plc-\(number) disconnect 404104") }
            lines.add("06:00:00 probe connect")
            let hub = lines.carriedOn().hub
            #expect(hub.connected.map(\.least).min() == size - 3)
            #expect(hub.connected.first?.most == size - 3)
            #expect(hub.connected.last?.least == size - 2)
            #expect(hub.notBack == 3)
            #expect(hub.activeDevices == size - 2)
        }
    }

    @Test func aSiteThatFailsAfterThirtyStableDaysIsAnOutageOfItsShareOfTheFleet() {
        var lines = log("")
        for number in 1...60 {
            lines.add("-31 04:00:00 plc-\(number) connect auth=x509Certificate ip=198.51.\(number % 6)")
        }
        for number in 1...10 {
            lines.add("09:00:0\(number % 10) plc-\(6 * number) disconnect 404104 ip=198.51.0")
            lines.add("10:00:0\(number % 10) plc-\(6 * number) connect auth=x509Certificate ip=198.51.0")
        }
        let day = lines.carriedOn()
        #expect(day.diagnosis.incidents.map(\.kind) == [.siteOutage])
        #expect(day.diagnosis.incidents.first?.shareOfFleet == 10.0 / 60)
        #expect(day.hub.downtimeSeconds == 36_000)
        #expect(day.hub.connected.map(\.least).min() == 50)
        #expect(day.hub.availability == 1 - 36_000.0 / (60 * 86_400))
    }

    @Test func errorsAloneAreNoErrorOnlyInputWhereConnectsWereKnownBefore() {
        let lines = log("-7 04:00:00 plc-1 connect\n-7 04:00:00 plc-2 connect\n09:00:00 plc-1 disconnect 404104")
        #expect(!lines.carriedOn().diagnosis.isErrorOnly)
        #expect(lines.carriedOn().hub.notBack == 1)
        let filtered = log(
            """
            -7 04:00:00 plc-1 connect
            01:00:00 plc-1 disconnect 404104
            02:00:00 plc-1 disconnect 404104
            03:00:00 plc-1 disconnect 404104
            04:00:00 plc-1 disconnect 404104
            """)
        #expect(filtered.carriedOn().diagnosis.isErrorOnly)
    }

    @Test func aDeviceThatWasDownAndSilentForThirtyDaysHasLeftTheFleet() {
        func day(_ days: Int) -> HubDay {
            log(
                """
                -\(days) 06:00:00 pump-1 connect
                -\(days) 10:00:00 pump-1 disconnect 404104
                08:00:00 pump-2 connect
                """
            ).carriedOn().hub
        }
        #expect(day(29).notBack == 1)
        #expect(day(29).downtimeSeconds == 86_400)
        #expect(day(31).notBack == 0)
        #expect(day(31).downtimeSeconds == 0)
    }

    @Test func aDeviceThatIsDownAndNotInTheRegistryHasLeftTheFleet() {
        let lines = log(
            """
            -5 06:00:00 pump-1 connect
            -5 10:00:00 pump-1 disconnect 404104
            -5 11:00:00 pump-2 disconnect 404104
            -5 12:00:00 pump-3 disconnect 404104
            08:00:00 pump-4 connect
            """)
        func notBack(_ registry: Registry) -> Int { lines.carriedOn { $0.registry = registry }.hub.notBack }
        var registry = Registry(
            hubs: ["pumps": ["pump-1": Registry.Entry(), "pump-2": Registry.Entry(isDisabled: true)]])
        #expect(notBack(registry) == 1)
        // Of one that lists only some devices nothing is concluded.
        registry.leaveAside(hub: "pumps")
        #expect(notBack(registry) == 3)
    }

    @Test func theFleetIsWhatTheRegistryHasEnabledAlsoOnTheFirstDay() {
        var lines = log("")
        var entries: [String: Registry.Entry] = [:]
        for number in 1...40 { entries["pump-\(number)"] = Registry.Entry(isDisabled: number > 30) }
        for number in 1...6 {
            lines.add("09:00:0\(number) pump-\(number) disconnect 404104 ip=198.51.0")
            lines.add("10:00:0\(number) pump-\(number) connect ip=198.51.0")
        }
        let day = lines.analysed { $0.registry = Registry(hubs: ["pumps": entries]) }
        #expect(day.diagnosis.incidents.first?.shareOfFleet == 6.0 / 30)
    }

    @Test func aLongTokenIsKnownByTheAgesOfTheDaysBefore() {
        for hours in [19, 24, 70] {
            var lines = log("")
            var time = LogLines.time("12:00:00", dayOffset: -20)
            let pump = Device(name: "pump-1")
            lines.add(time, pump, "connect", "", ["sdk": "net"])
            while time < LogLines.midnight.advanced(bySeconds: 86_400) {
                time = time.advanced(bySeconds: Int64(hours) * 3600 + 600)
                lines.add(time, pump, "disconnect", "404104", [:])
                time = time.advanced(bySeconds: 4)
                lines.add(time, pump, "connect", "", ["sdk": "net"])
            }
            let day = lines.carriedOn()
            #expect(day.drops.allSatisfy { $0.cause == .tokenRenewal }, "\(hours) h")
            #expect(hours == 70 || !day.drops.isEmpty)
        }
    }

    @Test func tokensOfADayAreKnownOnTheSecondDayByTheAgeThatDevicesShare() {
        var lines = log("")
        // Of a silent night nothing would be known.
        for hour in 10..<24 { lines.add("-1 \(hour):30:00 probe connect") }
        for hour in 0..<24 { lines.add("\(hour):30:00 probe connect") }
        for number in 0..<10 {
            lines.add("-1 \(number + 10):05:00 pump-\(number) connect sdk=net")
            lines.add("\(number + 10):15:0\(number % 3) pump-\(number) disconnect 404104")
            lines.add("\(number + 10):15:06 pump-\(number) connect sdk=net")
        }
        #expect(Set(lines.carriedOn().drops.map(\.cause)) == [.tokenRenewal])
    }

    @Test func connectionsThatBeganAndEndedTogetherShareNoToken() {
        var lines = log("")
        for number in 0..<10 {
            lines.add("-1 10:05:0\(number) pump-\(number) connect sdk=net")
            lines.add("10:15:0\(number) pump-\(number) disconnect 404104")
            lines.add("10:15:2\(number) pump-\(number) connect sdk=net")
        }
        #expect(!lines.carriedOn().drops.contains { $0.cause == .tokenRenewal })
    }

    @Test func aRestartAtOneTimeOfDayIsNoTokenOfADay() {
        var lines = log("")
        for day in -8...0 {
            lines.add("\(day) 01:00:0\(-day) pump-1 disconnect 404104")
            lines.add("\(day) 01:00:50 pump-1 connect sdk=net")
        }
        #expect(lines.carriedOn().drops.map(\.cause) == [.networkLoss])
    }

    /// Any chain of boundaries must give the same bytes: nightly runs, a rebuild, zones with other midnights.
    @Test(arguments: 0..<12)
    func stateCarriedInStepsEqualsStateWorkedOutAtOnce(seed: UInt64) {
        let lines = RandomFleet(seed: seed).lines
        let end = LogLines.time("17:00:00")
        let once = lines.state(at: end)
        #expect(once.hubs.reduce(0) { $0 + $1.identities } > 0)
        for hours: Int64 in [7, 24, 31] {
            #expect(lines.state(at: end, stepHours: hours) == once, "steps of \(hours) h")
        }
    }

    @Test func anIdentityTakesAtMost64Bytes() {
        for seed in 0..<12 as Range<UInt64> {
            for hub in RandomFleet(seed: seed).lines.state(at: LogLines.time("17:00:00")).hubs {
                #expect(hub.bytes.count <= 64 * hub.identities + 1, "\(hub.bytes.count / hub.identities) bytes")
            }
        }
    }
}

/// Devices that connect, drop, are refused and taken over at random, with records of one second and of milliseconds.
private struct RandomFleet {
    private(set) var lines = LogLines("")
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        for number in 0..<12 { live(Device(name: "pump-\(number)", module: number % 4 == 3 ? "camera" : "")) }
    }

    private mutating func draw(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    private mutating func live(_ device: Device) {
        let hub = draw(2) == 0 ? "pumps" : "tanks"
        var time = LogLines.time("00:00:00", dayOffset: -draw(39))
        let end = LogLines.time("18:00:00")
        let bursts = [0, 1, 20, 59, 60, 61, 119, 130]
        let pauses = [3000, 10_000, 40_000, 200_000]
        let longest = 1 + draw(pauses.count)
        while time < end {
            let codes = ["", "404104", "401003", "409002", "400027", "none", "403012", "429001"]
            let kind = ["connect", "connect", "disconnect", "disconnect", "refused"][draw(5)]
            let code = kind == "disconnect" ? codes[draw(codes.count)] : kind == "refused" ? codes[2 + draw(6)] : ""
            let options = [
                "hub": hub, "ip": "203.0.\(draw(3))", "sdk": draw(2) == 0 ? "c" : "net",
                "auth": ["sas", "x509Certificate"][draw(2)],
            ]
            lines.add(time, device, kind, code, options)
            let gap = draw(3) > 0 ? bursts[draw(bursts.count)] : pauses[pauses.count - 1 - draw(longest)]
            time = time.advanced(bySeconds: Int64(gap))
            if draw(4) == 0 { time = Instant(ticks: time.ticks + Int64(draw(1000)) * 10_000) }
        }
    }
}
