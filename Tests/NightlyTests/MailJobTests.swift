import Delivery
import Diagnosis
import Foundation
import Model
import Rendering
import Report
import Settings
import Testing

@testable import Nightly

/// Whom a day, its incidents and a week that is over are mailed to.
@Suite struct MailJobTests {
    private let date = Instant(seconds: 1_773_187_200)
    private let outbox = NSTemporaryDirectory() + "hubdrops-outbox-\(UUID().uuidString)"

    private func job(_ change: (inout MailSettings) -> Void = { _ in }) -> MailJob {
        var settings = MailSettings()
        settings.from = "hubdrops <reports@ops.example>"
        settings.to = ["ops@ops.example"]
        settings.sendmail = .program(["/bin/true"])
        change(&settings)
        return MailJob(settings: settings, outboxPath: outbox)
    }

    private func report(_ word: Verdict.Word, revision: Int = 1, alerts: [Alert] = []) -> DayReport {
        var report = ExampleDay.report()
        report.verdict.word = word
        report.revision = revision
        report.alerts = alerts
        return report
    }

    private func wanted(_ report: DayReport, by job: MailJob) throws -> [String] {
        let messages = try job.messages(report, renderer: Renderer(), page: "", attachments: [:], date: date)
        return try job.wanted(messages, of: report)
            .map { $0.to.map(\.address).joined(separator: ",") }
    }

    @Test(arguments: [
        (Verdict.Word.usual, false), (.better, false), (.calm, false), (.worse, true), (.trouble, true),
        (.incomplete, true), (.noData, true),
    ])
    func onlyAWorseDayIsMailedToWhomWantsThose(word: Verdict.Word, isMailed: Bool) throws {
        let worse = job { $0.when = .worse }
        #expect(try wanted(report(word), by: worse) == (isMailed ? ["ops@ops.example"] : []))
        #expect(try wanted(report(word), by: job()) == ["ops@ops.example"])
        #expect(try wanted(report(word), by: job { $0.when = .never }) == [])
    }

    @Test func aUsualDayIsMailedWhenItCorrectsOneThatWas() throws {
        defer { try? FileManager.default.removeItem(atPath: outbox) }
        let worse = job { $0.when = .worse }
        #expect(try wanted(report(.usual, revision: 2), by: worse) == [], "nothing was ever mailed")
        let first = try worse.messages(
            report(.worse), renderer: Renderer(), page: "", attachments: [:], date: date
        ).day
        #expect(try worse.add(first, now: date) != nil)
        #expect(try wanted(report(.usual, revision: 2), by: worse) == ["ops@ops.example"])
        #expect(try wanted(report(.usual, revision: 3), by: worse) == ["ops@ops.example"])
        #expect(try wanted(report(.usual), by: worse) == [], "the first revision corrects nothing")
    }

    @Test func aMailWithoutRecipientsIsNotWanted() throws {
        #expect(try wanted(report(.worse), by: job { $0.to = [] }) == [])
        let blind = try wanted(
            report(.worse),
            by: job {
                $0.to = []
                $0.bcc = ["boss@ops.example"]
            })
        #expect(blind == [""])
    }

    @Test func eachIncidentIsMailedToWhomWantsThem() throws {
        let incidents = ExampleDay.report().incidents.count
        #expect(incidents > 0)
        let mails = try wanted(
            report(.usual),
            by: job {
                $0.when = .worse
                $0.incidentsTo = ["tickets@ops.example"]
            })
        #expect(mails == Array(repeating: "tickets@ops.example", count: incidents))
        let never = job {
            $0.when = .never
            $0.incidentsTo = ["tickets@ops.example"]
        }
        #expect(try wanted(report(.worse), by: never) == [])
    }

    @Test func theTableOfDropsIsAttachedWhereItIsWantedAndCanBe() throws {
        func names(_ attach: Bool, _ drops: [UInt8]?) throws -> [String] {
            try job { $0.attachCSV = attach }.messages(
                report(.usual), renderer: Renderer(), page: "<p>",
                attachments: drops.map { ["drops.csv": $0] } ?? [:], date: date
            ).day.attachments.map { String($0.name.drop { $0 != "." }) }
        }
        #expect(try names(false, [1]) == [".html"])
        #expect(try names(true, [1]) == [".html", ".csv.gz"])
        #expect(try names(true, nil) == [".html"])
    }

    @Test func aDigestGoesToItsOwnRecipientsAloneWhereThereAreAny() throws {
        func everybody(_ digestTo: [String]) throws -> [String] {
            let message = try job {
                $0.cc = ["cc@ops.example"]
                $0.bcc = ["bcc@ops.example"]
                $0.digestTo = digestTo
            }.message(ExampleDay.week(), renderer: Renderer(), page: "<p>", date: date)
            return (message.to + message.cc + message.bcc).map(\.address)
        }
        #expect(try everybody([]) == ["ops@ops.example", "cc@ops.example", "bcc@ops.example"])
        #expect(try everybody(["manager@ops.example"]) == ["manager@ops.example"])
    }

    @Test func severalHubsAreNamedAsAll() {
        #expect(MailJob.hubWord(["pumps"]) == "pumps")
        #expect(MailJob.hubWord(["pumps", "gates"]) == "all-hubs")
    }
}
