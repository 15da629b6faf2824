import Delivery
import Foundation
import Importing
import Model
import Report
import Settings

/// What a run tells those who watch over it: the metrics file and the hooks.
struct RunRecord {
    /// Seconds that what was refused for good is still counted: until the next night.
    private static let refusedSeconds: Int64 = 86_400

    let settings: Configuration
    let started: Instant
    /// The day that the run is for, once it is known.
    var day: CivilDate?
    var outcome: ImportOutcome?
    var report: DayReport?
    /// False where somebody who should have a message of this or an earlier run has none.
    var isDelivered = true

    /// Writes the metrics and runs the hook that fits the end of the run.
    ///
    /// What goes wrong here is said; it does not change how the run ended.
    func publish(_ status: ExitStatus, now: Instant) {
        let undelivered = undelivered(now: now)
        if let path = settings.metricsFile { write(metrics(status, undelivered, now: now), to: path) }
        // A message that did not arrive is no success: silence must not be the only sign of it.
        guard let command = status.isSuccess && isDelivered ? settings.onSuccess : settings.onFailure else { return }
        do {
            let hook = RunHook(command: try CommandWords(words: command.words))
            if let problem = hook.run(variables(status, undelivered)) { Console.problem(problem) }
        } catch {
            Console.problem("\(error)")
        }
    }

    /// What a hook finds in its environment; documented in `docs/metrics.md`.
    func variables(_ status: ExitStatus, _ undelivered: OutboxSummary?) -> [String: String] {
        let name = day?.description ?? ""
        let page = settings.output.map { $0 + "/" + name + "/report.html" } ?? ""
        let isThere = day != nil && FileManager.default.fileExists(atPath: page)
        return [
            "HUBDROPS_EXIT": "\(status.rawValue)", "HUBDROPS_DAY": name,
            "HUBDROPS_VERDICT": report?.verdict.word.rawValue ?? "",
            "HUBDROPS_REPORT": isThere ? URL(filePath: page).standardizedFileURL.path : "",
            "HUBDROPS_URL": isThere ? settings.baseURL.map { "\($0)/\(name)/report.html" } ?? "" : "",
            "HUBDROPS_UNDELIVERED": "\(undelivered?.undelivered.count ?? 0)",
        ]
    }

    private func undelivered(now: Instant) -> OutboxSummary? {
        guard let database = settings.database else { return nil }
        do {
            return try OutboxSummary(
                database + ".outbox", refusedSince: now.advanced(bySeconds: -RunRecord.refusedSeconds))
        } catch {
            Console.problem("\(error)")
            return nil
        }
    }

    private func write(_ metrics: RunMetrics, to path: String) {
        do {
            var text = metrics.text
            if let earlier = FileManager.default.contents(atPath: path), earlier.count < 1 << 20 {
                text.carry(RunMetrics.lasting(metrics.report), from: String(decoding: earlier, as: UTF8.self))
            }
            try text.write(toFile: path)
        } catch {
            Console.problem("\(error)")
        }
    }

    private func metrics(_ status: ExitStatus, _ undelivered: OutboxSummary?, now: Instant) -> RunMetrics {
        let services = settings.notify.map { $0.names } ?? []
        return RunMetrics(
            status: status, started: started, ended: now, peakMemory: PeakMemory.bytes, outcome: outcome,
            report: report,
            ways: (settings.mail?.hasTransport == true ? ["mail"] : []) + services, undelivered: undelivered)
    }
}
