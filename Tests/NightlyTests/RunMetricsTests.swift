import Delivery
import Foundation
import Model
import Report
import Testing

@testable import Diagnosis
@testable import Nightly

@Suite struct RunMetricsTests {
    private let started = Instant(seconds: 1_773_210_600)

    private func lines(_ report: DayReport?, _ status: Nightly.ExitStatus = .done) -> [String] {
        let metrics = RunMetrics(
            status: status, started: started, ended: started.advanced(bySeconds: 90), peakMemory: 1_048_576,
            report: report)
        return metrics.text.text.split(separator: "\n").map(String.init)
    }

    @Test func everyHubHasItsNumbers() {
        var report = ExampleDay.report()
        var hub = HubDay(hub: "valves")
        hub.drops = 12
        hub.devicesThatDropped = 7
        hub.notBack = 2
        hub.downtimeSeconds = 3600
        hub.availability = 0.5
        report.hubDays = [hub]
        let lines = lines(report)
        for line in [
            "hubdrops_hub_drops{hub=\"valves\"} 12", "hubdrops_hub_devices_dropped{hub=\"valves\"} 7",
            "hubdrops_hub_devices_not_back{hub=\"valves\"} 2", "hubdrops_hub_downtime_seconds{hub=\"valves\"} 3600",
            "hubdrops_hub_availability_ratio{hub=\"valves\"} 0.5",
            "hubdrops_report_day_timestamp_seconds \(report.day.start.seconds)",
            "hubdrops_run_duration_seconds 90", "hubdrops_run_peak_memory_bytes 1048576",
        ] { #expect(lines.contains(line), "\(line)") }
    }

    @Test func whatIsNotKnownIsAbsent() {
        var report = ExampleDay.report()
        report.hubDays = [HubDay(hub: "valves")]
        report.totals.downtimeSeconds = nil
        report.totals.stillDown = nil
        let text = lines(report).joined(separator: "\n")
        #expect(!text.contains("hubdrops_hub_downtime_seconds{"))
        #expect(!text.contains("hubdrops_hub_devices_not_back{"))
        #expect(!text.contains("hubdrops_hub_availability_ratio{"))
    }

    @Test func alertsHaveTheirNames() {
        var report = ExampleDay.report()
        report.alerts = [
            Alert(rule: .dropsOver, hub: "valves", message: "", measured: 6, limit: 5),
            Alert(rule: .dropsOver, hub: "valves", message: "", measured: 7, limit: 5),
            Alert(rule: .newCode, hub: "pumps", message: "", measured: 1, limit: 0),
        ]
        #expect(
            lines(report).filter { $0.hasPrefix("hubdrops_alert{") } == [
                "hubdrops_alert{rule=\"drops-over\",hub=\"valves\"} 1",
                "hubdrops_alert{rule=\"new-code\",hub=\"pumps\"} 1",
            ])
    }

    @Test func anAlertOfYesterdayIsNotCarriedIntoANewReport() {
        #expect(!RunMetrics.lasting(ExampleDay.report()).contains("hubdrops_alert"))
        #expect(RunMetrics.lasting(nil).contains("hubdrops_alert"))
        #expect(RunMetrics.lasting(ExampleDay.report()).contains("hubdrops_last_success_timestamp_seconds"))
    }

    /// What the rules and the dashboard ask for is what a run writes.
    @Test(arguments: ["packaging/prometheus/hubdrops.rules.yml", "packaging/grafana/hubdrops.json", "docs/metrics.md"])
    func everyMetricThatIsAskedForExists(file: String) throws {
        var report = ExampleDay.report()
        report.alerts = [Alert(rule: .newCode, hub: "pumps", message: "", measured: 1, limit: 0)]
        var metrics = RunMetrics(
            status: .done, started: started, ended: started, peakMemory: 1, outcome: nil, report: report)
        metrics.ways = ["mail"]
        let place = NSTemporaryDirectory() + "hubdrops-none-\(UUID().uuidString)"
        metrics.undelivered = try OutboxSummary(place, refusedSince: started)
        let written = Set(
            metrics.text.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
                .map { String($0.split(separator: " ")[2]) } + ["hubdrops_input_records"])
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
        let asked = Set(text.matches(of: /hubdrops_[a-z_]+/).map { String($0.output) })
        #expect(!asked.isEmpty)
        #expect(asked.subtracting(written) == [])
        if file.hasPrefix("docs") { #expect(written.subtracting(asked) == []) }
    }
}
