import Diagnosis
import Foundation
import Model
import Report
import Settings
import Testing

@testable import Nightly

/// The day of a fleet, made from units.
@Suite struct MergeJobTests {
    /// Everything that a day can be written as.
    private static func all(_ night: Night) {
        night.settings.renewalsCSV = true
        night.settings.tickets = TicketProfile.allCases
        night.settings.isInteractive = true
        night.settings.alerts.dropsOver = 3
        night.settings.alerts.inputMissing = true
    }

    @Test func fourUnitsOfOneDatabaseAreTheBytesOfOneProcess() throws {
        let night = try MadeUpFleet.night(MadeUpFleet.hubs)
        Self.all(night)
        try MadeUpFleet.write(night, to: night.folder + "/one")
        for hub in MadeUpFleet.hubs { try MadeUpFleet.unit([hub], of: night, in: night.folder + "/units") }
        let status = try MadeUpFleet.merge([night.folder + "/units"], night.settings, to: night.folder + "/merged")
        #expect(status == .done)
        let one = try MadeUpFleet.files(night.folder + "/one/" + MadeUpFleet.date)
        let merged = try MadeUpFleet.files(night.folder + "/merged/" + MadeUpFleet.date)
        #expect(merged.keys.sorted() == one.keys.sorted())
        #expect(one.keys.contains("hubs/beta.net.html") && one.keys.contains("renewals.csv.gz"))
        #expect(one.keys.contains { $0.hasPrefix("incidents/") } && one.keys.contains { $0.hasPrefix("devices/") })
        for (name, bytes) in one { #expect(merged[name] == bytes, "\(name)") }
    }

    /// Hubs that share a unit are the same as hubs that have one each.
    @Test func unitsOfSeveralHubsAreTheSameBytes() throws {
        let night = try MadeUpFleet.night(MadeUpFleet.hubs)
        try MadeUpFleet.unit(["alpha", "zeta"], of: night, in: night.folder + "/units")
        try MadeUpFleet.unit(["beta.net", "gamma"], of: night, in: night.folder + "/units")
        _ = try MadeUpFleet.merge([night.folder + "/units"], night.settings, to: night.folder + "/merged")
        try MadeUpFleet.write(night, to: night.folder + "/one")
        let one = try MadeUpFleet.files(night.folder + "/one/" + MadeUpFleet.date)
        let merged = try MadeUpFleet.files(night.folder + "/merged/" + MadeUpFleet.date)
        for (name, bytes) in one { #expect(merged[name] == bytes, "\(name)") }
    }

    /// Only the moment at which the report was made is another: it stands in the mail.
    @Test func unitsOfADatabaseEachAreTheBytesOfOneProcess() throws {
        let night = try MadeUpFleet.night(MadeUpFleet.hubs)
        try MadeUpFleet.write(night, to: night.folder + "/one")
        for hub in MadeUpFleet.hubs {
            let own = try MadeUpFleet.night([hub], logsOf: night)
            try MadeUpFleet.unit([hub], of: own, in: night.folder + "/units")
        }
        _ = try MadeUpFleet.merge([night.folder + "/units"], night.settings, to: night.folder + "/merged")
        let one = try MadeUpFleet.files(night.folder + "/one/" + MadeUpFleet.date)
        let merged = try MadeUpFleet.files(night.folder + "/merged/" + MadeUpFleet.date)
        #expect(merged.keys.sorted() == one.keys.sorted())
        for (name, bytes) in one where name != "summary.eml" { #expect(merged[name] == bytes, "\(name)") }
        func mail(_ files: [String: Data]) -> [Substring] {
            String(decoding: files["summary.eml"] ?? Data(), as: UTF8.self).split(separator: "\r\n")
                .filter { !$0.hasPrefix("Date: ") }
        }
        #expect(mail(one) == mail(merged))
    }

    @Test func aUnitHoldsNoNumbersOfItsDatabase() throws {
        let night = try MadeUpFleet.night(["alpha", "gamma"])
        let other = try MadeUpFleet.night(["gamma"], logsOf: nil)
        let one = try UnitReader.unit(of: MadeUpFleet.unit(["gamma"], of: night, in: night.folder + "/units"))
        let alone = try UnitReader.unit(of: MadeUpFleet.unit(["gamma"], of: other, in: other.folder + "/units"))
        #expect(one.pages == alone.pages)
        #expect(one.incidentDevices == alone.incidentDevices)
        #expect(one.counts == alone.counts)
        #expect(one.diagnosis.findings == alone.diagnosis.findings)
        #expect(!one.pages.isEmpty)
    }
}
