@testable import Diagnosis
import Foundation
import Model
import Report
import Testing

@testable import Rendering

@Suite struct MailTextTests {
    /// A thousand devices with the longest ids that IoT Hub allows, every character of which HTML has to escape.
    private func hugeDay() -> DayReport {
        var report = ExampleDay.report()
        let id = String(repeating: "&'", count: 64)
        report.devices = (0..<1000).map { number in
            DeviceDay(
                hub: ExampleDay.hub, device: id + "\(number)", module: "", drops: 40,
                downtimeSeconds: 4000, mainCause: .networkLoss, codes: [CodeCount(code: "404104", count: 40)],
                strip: String(repeating: "uudu", count: 24))
        }
        report.devicesNotListed = 99_000
        for _ in 0..<5 { report.incidents += report.incidents }
        for position in report.incidents.indices {
            report.incidents[position].incident.evidenceFor = Array(
                repeating: String(repeating: "&'", count: 2000), count: 50)
        }
        for position in report.actions.indices {
            report.actions[position].headline = String(repeating: "&'", count: 2000)
        }
        return report
    }

    @Test(arguments: [
        (Verdict.Word.worse, "bad"), (.trouble, "bad"), (.noData, "doubt"), (.incomplete, "doubt"), (.better, "good"),
        (.calm, "good"), (.usual, "plain"),
    ])
    func eachVerdictHasATone(word: Verdict.Word, tone: String) {
        #expect(Page.tone(word).name == tone)
    }

    @Test func bothPartsSayWhatChangedSinceTheDaysBefore() throws {
        var report = ExampleDay.report()
        report.findings = Array(report.findings.filter(\.needsAction).prefix(1))
        let finding = try #require(report.findings.first)
        report.recovered = []
        report.findings[0].state = .new
        var mail = try Renderer().mail(report, attachments: [])
        #expect(mail.plain.contains("New: 1 (" + finding.headline))
        #expect(mail.html.contains("<b>New: 1</b>"))
        report.findings[0].state = .known
        mail = try Renderer().mail(report, attachments: [])
        #expect(mail.plain.contains("Since the days before: nothing new, nothing worse, nothing recovered."))
        #expect(mail.html.contains("nothing new, nothing worse, nothing recovered."))
    }

    @Test func withAnAddressMailsAndTicketsLeadToTheReport() throws {
        let report = ExampleDay.report()
        let day = "https://r.example.org/hubs/" + report.day.date + "/"
        let renderer = try Renderer(base: "https://r.example.org/hubs")
        let mail = try renderer.mail(report, attachments: [])
        #expect(mail.plain.contains("The report: \(day)report.html"))
        #expect(mail.html.contains("<a href=\"\(day)report.html\""))
        let week = try renderer.mail(ExampleDay.week(), attachments: [])
        #expect(week.plain.contains("The report: https://r.example.org/hubs/\(ExampleDay.week().name)/report.html"))
        let incident = Page.anchor(try #require(report.incidents.first).key)
        for file in try renderer.tickets(report, profiles: [.plain, .adoHTML]) {
            if file.name.hasPrefix("day.") { #expect(file.text.contains(day + "report.html")) }
            if file.name.hasPrefix(incident) {
                #expect(file.text.contains("\(day)incidents/\(incident).html"), "\(file.name)")
            }
        }
        #expect(try !Renderer().mail(report, attachments: []).plain.contains("The report: "))
        #expect(try !renderer.html(report).contains("r.example.org"))
    }

    @Test func aNumberAsWideAsItsColumnKeepsABlankBeforeIt() {
        #expect(Columns.right("12345", 3) == " 12345")
        #expect(Columns.right("12", 4) == "  12")
    }

    @Test func theHTMLStaysBelowWhatGmailCutsOff() throws {
        let usual = try Renderer().mail(ExampleDay.report(), attachments: []).html
        #expect(usual.utf8.count < 60_000, "\(usual.utf8.count)")
        let huge = try Renderer().mail(hugeDay(), attachments: []).html
        #expect(huge.utf8.count <= 80_000, "\(huge.utf8.count)")
        // 1,000 rows of the report and 99,000 that it has no room for.
        let rows = huge.components(separatedBy: "word-break:break-word").count - 1
        #expect(huge.contains("And \(Words.count(100_000 - rows)) more devices"), "\(rows) rows")
        #expect(huge.contains("more incidents in the full report"))
    }

    @Test(arguments: FixtureDays.all.map(\.name))
    func theHTMLFetchesNothingAndRunsNothing(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let html = try Renderer().mail(report, attachments: []).html.lowercased()
        for pattern in ["<script", "<img", "<link", "<iframe", "<form", " src=", "@import", "url(", "<svg", "<!--\n"] {
            #expect(!html.contains(pattern), "\(pattern)")
        }
        #expect(html.firstRange(of: /<[^>]+ on[a-z]+=/) == nil)
        #expect(html.firstRange(of: /<a href="(?!https?:)/) == nil)
    }

    @Test func theTextBeginsWithTheVerdictAndHoldsWhatTheHTMLHolds() throws {
        let mail = try Renderer().mail(ExampleDay.report(), attachments: ["The full report is attached: x.html."])
        #expect(
            mail.plain.hasPrefix("Worse than usual; 3 matters need you. A service incident at 13:06 hit 684 devices"))
        for part in [
            "1,386", "99.81 %", "59 devices are refused", "contoso-prod-20260310T1206Z-service-incident",
            "23 of 24 hours",
            "token renewals of 509 devices", "x.html", "04:00", "valve-1200",
        ] {
            #expect(mail.plain.contains(part), "\(part)")
            #expect(mail.html.replacing("\u{202F}", with: " ").contains(part), "\(part)")
        }
    }

    @Test func theTablesOfTheTextFitATerminal() throws {
        let page = Page(ExampleDay.report())
        #expect(page.mailNumberLines().count == 5)
        for line in page.mailNumberLines() + page.mailDeviceLines(page.report.devices) where line.contains("   ") {
            #expect(line.count <= 72, "\(line)")
        }
    }

    @Test func aLongDeviceNameHasALineOfItsOwn() throws {
        var report = ExampleDay.report()
        report.devices = Array(report.devices.prefix(1))
        report.devices[0].device = String(repeating: "n", count: 90)
        let lines = Page(report).mailDeviceLines(report.devices)
        #expect(lines.count == 3)
        #expect(lines[1] == String(repeating: "n", count: 90))
    }

    @Test(arguments: [
        ("busy", "contoso-prod 2026-03-10: WORSE, 1 alert, 2 incidents, at least 61 devices down, 23/24 h of data"),
        ("quiet", "pumps 2026-03-10: calm, 0 devices dropped"), ("nodata", "no hub 2026-03-10: NO DATA"),
    ])
    func theSubjectSaysTheVerdictAndItsCounts(name: String, subject: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        #expect(try Renderer().mail(report, attachments: []).subject == subject)
    }

    @Test func theSubjectNamesAHubWithoutData() throws {
        var diagnosis = FixtureDays.quietDiagnosis()
        diagnosis.missing["wells"] = [FixtureDays.day.span]
        let report = DayReport.build(
            day: FixtureDays.day, facts: FixtureDays.facts(), counts: FixtureDays.counts(), diagnosis: diagnosis,
            toolVersion: "1")
        #expect(
            try Renderer().mail(report, attachments: []).subject
                == "2 hubs 2026-03-10: INCOMPLETE DATA, no data from wells")
    }

    @Test func noDataIsNeverGoodNews() throws {
        let mail = try Renderer().mail(FixtureDays.noData(), attachments: [])
        for text in [mail.plain, mail.html] {
            #expect(text.contains("No data"))
            #expect(text.contains("Find out why no records arrived"))
            for phrase in ["No device dropped", "No group of devices", "None was recognised", "asks for action"] {
                #expect(!text.contains(phrase), "\(phrase)")
            }
        }
    }
}
