import Diagnosis
import Foundation
import Model
import Report
import Settings
import Testing

@testable import Nightly

/// Units that are not there, or that cannot be used: named, and never left out in silence.
@Suite struct MissingUnitTests {
    private struct Merged {
        let night: Night
        let status: Nightly.ExitStatus
        let report: DayReport
        var missing: String { report.verdict.missing.joined(separator: "\n") }
    }

    /// A fleet of which one unit is changed before it is merged.
    private func merged(expected: [String] = [], change: (Night, String) throws -> Void) throws -> Merged {
        let night = try MadeUpFleet.night(["alpha", "gamma", "zeta"])
        let units = night.folder + "/units"
        for hub in ["alpha", "gamma", "zeta"] { try MadeUpFleet.unit([hub], of: night, in: units) }
        try change(night, units + "/gamma.unit.gz")
        let status = try MadeUpFleet.merge([units], night.settings, to: night.folder + "/merged", expected: expected)
        return Merged(night: night, status: status, report: try MadeUpFleet.report(night.folder + "/merged"))
    }

    @Test func aHubWithoutAUnitIsNamed() throws {
        let merged = try merged(expected: ["alpha", "gamma", "zeta"]) { _, path in
            try FileManager.default.removeItem(atPath: path)
        }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("gamma: no unit of it is among the files."))
        #expect(merged.report.verdict.headline.contains("no data from gamma"))
        #expect(merged.report.hubVerdicts.first { $0.hub == "gamma" }?.word == .noData)
        #expect(merged.report.hubs == ["alpha", "zeta"])
        let page = merged.night.folder + "/merged/2026-03-10/hubs/gamma.html"
        #expect(FileManager.default.fileExists(atPath: page))
    }

    @Test func aUnitThatFailedSaysWhy() throws {
        let merged = try merged { night, path in
            try UnitJob.writeFailure(
                "the disk is full", ["gamma"], on: night.day(MadeUpFleet.date), settings: night.settings, to: path)
        }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("it failed: the disk is full"))
        #expect(merged.missing.contains("gamma.unit.gz"))
    }

    @Test func aUnitThatIsCutIsNamed() throws {
        let merged = try merged { _, path in
            let bytes = try #require(FileManager.default.contents(atPath: path))
            try bytes.prefix(bytes.count * 2 / 3).write(to: URL(filePath: path))
        }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("the compressed data end early"))
        #expect(merged.report.hubs == ["alpha", "zeta"])
    }

    @Test func aFileThatIsNoUnitIsNamed() throws {
        let merged = try merged { _, path in try Data("not one".utf8).write(to: URL(filePath: path)) }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("gamma.unit.gz: not a unit: it is not packed with gzip"))
    }

    @Test func aUnitOfOtherThresholdsIsNamed() throws {
        let merged = try merged { night, path in
            var settings = night.settings
            settings.alerts.dropsOver = 1
            _ = try UnitJob(store: night.store, settings: settings)
                .write(["gamma"], on: night.day(MadeUpFleet.date), to: path)
        }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("it was made with other thresholds or alerts than the others"))
    }

    @Test func aUnitOfAnotherDayIsNamed() throws {
        let merged = try merged { night, path in
            _ = try UnitJob(store: night.store, settings: night.settings)
                .write(["gamma"], on: night.day("2026-03-09"), to: path)
        }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("it is of 2026-03-09, not of 2026-03-10"))
    }

    @Test func aUnitOfAnotherZoneIsNamed() throws {
        let merged = try merged { night, path in
            var settings = night.settings
            settings.timeZone = "Europe/Berlin"
            let day = try settings.clock().reportDay(of: #require(CivilDate(MadeUpFleet.date)))
            _ = try UnitJob(store: night.store, settings: settings).write(["gamma"], on: day, to: path)
        }
        #expect(merged.status == .incomplete)
        #expect(merged.missing.contains("it is of a day of Europe/Berlin, not of UTC"))
    }

    @Test func twoUnitsOfOneHubAreRefusedByName() throws {
        let failure = #expect(throws: Failure.self) {
            try merged { night, _ in
                try MadeUpFleet.unit(["gamma", "zeta"], of: night, as: "more", in: night.folder + "/units")
            }
        }
        #expect(failure?.status == .usage)
        #expect(failure?.description.hasPrefix("hub gamma is in two units, ") == true)
    }

    /// Every hub failed: there is nothing that a report could be made of.
    @Test func noUnitAtAllIsNoReport() throws {
        let night = try MadeUpFleet.night(["alpha"])
        try FileManager.default.createDirectory(atPath: night.folder + "/units", withIntermediateDirectories: true)
        let path = night.folder + "/units/alpha.unit.gz"
        try UnitJob.writeFailure(
            "no space", ["alpha"], on: night.day(MadeUpFleet.date), settings: night.settings, to: path)
        let failure = #expect(throws: Failure.self) {
            try MadeUpFleet.merge([path], night.settings, to: night.folder + "/merged")
        }
        #expect(failure?.status == .inputUnusable)
        #expect(failure?.description.contains("it failed: no space") == true)
    }
}
