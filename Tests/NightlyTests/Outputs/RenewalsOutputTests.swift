import Delivery
import Foundation
import Settings
import Testing

@testable import Nightly

@Suite struct RenewalsOutputTests {
    /// A device that says goodbye politely, and one that is cut off; the files of their day.
    private func night() throws -> Night {
        let night = try Night()
        try night.add(
            """
            2026-03-10T06:00:00Z polite
            2026-03-10T06:00:00Z cut
            2026-03-10T07:00:00Z polite close
            2026-03-10T08:00:00Z cut 404104
            2026-03-10T09:00:00Z polite
            2026-03-10T09:00:00Z cut
            """)
        return night
    }

    private func write(_ night: Night) throws {
        let mail = MailJob(settings: nil, outboxPath: night.folder + "/outbox")
        let output = try OutputFolder(night.folder + "/out")
        _ = try ReportJob(store: night.store, settings: night.settings).write(
            night.day("2026-03-10"), to: output, mail: mail)
    }

    private func devices(in bytes: Data?) throws -> [String] {
        let text = String(decoding: try #require(bytes), as: UTF8.self)
        return text.split(separator: "\n").dropFirst().map { String($0.split(separator: ",")[1]) }
    }

    private func unpacked(_ path: String) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = ["-dc", path]
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return data ?? Data()
    }

    @Test func whatNobodyHasToActOnIsInAFileOfItsOwn() throws {
        let night = try night()
        night.settings.renewalsCSV = true
        try write(night)
        let day = night.folder + "/out/2026-03-10/"
        #expect(try devices(in: FileManager.default.contents(atPath: day + "drops.csv")) == ["cut"])
        #expect(try devices(in: unpacked(day + "renewals.csv.gz")) == ["polite"])
    }

    @Test func theFileGoesWhenNobodyAsksForItAnyMore() throws {
        let night = try night()
        night.settings.renewalsCSV = true
        try write(night)
        night.settings.renewalsCSV = false
        try write(night)
        #expect(!FileManager.default.fileExists(atPath: night.folder + "/out/2026-03-10/renewals.csv.gz"))
        #expect(FileManager.default.fileExists(atPath: night.folder + "/out/2026-03-10/drops.csv"))
    }
}
