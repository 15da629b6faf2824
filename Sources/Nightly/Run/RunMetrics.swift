import Delivery
import Diagnosis
import Importing
import Model
import Report

/// The numbers of a run, as `metrics-file` has them; documented in `docs/metrics.md`.
struct RunMetrics {
    let status: ExitStatus
    let started: Instant
    let ended: Instant
    /// Bytes.
    var peakMemory: Int?
    var outcome: ImportOutcome?
    var report: DayReport?
    /// The ways that messages may go, and what did not get there.
    var ways: [String] = []
    var undelivered: OutboxSummary?

    /// What stays true when a run fails, or finds that its report stands already; of what a new report says nothing of an
    /// earlier one, such as an alert that has not fired again.
    static func lasting(_ report: DayReport?) -> [String] {
        ["hubdrops_last_success_timestamp_seconds"] + (report == nil ? ofReport : [])
    }

    private static let ofReport = [
        "hubdrops_input_hours_covered", "hubdrops_drops", "hubdrops_devices_not_back", "hubdrops_incidents",
        "hubdrops_alerts", "hubdrops_verdict", "hubdrops_report_day_timestamp_seconds", "hubdrops_alert",
        "hubdrops_hub_verdict", "hubdrops_hub_drops",
        "hubdrops_hub_devices_dropped", "hubdrops_hub_devices_not_back", "hubdrops_hub_downtime_seconds",
        "hubdrops_hub_availability_ratio",
    ]

    var text: MetricsText {
        var text = MetricsText()
        addRun(to: &text)
        addOutbox(to: &text)
        if let report {
            add(report, to: &text)
            addHubs(of: report, to: &text)
        }
        return text
    }

    private func addRun(to text: inout MetricsText) {
        text.add("hubdrops_last_run_timestamp_seconds", ended, help: "End of the latest run.")
        text.add("hubdrops_last_run_exit_code", Double(status.rawValue), help: "Exit code of the latest run.")
        if status.isSuccess {
            text.add(
                "hubdrops_last_success_timestamp_seconds", ended, help: "End of the latest run that wrote its report.")
        }
        text.add(
            "hubdrops_run_duration_seconds", Double(ended.ticks - started.ticks) / Double(Instant.ticksPerSecond),
            help: "Duration of the latest run.")
        if let peakMemory {
            text.add(
                "hubdrops_run_peak_memory_bytes", Double(peakMemory),
                help: "The most memory that the latest run had in use.")
        }
        guard let outcome else { return }
        for (state, count) in [
            ("imported", outcome.added), ("duplicate", outcome.duplicates), ("rejected", outcome.rejected),
            ("other_category", outcome.otherCategories),
        ] {
            text.add(
                "hubdrops_input_records", Double(count), labels: [("state", state)],
                help: "Records that the latest run read.")
        }
    }

    private func addOutbox(to text: inout MetricsText) {
        guard let undelivered else { return }
        for way in Set(ways + undelivered.undelivered.map(\.way)).sorted() {
            text.add(
                "hubdrops_outbox_waiting", Double(undelivered.count(way: way, isWaiting: true)), labels: [("way", way)],
                help: "Messages that wait for the next run, by recipient.")
            text.add(
                "hubdrops_outbox_refused", Double(undelivered.count(way: way, isWaiting: false)),
                labels: [("way", way)], help: "Messages that were rejected or given up within a day, by recipient.")
        }
    }

    private func add(_ report: DayReport, to text: inout MetricsText) {
        text.add(
            "hubdrops_report_day_timestamp_seconds", report.day.start, help: "Start of the day of the newest report.")
        text.add(
            "hubdrops_input_hours_covered", Double(report.input.hoursWithRecords),
            help: "Hours of the report day that have records.")
        for cause in report.causes {
            text.add(
                "hubdrops_drops", Double(cause.drops), labels: [("cause", cause.cause.name)],
                help: "Drops of the report day by cause.")
        }
        if let down = report.totals.stillDown {
            text.add("hubdrops_devices_not_back", Double(down), help: "Devices down at the end of the log.")
        }
        text.add("hubdrops_incidents", Double(report.incidents.count), help: "Incidents of the report day.")
        text.add("hubdrops_alerts", Double(report.alerts.count), help: "Alerts that fired.")
        let alerts = Set(report.alerts.map { [$0.rule.rawValue, $0.hub] })
        for alert in alerts.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            text.add(
                "hubdrops_alert", 1, labels: [("rule", alert[0]), ("hub", alert[1])],
                help: "Alerts that fired, by setting and hub.")
        }
        text.add(
            "hubdrops_verdict", 1, labels: [("word", report.verdict.word.rawValue)],
            help: "The verdict of the report day.")
    }

    private func addHubs(of report: DayReport, to text: inout MetricsText) {
        for hub in Notice(report).hubs {
            text.add(
                "hubdrops_hub_verdict", 1, labels: [("hub", hub.hub), ("word", hub.word.rawValue)],
                help: "The verdict of the report day by hub.")
        }
        for hub in report.hubDays {
            let labels = [(name: "hub", value: hub.hub)]
            text.add(
                "hubdrops_hub_drops", Double(hub.drops), labels: labels,
                help: "Drops of the report day by hub, without renewals and clean closes.")
            text.add(
                "hubdrops_hub_devices_dropped", Double(hub.devicesThatDropped), labels: labels,
                help: "Devices that dropped, by hub.")
            if report.totals.stillDown != nil {
                text.add(
                    "hubdrops_hub_devices_not_back", Double(hub.notBack), labels: labels,
                    help: "Devices down at the end of the log, by hub.")
            }
            if report.totals.downtimeSeconds != nil {
                text.add(
                    "hubdrops_hub_downtime_seconds", Double(hub.downtimeSeconds), labels: labels,
                    help: "Downtime of the report day by hub, of all devices together.")
            }
            if let availability = hub.availability {
                text.add(
                    "hubdrops_hub_availability_ratio", availability, labels: labels,
                    help:
                        "Part of the devices' time in which they were connected, by hub; absent where it is not known.")
            }
        }
    }
}
