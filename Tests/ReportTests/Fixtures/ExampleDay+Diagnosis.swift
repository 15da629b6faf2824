@testable import Diagnosis
import Model

@testable import Report

extension ExampleDay {
    static func diagnosis() -> DayDiagnosis {
        var diagnosis = DayDiagnosis()
        diagnosis.limits = ["There are no records at all from 04:00 to 05:00: what happened then is unknown."]
        var hub = HubDay(hub: hub)
        hub.activeDevices = 2000
        hub.devicesThatDropped = 1386
        hub.drops = 2412
        hub.renewals = 10_853
        hub.cleanCloses = 1204
        hub.failedConnects = 2540
        hub.downtimeSeconds = 334_800
        hub.notBack = 61
        hub.availability = 0.9981
        hub.inferredConnected = 1911
        hub.mostConnectsPerSecond = 88
        hub.mostConnectsPerSecondAt = at(13, 8, 11)
        hub.connected = connected()
        diagnosis.hubs = [hub]
        diagnosis.missing = [hub.hub: [TimeWindow(from: at(4, 0), to: at(5, 0))]]
        diagnosis.devicesThatDropped = 1386
        diagnosis.causes = causes()
        diagnosis.incidents = incidents()
        diagnosis.findings = findings()
        diagnosis.alerts = [
            Alert(
                rule: .connectedBelow, hub: self.hub,
                message: "1,446 devices were connected at 13:08, fewer than 1,800.", measured: 1446, limit: 1800,
                at: at(13, 8))
        ]
        diagnosis.devices = devices()
        diagnosis.renewals = [
            RenewalGroup(
                family: ".NET", devices: 402, renewals: 8120, medianPeriodSeconds: 3902, medianBackSeconds: 4),
            RenewalGroup(
                family: "Python", devices: 107, renewals: 2733, medianPeriodSeconds: 3481, medianBackSeconds: 2),
        ]
        diagnosis.thresholds = [
            ThresholdValue(rule: "token-renewal", name: "back within", value: "60 s", source: "IoT Hub documentation"),
            ThresholdValue(rule: "flapping", name: "drops a day", value: "20", source: "set by hubdrops"),
        ]
        return diagnosis
    }

    private static func connected() -> [ConnectedPoint] {
        (0..<288).compactMap { window in
            if (48..<60).contains(window) { return nil }
            let dip = window == 157 ? 530 : window == 158 ? 120 : 0
            let wave = (window * 11) % 17
            return ConnectedPoint(
                start: day.span.start.advanced(bySeconds: Int64(window) * 300), least: 1946 + wave - dip,
                most: 1960 + wave)
        }
    }

    private static func causes() -> [CauseTotal] {
        func total(_ cause: Cause, _ devices: Int, _ hours: Int64, _ open: Int, _ perWindow: (Int) -> Int) -> CauseTotal
        {
            let counts = (0..<96).map { (16..<20).contains($0) ? 0 : perWindow($0) }
            return CauseTotal(
                cause: cause, drops: counts.reduce(0, +), devices: devices, downtimeSeconds: hours * 3600, open: open,
                perWindow: counts)
        }
        return [
            total(.tokenRenewal, 509, 11, 0) { 110 + $0 % 7 },
            total(.networkLoss, 214, 9, 2) { 4 + ($0 * 13) % 7 },
            total(.siteOutage, 18, 6, 0) { $0 == 35 ? 18 : 0 },
            total(.serviceIncident, 684, 17, 0) { $0 == 52 ? 684 : 0 },
            total(.duplicateIdentity, 42, 2, 0) { 6 + ($0 * 5) % 4 },
            total(.credentialRefused, 59, 58, 59) { $0 < 63 ? 1 : 0 },
            total(.cleanClose, 310, 40, 12) { 12 + $0 % 3 },
            total(.unknown, 31, 1, 0) { $0 % 9 == 0 ? 3 : 0 },
        ]
    }

    private static func incidents() -> [Incident] {
        [
            Incident(
                key: "contoso-prod-20260310T0748Z-site-outage", kind: .siteOutage, hub: hub,
                scope: .addressPrefix, scopeValue: "198.51.100", confidence: .medium, start: at(8, 48, 12),
                end: at(8, 50, 2),
                startUncertaintySeconds: 345, devices: 18, drops: 18, shareOfFleet: 0.009,
                codes: [CodeCount(code: "404104", count: 18)], medianBackSeconds: 1210, ninetiethBackSeconds: 1290,
                evidenceFor: [
                    "All 18 devices show addresses 198.51.100.*, and 18 of the 19 devices there dropped.",
                    "Only code 404104; nothing that the service says of itself.",
                ],
                evidenceAgainst: ["No registry was given: whether they share a site is not known."],
                actions: ["Ask whoever runs the network behind 198.51.100.* what happened at 08:48."],
                downtimeSeconds: 21_780, dropsPerMinute: [6, 9, 3]),
            Incident(
                key: "contoso-prod-20260310T1206Z-service-incident", kind: .serviceIncident, hub: hub, scope: .hub,
                confidence: .high, start: at(13, 6, 40), end: at(13, 8, 0), devices: 684, drops: 684,
                shareOfFleet: 0.342,
                codes: [
                    CodeCount(code: "500001", count: 402), CodeCount(code: "404104", count: 260),
                    CodeCount(code: "500008", count: 98),
                ], medianBackSeconds: 41, ninetiethBackSeconds: 88, notBack: 2,
                notBackDevices: ["pump-0417", "pump-1102"],
                evidenceFor: [
                    "62 % of the drops carry 500001 or 500008, which the service says of itself.",
                    "Every address prefix, every protocol and every SDK version is hit.",
                    "98 % of the devices were back within 5 minutes.",
                ],
                evidenceAgainst: ["38 % of the drops carry 404104 only."],
                actions: [
                    "Nothing to repair: it is over. Keep the text below for a support request.",
                    "Look after the two devices that did not come back.",
                ], downtimeSeconds: 61_200, dropsPerMinute: [420, 240, 24]),
        ]
    }

    private static func findings() -> [Finding] {
        [
            Finding(
                key: "credential-refused:contoso-prod", kind: .credentialRefused, confidence: .high, hub: hub,
                headline: "59 devices are refused with 401003 and have not connected since",
                evidence: [
                    "2,540 failed connects with 401003, no success after 06:12.",
                    "All 59 were provisioned with the same lot number.",
                ],
                actions: ["Renew the tokens of these devices.", "Check their clocks if new tokens are refused too."],
                devices: (0..<50).map { "valve-\(1200 + $0)" }, deviceCount: 59, drops: 59, downtimeSeconds: 208_800,
                codes: ["401003"]),
            Finding(
                key: "duplicate-identity:contoso-prod", kind: .duplicateIdentity, confidence: .high, hub: hub,
                headline: "Two clients share one identity on 42 devices",
                evidence: ["Takeovers with 409002 and 400027 every 2 s, from two addresses and two SDK versions."],
                actions: ["Find the second client at 192.0.2.XXX and give it an identity of its own."],
                devices: ["press-301", "press-302", "press-303"], deviceCount: 42, drops: 702, downtimeSeconds: 7200,
                codes: ["409002", "400027"]),
            Finding(
                key: "incident/contoso-prod-20260310T0748Z-site-outage", kind: .incident, confidence: .medium, hub: hub,
                headline: "18 devices behind 198.51.100.* dropped together at 08:48",
                evidence: ["18 of 19 devices there dropped within two minutes."],
                actions: ["Ask whoever runs that network what happened."], devices: ["pump-0801"], deviceCount: 18,
                drops: 18, downtimeSeconds: 21_780, codes: ["404104"]),
            Finding(
                key: "sleepy-by-design:contoso-prod:meter", kind: .sleepyByDesign, confidence: .medium, hub: hub,
                headline: "2 meters connect for a minute every hour and close properly",
                evidence: ["Connected for 55 to 65 s, 24 times."],
                actions: ["Nothing: list them in the settings to leave them out."],
                devices: ["meter-01", "meter-02"], deviceCount: 2, needsAction: false),
            Finding(
                key: "new-device:contoso-prod:", kind: .newDevice, confidence: .high, hub: hub,
                headline: "3 devices not seen on earlier days", evidence: ["press-340: first seen 09:12:00"],
                actions: ["Nothing, if they were put into service."], devices: ["press-340", "press-341", "press-342"],
                deviceCount: 3, needsAction: false),
        ]
    }

    private static func devices() -> [DeviceDay] {
        let strips = [
            String(repeating: "u", count: 16) + "????" + String(repeating: "u", count: 5)
                + String(repeating: "d", count: 71),
            String(repeating: "udud", count: 4) + "????" + String(repeating: "dudu", count: 19),
            String(repeating: "u", count: 16) + "????" + String(repeating: "u", count: 32) + "d"
                + String(repeating: "u", count: 43),
        ]
        return (0..<60).map { number in
            let kind = number < 24 ? 0 : number < 40 ? 1 : 2
            let names = ["valve-\(1200 + number)", "press-\(277 + number)", "pump-0\(400 + number)"]
            let causes: [Cause] = [.credentialRefused, .duplicateIdentity, .serviceIncident]
            let codes = [["401003", "404104"], ["409002", "400027"], ["500001"]]
            let drops = [1, 96 - number, 1][kind]
            return DeviceDay(
                hub: hub, device: names[kind], module: number == 41 ? "collector" : "",
                drops: drops, renewals: 2, failedConnects: kind == 0 ? 43 : 0,
                downtimeSeconds: [63_900, 5400, 44][kind] - Int64(number) * [30, 60, 0][kind],
                longestSeconds: [63_900, 240, 44][kind] - Int64(number) * [30, 1, 0][kind],
                openSince: kind == 0 ? at(6, 12, number) : nil, mainCause: causes[kind],
                codes: codes[kind].map { CodeCount(code: $0, count: drops) },
                sdk: "Microsoft.Azure.Devices.Client/1.41.2", transport: "Mqtt", address: "198.51.100.XXX",
                strip: strips[kind],
                evidence: [
                    "No success since; 43 refused connects.", "A new client every 2 s, from two addresses.",
                    "Dropped with 683 others.",
                ][kind],
                dropTimes: kind == 1
                    ? (0..<50).map { at(0, 15 * $0 / 4 * 4, 1) } : [kind == 0 ? at(6, 12, number) : at(13, 6, 40)],
                dropsPerHour: (0..<24).map { hour in
                    kind == 1 ? drops / 24 + (hour < drops % 24 ? 1 : 0) : hour == [6, 0, 13][kind] ? 1 : 0
                },
                usualDrops: kind == 1 ? 12.5 : nil)
        }
    }

    static func history() -> [DaySummary] {
        (1...7).map { back in
            let date = day.date.advanced(byDays: -back)
            var summary = DaySummary(
                date: date.description, timeZone: day.timeZone, hubs: [hub], verdict: .usual, headline: "A usual day",
                isComplete: back != 3, records: 60_000 + 100 * back, activeDevices: 1998, drops: 1500 + 10 * back,
                renewals: 10_800, devicesThatDropped: 970 + 5 * back, downtimeSeconds: 104_400 + 600 * Int64(back),
                stillDown: 3, availability: 0.9994, incidents: 0, alerts: 0,
                codes: [
                    DaySummary.Code(
                        operation: "deviceDisconnect", level: "Error", code: "404104", records: 16_000 + 20 * back,
                        devices: 1400),
                    DaySummary.Code(
                        operation: "deviceDisconnect", level: "Error", code: "429002", records: 12, devices: 3),
                ], missingHours: back == 3 ? [7] : [], dropsPerWindow: (0..<96).map { 11 + ($0 * back) % 9 },
                disconnectsPerWindow: (0..<96).map { 230 + ($0 * 3) % 60 },
                devices: (0..<20).map { number in
                    DaySummary.DeviceMark(
                        hub: hub, device: "press-\(301 + number)", module: "", drops: 11, downtimeSeconds: 900,
                        openSince: number == 19 ? at(-3, 0) : nil)
                }, listsAllDevices: true)
            summary.findings = [
                mark(
                    "duplicate-identity:contoso-prod", .duplicateIdentity,
                    "Two clients share one identity on 21 devices"),
                mark("sleepy-by-design:contoso-prod:meter", .sleepyByDesign, "12 meters close properly"),
                mark("flapping:contoso-prod:press-300", .flapping, "press-300 dropped 40 times"),
            ]
            return summary
        }
    }

    private static func mark(_ key: String, _ kind: Finding.Kind, _ headline: String) -> DaySummary.FindingMark {
        DaySummary.FindingMark(
            key: key, kind: kind, hub: hub, headline: headline, needsAction: kind != .sleepyByDesign, deviceCount: 12,
            drops: 300, downtimeSeconds: 3600, since: "2026-02-27")
    }

    /// One silence that holds and one that has expired.
    static func silences() -> [Silence] {
        [
            Silence(
                kind: .sleepyByDesign, device: "meter-*", who: "Ada Lovelace", why: "meters report once an hour",
                until: day.date.advanced(byDays: 60)),
            Silence(
                key: "credential-refused:contoso-prod", who: "Grace Hopper", why: "tokens are being renewed",
                until: day.date.advanced(byDays: -4)),
        ]
    }

    /// The first revision of the day, before late records came.
    static func revisionBefore() -> DaySummary {
        var summary = history()[0]
        summary.headline = "Incomplete data"
        summary.files = []
        return summary
    }
}
