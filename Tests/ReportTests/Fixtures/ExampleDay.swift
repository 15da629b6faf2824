@testable import Diagnosis
import Model

@testable import Report

/// A made-up day on which everything occurs that a report can speak of.
///
/// The names that templates may use are documented from it.
enum ExampleDay {
    static let hub = "contoso-prod"
    /// 2026-03-10 in Berlin: 23:00 UTC the day before to 23:00 UTC.
    static let day = ReportDay(
        date: CivilDate(daysSince1970: 20_522), timeZone: "Europe/Berlin",
        span: TimeWindow(from: Instant(seconds: 1_773_097_200), to: Instant(seconds: 1_773_183_600)))

    static func report() -> DayReport {
        DayReport.build(
            day: day, facts: facts(), counts: counts(), diagnosis: diagnosis(), history: history(), options: options(),
            toolVersion: "1.0.0", revision: 2)
    }

    /// The week before the day, two days of it with gaps and one without a report.
    static func week() -> PeriodReport {
        let period = Period.week(of: day.date.advanced(byDays: -7))
        let start = day.span.start.advanced(bySeconds: -4 * 86_400)
        var days = history().filter { $0.date >= period.first.description && $0.date <= period.last.description }
        for position in days.indices {
            days[position].sentence = "No incident, and nothing that needs action."
            days[position].causes = [
                DaySummary.CauseMark(cause: .networkLoss, drops: 1400, downtimeSeconds: 90_000),
                DaySummary.CauseMark(cause: .tokenRenewal, drops: 10_800, downtimeSeconds: 21_600),
            ]
        }
        days[0].incidentMarks = [
            DaySummary.IncidentMark(
                key: "contoso-prod-20260306T0748Z-site-outage", kind: .siteOutage, hub: hub,
                scope: "addresses 198.51.100.*",
                start: start, end: start.advanced(bySeconds: 90), devices: 18, shareOfFleet: 0.009,
                downtimeSeconds: 21_780, notBack: 2)
        ]
        let before = history().map { summary in
            var summary = summary
            summary.date = CivilDate(summary.date)?.advanced(byDays: -7).description ?? ""
            return summary
        }
        let devices = (0..<60).map { number in
            PeriodReport.Device(
                hub: hub, device: "press-\(301 + number)", module: number == 3 ? "collector" : "", drops: 77 - number,
                downtimeSeconds: 9000 - 60 * Int64(number), daysWithDrops: 6, isOpen: number == 19,
                dropsPerDay: [nil, 11, 12, 3, 9, 30, 12])
        }
        return PeriodReport.build(
            period: period, timeZone: day.timeZone, days: days, before: before, devices: devices,
            devicesThatDropped: 1204, toolVersion: "1.0.0")
    }

    /// One of the devices of the day, event by event.
    static func device() -> DeviceReport {
        let row = report().devices[0]
        let entries =
            [
                DeviceTimeline.Entry(time: at(5, 7), text: "connected from 198.51.100.XXX over Mqtt"),
                DeviceTimeline.Entry(
                    time: at(6, 12), text: "dropped, 404104", cause: .tokenRenewal, confidence: .high,
                    evidence: "connected 1:05:00, like 27 of its 30 sessions"),
            ]
            + (0..<505).map {
                DeviceTimeline.Entry(
                    time: at(6, 13).advanced(bySeconds: Int64($0) * 60), text: "connect refused, 401003")
            }
        return DeviceReport(
            timeline: DeviceTimeline(hub: hub, device: row.device, module: "", entries: entries), row: row,
            past: (1...14).reversed().map { back in
                let date = day.date.advanced(byDays: -back).description
                return back == 9
                    ? DeviceReport.Past(date: date)
                    : DeviceReport.Past(
                        date: date, drops: back % 4, renewals: 22, downtimeSeconds: 60, isOpen: back == 2)
            })
    }

    /// The day and those before it, with a gap.
    static func calendar() -> CalendarReport {
        let summaries = history().filter { $0.date != "2026-03-05" }.reversed() + [DaySummary(report())]
        return CalendarReport(
            tool: DayReport.Tool(version: "1.0.0"), timeZone: day.timeZone,
            days: [CalendarReport.Day(pageOf: "2026-02-25")]
                + summaries.map {
                    CalendarReport.Day($0, revision: 1, fingerprint: "", hasPage: $0.date != "2026-03-04")
                },
            periods: ["2026-02", "2026-W10"])
    }

    /// A moment of the day by the local clock.
    static func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Instant {
        day.span.start.advanced(bySeconds: Int64(hour * 3600 + minute * 60 + second))
    }

    static func options() -> ReportOptions {
        var options = ReportOptions()
        options.catalogue = Catalogue(overrides: [
            CatalogueOverride(
                code: "401003", advice: "Call the key desk first.", runbook: "https://wiki.example/hub/401003")
        ])
        options.queries = [
            Method.Query(
                title: "Records by code",
                sql: "SELECT operation, level, code, count(*) FROM events_of_day GROUP BY 1, 2, 3;")
        ]
        options.silences = silences()
        options.revisionBefore = (1, revisionBefore())
        options.connectedMetric = [
            MetricSeries(
                hub: hub,
                points: (0..<24).map { hour in
                    ConnectedPoint(start: at(hour, 0), least: 1950, most: hour == 13 ? 1976 : 1972)
                })
        ]
        options.health = [
            HealthEvent(
                source: .resourceHealth, hub: hub, state: "Degraded", title: "Some connections fail.", start: at(13, 5),
                end: at(13, 25)),
            HealthEvent(
                source: .serviceHealth, state: "PlannedMaintenance", title: "Maintenance of the gateways",
                trackingID: "XQ1A-2B8", start: at(22, 0)),
        ]
        var events = ConnectionEventCoverage(hub: hub, first: at(0, 2), last: at(23, 58))
        events.connected = 1210
        events.disconnected = 1187
        events.disconnectedWithoutRecord = 2
        events.examples = [
            ConnectionEventCoverage.Example(device: "pump-0101", module: "", isConnected: false, time: at(9, 14)),
            ConnectionEventCoverage.Example(device: "pump-0102", module: "", isConnected: false, time: at(9, 14)),
        ]
        events.changes = 2390
        events.changesWithoutEvent = 1
        events.changesOfOtherDevices = 12
        options.connectionEvents = [events]
        return options
    }

    static func facts() -> DayFacts {
        var facts = DayFacts()
        facts.files = (0..<23).map { hour in
            FileFacts(
                path: "insights-logs-connections/y=2026/m=03/d=10/h=\(hour < 10 ? "0" : "")\(hour)/m=00/PT1H.json",
                size: 1_204_000, fingerprint: "9f86d081884c7d659a2feaa0c55ad015", format: .jsonLines,
                isCompressed: hour == 3, records: 2780, eventsOfDay: 2780, otherCategories: 3,
                rejected: hour == 9 ? 2 : 0, warnings: hour == 17 ? ["the last line ends in the middle"] : [])
        }
        facts.eventsRead = 63_953
        facts.events = 63_910
        facts.eventsOfOtherDays = 411
        facts.rejected = 2
        facts.rejections = [
            RejectedRecord(
                file: "insights-logs-connections/y=2026/m=03/d=10/h=09/m=00/PT1H.json",
                rejection: Rejection(line: 1204, reason: "expected a time, found text", text: "{\"time\":\"soon\"}")),
            RejectedRecord(
                file: "insights-logs-connections/y=2026/m=03/d=10/h=09/m=00/PT1H.json",
                rejection: Rejection(line: 1377, reason: "the line ends in the middle", text: "{\"time\":\"2026-0")),
        ]
        facts.otherCategories = 69
        facts.firstEvent = at(0, 0, 4)
        facts.lastEvent = at(23, 59, 51)
        return facts
    }

    static func counts() -> DayCounts {
        var counts = DayCounts(windows: 96)
        func row(
            _ operation: ConnectionOperation, _ level: Level, _ code: String, _ name: String, devices: Int, base: Int,
            at peak: Int = -1, peak height: Int = 0
        ) {
            counts.codes.append(
                CodeCounts(
                    hub: hub, operation: operation, level: level, code: code, description: name, devices: devices,
                    perWindow: (0..<96).map { window in
                        // Hour 4 has no records at all.
                        (16..<20).contains(window)
                            ? 0 : base + (window * 7) % 5 * base / 8 + (window == peak ? height : 0)
                    }))
        }
        row(.connect, .information, "", "", devices: 1998, base: 260, at: 52, peak: 700)
        row(.connect, .error, "401003", "IotHubUnauthorized", devices: 59, base: 24)
        row(.disconnect, .information, "", "", devices: 310, base: 12)
        row(
            .disconnect, .error, "404104", "DeviceConnectionClosedRemotely", devices: 1420, base: 140, at: 52, peak: 260
        )
        row(.disconnect, .error, "401003", "IotHubUnauthorized", devices: 560, base: 44)
        row(.disconnect, .error, "409002", "LinkCreationConflict", devices: 88, base: 30)
        row(.disconnect, .error, "500001", "ServerError", devices: 402, base: 0, at: 52, peak: 402)
        row(.disconnect, .error, "500008", "GenericTimeout", devices: 98, base: 0, at: 52, peak: 98)
        row(.disconnect, .error, "400027", "ConnectionForcefullyClosedOnNewConnection", devices: 42, base: 8)
        counts.sdks = [
            SDKCounts(hub: hub, sdk: "Microsoft.Azure.Devices.Client/1.41.2", devices: 1104, disconnects: 8210),
            SDKCounts(hub: hub, sdk: "azure-iot-device/2.12.0(Python)", devices: 610, disconnects: 5933),
            SDKCounts(hub: hub, sdk: "", devices: 284, disconnects: 904),
        ]
        counts.devices = (0..<12).map {
            DeviceRecords(
                hub: hub, device: Device(name: "press-\(301 + $0)"), disconnects: 412 - 9 * $0, failedConnects: 3 * $0)
        }
        counts.identities = 1998
        return counts
    }
}
