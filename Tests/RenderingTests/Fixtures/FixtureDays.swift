@testable import Diagnosis
import Model

@testable import Report

/// Hand-made days beside `ExampleDay`, which is the busy one.
enum FixtureDays {
    static let all: [(name: String, report: DayReport)] = [
        ("busy", ExampleDay.report()), ("quiet", quiet()), ("nodata", noData()), ("hostile", hostile()),
    ]

    static let day = ReportDay(utc: CivilDate(daysSince1970: 20_522))

    /// Ids that an attacker, or a careless naming scheme, might choose.
    static let hostileIDs = [
        "a|b", "`x`", "*_#<script>alert(1)</script>", "@octocat", "fix #123", "a@b.com", "[l](javascript:alert(1))",
        "![i](http://x/y.png)", "http://evil.example/", "www.evil.example", "&amp;&lt;", "\\|", "line\nfeed\rreturn",
        "\u{202E}gnp.exe", "zero\u{200B}width", "{{headline}}", "{{{headline}}}", "-1+2", "1. one", "+plus", "~~gone~~",
        "$x$", "GH-7", "=SUM(A1)", "\"quoted\" 'id'", "]]>", "--> <!--", "\u{0}\u{1B}[31mred", "| --- | --- |",
    ]

    static func counts(code: String = "404104", description: String = "DeviceConnectionClosedRemotely") -> DayCounts {
        var counts = DayCounts(windows: 96)
        counts.codes = [
            CodeCounts(
                hub: "pumps", operation: .connect, level: .information, code: "", description: "", devices: 40,
                perWindow: [Int](repeating: 4, count: 96)),
            CodeCounts(
                hub: "pumps", operation: .disconnect, level: .error, code: code, description: description, devices: 40,
                perWindow: [Int](repeating: 3, count: 96)),
        ]
        counts.identities = 40
        return counts
    }

    static func facts(events: Int64 = 672) -> DayFacts {
        var facts = DayFacts()
        facts.eventsRead = events
        facts.events = events
        facts.firstEvent = day.span.start
        facts.lastEvent = day.span.end.advanced(bySeconds: -1)
        return facts
    }

    static func quietDiagnosis() -> DayDiagnosis {
        var diagnosis = DayDiagnosis()
        var hub = HubDay(hub: "pumps")
        hub.activeDevices = 40
        hub.renewals = 288
        hub.availability = 1
        hub.connected = (0..<288).map {
            ConnectedPoint(start: day.span.start.advanced(bySeconds: Int64($0) * 300), least: 39, most: 40)
        }
        diagnosis.hubs = [hub]
        diagnosis.causes = [
            CauseTotal(
                cause: .tokenRenewal, drops: 288, devices: 40, downtimeSeconds: 576,
                perWindow: [Int](repeating: 3, count: 96))
        ]
        return diagnosis
    }

    static func quiet() -> DayReport {
        DayReport.build(
            day: day, facts: facts(), counts: counts(), diagnosis: quietDiagnosis(), toolVersion: "1.0.0")
    }

    static func noData() -> DayReport {
        DayReport.build(
            day: day, facts: DayFacts(), counts: DayCounts(windows: 96), diagnosis: DayDiagnosis(),
            toolVersion: "1.0.0")
    }

    static func hostile() -> DayReport {
        var diagnosis = quietDiagnosis()
        diagnosis.devices = hostileIDs.enumerated().map { number, id in
            DeviceDay(
                hub: "pumps", device: id, module: "", drops: 30 - number,
                downtimeSeconds: Int64(1000 - number), longestSeconds: 20, mainCause: .networkLoss,
                codes: [CodeCount(code: id, count: 1)], sdk: id, strip: String(repeating: "u", count: 96),
                evidence: id)
        }
        diagnosis.devicesThatDropped = hostileIDs.count
        diagnosis.findings = hostileIDs.map { id in
            Finding(
                key: "flapping:pumps:" + id, kind: .flapping, confidence: .high, hub: "pumps", headline: id,
                evidence: [id], actions: [id], devices: [id], deviceCount: 1, codes: [id])
        }
        var facts = facts()
        facts.rejected = Int64(hostileIDs.count)
        facts.rejections = hostileIDs.map {
            RejectedRecord(file: $0, rejection: Rejection(line: 1, reason: $0, text: $0))
        }
        return DayReport.build(
            day: day, facts: facts, counts: counts(code: "*_#<script>", description: "a|b `x`"), diagnosis: diagnosis,
            toolVersion: "1.0.0")
    }
}
