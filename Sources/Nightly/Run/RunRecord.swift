import Delivery
import Diagnosis
import Foundation
import Importing
import Model
import Report
import Settings

/// What a run tells those who watch over it: the metrics file and the hooks.
struct RunRecord {
    let settings: Configuration
    let started: Instant
    var outcome: ImportOutcome?
    var report: DayReport?

    /// Writes the metrics and runs the hook that fits the end of the run.
    ///
    /// What goes wrong here is said; it does not change how the run ended.
    func publish(_ status: ExitStatus, now: Instant) {
        if let path = settings.metricsFile {
            do {
                var text = metrics(status, now: now)
                if let earlier = FileManager.default.contents(atPath: path), earlier.count < 1 << 20 {
                    text.carry(RunRecord.lasting, from: String(decoding: earlier, as: UTF8.self))
                }
                try text.write(toFile: path)
            } catch {
                Console.problem("\(error)")
            }
        }
        guard let command = status.isSuccess ? settings.onSuccess : settings.onFailure else { return }
        do {
            let hook = RunHook(command: try CommandWords(words: command.words))
            let variables = [
                "HUBDROPS_EXIT": "\(status.rawValue)", "HUBDROPS_DAY": report?.day.date ?? "",
                "HUBDROPS_VERDICT": report?.verdict.word.rawValue ?? "",
            ]
            if let problem = hook.run(variables) { Console.problem(problem) }
        } catch {
            Console.problem("\(error)")
        }
    }

    /// What stays true when a run fails, or finds that its report stands already.
    private static let lasting = [
        "hubdrops_last_success_timestamp_seconds", "hubdrops_input_hours_covered", "hubdrops_drops",
        "hubdrops_devices_not_back", "hubdrops_incidents", "hubdrops_alerts", "hubdrops_verdict",
    ]

    private func metrics(_ status: ExitStatus, now: Instant) -> MetricsText {
        var text = MetricsText()
        text.add("hubdrops_last_run_timestamp_seconds", now, help: "End of the latest run.")
        text.add("hubdrops_last_run_exit_code", Double(status.rawValue), help: "Exit code of the latest run.")
        if status.isSuccess {
            text.add(
                "hubdrops_last_success_timestamp_seconds", now, help: "End of the latest run that wrote its report.")
        }
        text.add(
            "hubdrops_run_duration_seconds", Double(now.ticks - started.ticks) / Double(Instant.ticksPerSecond),
            help: "Duration of the latest run.")
        if let outcome {
            for (state, count) in [
                ("imported", outcome.added), ("duplicate", outcome.duplicates), ("rejected", outcome.rejected),
                ("other_category", outcome.otherCategories),
            ] {
                text.add(
                    "hubdrops_input_records", Double(count), labels: [("state", state)],
                    help: "Records that the latest run read.")
            }
        }
        guard let report else { return text }
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
        text.add(
            "hubdrops_verdict", 1, labels: [("word", report.verdict.word.rawValue)],
            help: "The verdict of the report day.")
        return text
    }
}
