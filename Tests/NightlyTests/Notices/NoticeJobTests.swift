import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings
import Testing

@testable import Nightly

/// Which notifications a day gives rise to, and under which names.
@Suite struct NoticeJobTests {
    private let outbox = NSTemporaryDirectory() + "hubdrops-notices-\(UUID().uuidString)"
    private let now = Instant(seconds: 1_773_187_200)

    private func job(_ change: (inout NotifySettings) -> Void) throws -> NoticeJob {
        var settings = NotifySettings()
        change(&settings)
        return NoticeJob(settings: settings, base: nil, outboxPath: outbox, renderer: try Renderer())
    }

    private static func target(_ when: NotifyTarget.When = .always) -> NotifyTarget {
        var target = NotifyTarget()
        target.when = when
        return target
    }

    private func report(_ word: Verdict.Word = .worse, revision: Int = 1) -> DayReport {
        var report = ExampleDay.report()
        report.verdict.word = word
        report.revision = revision
        report.alerts = []
        return report
    }

    @Test func aRunThatDiedBetweenQueueingAndKeepingQueuesTheSame() throws {
        defer { try? FileManager.default.removeItem(atPath: outbox) }
        let all = try job {
            $0.slack = Self.target()
            $0.pagerduty = Self.target()
            $0.webhook = Self.target()
        }
        let first = try all.queue(report(), isNewest: true, now: now)
        #expect(first.count > 3, "two messages, and a page for each matter that is new")
        // The next run finds what is open already, and everything else as it was.
        let second = try all.queue(report(), isNewest: true, now: now.advanced(bySeconds: 3600))
        #expect(second == first)
        #expect(try Outbox(outbox).entries().count == first.count)
    }

    @Test(arguments: [(Verdict.Word.usual, false), (.better, false), (.calm, false), (.worse, true), (.noData, true)])
    func onlyAWorseDayGoesToWhomWantsThose(word: Verdict.Word, isSent: Bool) throws {
        defer { try? FileManager.default.removeItem(atPath: outbox) }
        let worse = try job { $0.slack = Self.target(.worse) }
        #expect(try worse.queue(report(word), isNewest: true, now: now).isEmpty != isSent)
        let always = try job { $0.teams = Self.target() }
        #expect(try always.queue(report(word), isNewest: true, now: now).count == 1)
    }

    @Test func whoHeardOfADayHearsOfItsCorrection() throws {
        defer { try? FileManager.default.removeItem(atPath: outbox) }
        let worse = try job { $0.slack = Self.target(.worse) }
        #expect(try worse.queue(report(.usual, revision: 2), isNewest: true, now: now).isEmpty)
        _ = try worse.queue(report(.worse), isNewest: true, now: now)
        #expect(try worse.queue(report(.usual, revision: 2), isNewest: true, now: now).count == 1)
    }

    @Test func anOlderDayOpensAndEndsNoPage() throws {
        defer { try? FileManager.default.removeItem(atPath: outbox) }
        let pager = try job { $0.pagerduty = Self.target() }
        #expect(try pager.queue(report(), isNewest: false, now: now).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: outbox + "/pagerduty.open"))
    }

    @Test func theRoutingKeyIsNotInTheOutbox() throws {
        defer { try? FileManager.default.removeItem(atPath: outbox) }
        let pager = try job { $0.pagerduty = Self.target() }
        _ = try pager.queue(report(), isNewest: true, now: now)
        for name in try FileManager.default.contentsOfDirectory(atPath: outbox) {
            let bytes = try #require(FileManager.default.contents(atPath: outbox + "/" + name))
            #expect(!String(decoding: bytes, as: UTF8.self).contains("routing_key"), "\(name)")
        }
    }
}
