import Foundation
import Report
import Testing

@testable import Rendering

@Suite struct PeriodMailTests {
    private func hugeWeek() -> PeriodReport {
        var report = ExampleDay.week()
        let id = String(repeating: "&'", count: 64)
        for position in report.devices.indices { report.devices[position].device = id + "\(position)" }
        for position in report.findings.indices {
            report.findings[position].headline = String(repeating: "&'", count: 2000)
        }
        report.incidents = Array(repeating: report.incidents, count: 60).flatMap { $0 }
        for position in report.incidents.indices {
            report.incidents[position].scope = String(repeating: "&'", count: 2000)
        }
        report.codes = (0..<500).flatMap { number in
            report.codes.prefix(1).map { code in
                var code = code
                code.code = id + "\(number)"
                return code
            }
        }
        return report
    }

    @Test func theHTMLStaysBelowWhatGmailCutsOffAndSaysWhatItLeavesOut() throws {
        let usual = try Renderer().mail(ExampleDay.week(), attachments: []).html
        #expect(usual.utf8.count < 60_000, "\(usual.utf8.count)")
        let huge = try Renderer().mail(hugeWeek(), attachments: []).html
        #expect(huge.utf8.count <= 80_000, "\(huge.utf8.count)")
        let rows = huge.components(separatedBy: "white-space:nowrap\">2 h").count - 1
        #expect(rows <= 20)
        #expect(huge.contains("more incidents in the full report"))
        #expect(!huge.contains("&''"))
    }

    @Test func theTextHoldsWhatTheHTMLHolds() throws {
        let report = ExampleDay.week()
        let mail = try Renderer().mail(report, attachments: ["The full report is attached: x.html."])
        #expect(mail.plain.hasPrefix(report.headline + ". "))
        for part in [report.sentence, "press-301", "site outage", "x.html", "Sat", "8,400"] {
            #expect(mail.plain.localizedCaseInsensitiveContains(part), "\(part)")
            #expect(mail.html.replacing("\u{202F}", with: " ").localizedCaseInsensitiveContains(part), "\(part)")
        }
    }

    @Test func theSubjectTellsThePeriodAndItsCounts() throws {
        let mail = try Renderer().mail(ExampleDay.week(), attachments: [])
        #expect(mail.subject.hasPrefix("contoso-prod 2026-W10: "))
        #expect(mail.subject.contains("1,204 devices dropped, 1 incident"))
    }

    @Test func idsOfDevicesCloseNoTag() throws {
        var report = ExampleDay.week()
        report.devices[0].device = "<script>alert(1)</script>\u{202e}"
        let html = try Renderer().mail(report, attachments: []).html
        #expect(!html.contains("<script"))
        #expect(html.contains("&lt;script&gt;"))
        #expect(!html.contains("\u{202e}"))
    }
}
