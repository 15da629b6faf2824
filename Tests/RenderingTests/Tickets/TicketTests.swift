@testable import Diagnosis
import Foundation
import Model
import Report
import Testing

@testable import Rendering

@Suite struct TicketTests {
    /// Within so many characters a ticket says verdict, cause, action, scope and evidence.
    private let ticketHead = 3500
    /// Most characters of the text for a telephone: three text messages.
    private let phoneLength = 450

    /// A day with as many rows as a report has room for, in a fleet of a hundred thousand.
    private func hugeDay(id: String, text: String) -> DayReport {
        var report = ExampleDay.report()
        report.devices = (0..<1000).map { number in
            DeviceDay(
                hub: ExampleDay.hub, device: id + "\(number)", module: "", drops: 40,
                downtimeSeconds: 4000, mainCause: .networkLoss, codes: [CodeCount(code: "404104", count: 40)],
                strip: String(repeating: "uudu", count: 24))
        }
        report.devicesNotListed = 99_000
        for _ in 0..<4 {
            report.incidents += report.incidents
            report.actions += report.actions
        }
        guard !text.isEmpty else { return report }
        report.verdict.sentence = text
        report.verdict.missing = Array(repeating: text, count: 40)
        report.alerts = Array(
            repeating: Alert(rule: .connectedDownPercent, hub: text, message: text, measured: 1, limit: 1), count: 40)
        for position in report.incidents.indices {
            report.incidents[position].incident.evidenceFor = Array(repeating: text, count: 40)
            report.incidents[position].incident.evidenceAgainst = Array(repeating: text, count: 40)
            report.incidents[position].incident.actions = Array(repeating: text, count: 40)
            report.incidents[position].incident.notBackDevices = Array(repeating: id, count: 50)
            report.incidents[position].incident.notBack = 4000
            report.incidents[position].incident.codes = Array(repeating: CodeCount(code: id, count: 3), count: 40)
            report.incidents[position].incident.scopeValue = text
        }
        for position in report.actions.indices {
            report.actions[position].headline = text
            report.actions[position].steps = Array(repeating: text, count: 40)
            report.actions[position].devices = Array(repeating: id, count: 50)
        }
        return report
    }

    @Test(arguments: TicketProfile.allCases)
    func everyTextKeepsItsBudgetWhateverTheDay(profile: TicketProfile) throws {
        let id = String(repeating: "@|<", count: 42)
        for report in [
            hugeDay(id: "device-", text: ""), hugeDay(id: id, text: String(repeating: "@1 #2|<b>", count: 500)),
        ] {
            let files = try Renderer().tickets(report, profiles: [profile])
            #expect(files.contains { $0.name.hasPrefix("day.") })
            for file in files {
                #expect(file.text.utf16.count <= profile.budget, "\(file.name): \(file.text.utf16.count)")
            }
        }
    }

    @Test(arguments: TicketProfile.allCases)
    func whatIsCutIsCountedInWholeRows(profile: TicketProfile) throws {
        let files = try Renderer().tickets(hugeDay(id: "device-", text: ""), profiles: [profile])
        let text = try #require(files.first { $0.name.hasPrefix("day.") }).text
        let rows = (0..<1000).count { number in
            ["device-\(number):", "| device-\(number) |", "<td>device-\(number)</td>"].contains { text.contains($0) }
        }
        #expect(rows > 0)
        #expect(text.contains("And \(Words.count(100_000 - rows)) more devices; drops.csv has every drop"), "\(rows)")
    }

    @Test(arguments: TicketProfile.allCases)
    func whatMattersStandsInTheFirstCharacters(profile: TicketProfile) throws {
        let files = try Renderer().tickets(ExampleDay.report(), profiles: [profile])
        let day = try #require(files.first { $0.name.hasPrefix("day.") }).text.prefix(ticketHead)
        for part in [
            "Worse than usual", "59 devices are refused", "Renew the tokens", "Service incident", "the whole hub",
            "62 %", "38 %",
        ] {
            #expect(day.contains(part), "\(profile): \(part)")
        }
        let incident = try #require(files.first { $0.name.contains("service-incident") }).text.prefix(
            ticketHead)
        for part in [
            "Azure's side", "684 devices", "Look after the two devices", "the whole hub", "62 %", "38 %", "pump-0417",
        ] {
            let part = profile == .adoHTML ? Escape.html(part) : part
            #expect(incident.contains(part), "\(profile): \(part)")
        }
    }

    @Test func theHeadOfAPlainTextKeepsItsLengthWhateverTheDay() throws {
        let report = hugeDay(id: String(repeating: "i", count: 128), text: String(repeating: "long ", count: 800))
        let files = try Renderer().tickets(report, profiles: [.plain])
        let day = try #require(files.first { $0.name == "day.plain.txt" }).text
        let evidence = try #require(day.range(of: "   Against: "))
        #expect(day.distance(from: day.startIndex, to: evidence.upperBound) < ticketHead)
        let incident = try #require(files.first { $0.name.contains("service-incident") }).text
        let against = try #require(incident.range(of: "\nAgainst: "))
        #expect(incident.distance(from: incident.startIndex, to: against.upperBound) < ticketHead)
    }

    @Test(arguments: TicketProfile.allCases)
    func theKeyOfAnIncidentIsThatOfTheReportAndStandsFirst(profile: TicketProfile) throws {
        let report = ExampleDay.report()
        let files = try Renderer().tickets(report, profiles: [profile])
        #expect(files.count == 1 + report.incidents.count)
        for incident in report.incidents {
            let name = "\(incident.key).\(profile.rawValue).\(profile.fileEnding)"
            let lines = try #require(files.first { $0.name == name }).text.split(separator: "\n").prefix(4)
            #expect(lines.contains { $0.contains("Key: " + incident.key) })
            if profile != .plain { #expect(lines[0] == "<!-- hubdrops-incident \(incident.key) -->") }
        }
        let day = try #require(files.first { $0.name.hasPrefix("day.") }).text
        #expect(day.contains("Key: day-contoso-prod-2026-03-10"))
    }

    @Test func hostileIdsComeBackAsTheSameTextFromATicket() throws {
        let report = FixtureDays.hostile()
        let file = try #require(try Renderer().tickets(report, profiles: [.gfm]).first)
        let html = try CommandLineTool.run(
            "cmark-gfm", ["-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tagfilter", "--unsafe"],
            input: file.text)
        let rows = html.components(separatedBy: "<tr>").map(EscapeTests.cells).filter {
            $0.count == 6 && $0[1] == "network loss"
        }
        #expect(rows.map { $0[0] } == report.devices.filter { $0.drops > 0 }.map { VisibleText.of($0.name) })
        for opened in ["<a ", "<img", "<script", "<code", "<em", "<del"] {
            #expect(!html.contains(opened), "\(opened)")
        }
        #expect(html.firstRange(of: /[@#][A-Za-z0-9]/) == nil)
    }

    @Test(arguments: FixtureDays.all.map(\.name))
    func theTextForATelephoneFitsThreeMessages(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let text = try Renderer().phoneText(report)
        #expect(text.utf16.count <= phoneLength, "\(text.utf16.count)")
        #expect(text.split(separator: "\n").count == 1)
    }
}
