import Delivery
import Diagnosis
import Foundation
package import Model
import Rendering
import Report
package import Settings

/// Makes the day of a fleet from unit files alone: the folder that one process over all hubs would write.
package struct MergeJob {
    private let settings: Configuration
    private let silences: [Silence]

    /// - Throws: where the file of silences cannot be read.
    package init(_ settings: Configuration) throws {
        self.settings = settings
        silences = try settings.readSilences()
    }

    /// - Parameters:
    ///   - places: files, and folders of them.
    ///   - expected: hubs that the report is to name also where no unit has them.
    ///   - timeZone: nil for that of the units.
    ///   - printsSummary: although nobody watches.
    package func run(
        _ places: [String], expected: [String], date: CivilDate?, timeZone: String?, printsSummary: Bool = false
    ) throws -> ExitStatus {
        let loose = FileGroup()
        defer { loose.discard() }
        let output = try OutputFolder(settings.requiredOutput(), readers: settings.requiredGroup(), in: loose)
        var selection = try UnitSelection(UnitSelection.files(places), date: date, timeZone: timeZone)
        guard let day = selection.fleet.day else { throw Failure(.inputUnusable, "the units are of no day") }
        if settings.renewalsCSV, !selection.fleet.listsRenewals {
            throw Failure(.usage, "the units list no renewals; make them with hubdrops unit --renewals-csv")
        }
        var fleet = FleetDay(day: day)
        let aside = try ScratchFile(in: output.path)
        var rows = RowsAside(in: aside)
        var moves = UnitMoves(hubs: selection.units.flatMap(\.header.hubs))
        for unit in selection.units {
            // One that cannot be read is refused below.
            if let own = try? UnitReader.traffic(of: unit.path).traffic { moves.addDepartures(of: own) }
        }
        var told: [String: [UnitTraffic.Move]] = [:]
        for unit in selection.units {
            var own = RowsAside(in: aside)
            do throws(UnitProblem) {
                let day = try UnitReader.unit(of: unit.path) { hub, areExpected, csv in
                    try own.add(csv, of: hub, areExpected: areExpected)
                }
                fleet.add(day)
                rows.add(own)
                moves.addArrivals(of: day.traffic)
                told[unit.path] = day.traffic.moves
            } catch {
                selection.refuse(unit, error)
            }
        }
        guard !selection.units.isEmpty else {
            let reasons = selection.refused.prefix(3).map { "\($0.path): \($0.reason)" }
            throw Failure(.inputUnusable, "no unit can be used: " + reasons.joined(separator: "; "))
        }
        for file in selection.refused { Console.problem("\(file.path): left out: \(file.reason)") }
        let knowsMoves = selection.units.map { unit in
            let own = moves.moves(awayFrom: unit.header.hubs)
            if own != told[unit.path] { sayMoves(own, of: unit) }
            return own == told[unit.path]
        }.allSatisfy(\.self)
        fleet.add(selection.absences(expected: expected))
        let renderer = try Renderer(templatesFolder: settings.templates, base: settings.baseURL)
        let report = try write(fleet, rows.rows, selection, day, renderer, to: output)
        try loose.commit()
        if !report.input.isWhole {
            Console.problem(
                "the report of \(report.day.date) is marked incomplete: "
                    + (report.verdict.missing.first ?? report.verdict.sentence), isWarning: true)
        }
        if printsSummary || Console.outputIsSeen {
            try Console.print(Console.visibleLines(try renderer.summaryText(report)))
            try Console.print("Report: \(output.path)/\(report.day.date)/report.html")
        }
        let isWhole = selection.refused.isEmpty && knowsMoves
        return max(ExitStatus(isComplete: isWhole), ExitStatus(of: report, failOn: settings.failOn))
    }

    private func sayMoves(_ moves: [UnitTraffic.Move], of unit: UnitSelection.Unit) {
        let hubs = Set(moves.map(\.to)).sorted()
        let what =
            moves.isEmpty
            ? "it was made with moves to hubs that no unit here has"
            : "\(Words.counted(moves.count, "device")) moved from it to \(hubs.prefix(5).joined(separator: ", "))"
                + (hubs.count > 5 ? " and other hubs" : "") + ", which it does not know"
        Console.problem("\(unit.path): \(what); make it again with --beside and the units of all hubs", isWarning: true)
    }

    private func write(
        _ fleet: FleetDay, _ rows: DropRows, _ selection: UnitSelection, _ day: ReportDay, _ renderer: Renderer,
        to output: OutputFolder
    ) throws -> DayReport {
        let files = FileGroup()
        defer { files.discard() }
        let folder = try output.gathering(in: files).folder(day.date.description)
        let attachments = try DayOutputs.write(rows, to: folder, settings)
        var worked = fleet.worked()
        worked.facts.unreadable += selection.nameless
        worked.facts.unreadableCount += selection.nameless.count
        var options = ReportOptions()
        options.catalogue = Catalogue(overrides: settings.catalogueOverrides)
        options.silences = silences
        fleet.complete(&options)
        var report = worked.report(options, toolVersion: Version.text, revision: fleet.revision)
        report.undelivered = fleet.undelivered
        let worst = Array(report.devices.prefix(DevicePages.most))
        let reported = ReportedDay(
            report, renderer, settings, pages: DevicePages(of: worst, gathered: fleet.pages),
            hubs: worked.hubReports(of: report, options), incidentDevices: fleet.incidentDevices,
            resources: fleet.resources.compactMapValues(HubResource.init))
        let (places, page) = try DayOutputs.write(reported, to: folder)
        let messages = try MailJob(settings: settings.mail, outboxPath: "").messages(
            report, renderer: renderer, page: page, attachments: attachments, date: fleet.issued)
        try DayOutputs.write(FinishedDay(page: page, messages: messages), after: places, to: folder, as: files)
        if ReportFolders.latest(in: output.path).map({ $0 <= day.date }) ?? true {
            try output.link("latest", to: day.date.description)
        }
        let entry = CalendarReport.Day(
            DaySummary(report), revision: report.revision,
            fingerprint: fleet.kept(on: day.date.description).fingerprint, hasPage: true)
        try FleetIndex(renderer: renderer, timeZone: day.timeZone, isRedacted: settings.redact)
            .update(fleet.calendarDays + [entry], in: output)
        return report
    }
}
