import Foundation
import Settings
import Testing

@testable import Nightly

/// What a report is recognised by.
@Suite struct ReportFingerprintTests {
    private func fingerprint(_ made: String = "a", place: String = "out") -> ReportFingerprint {
        ReportFingerprint(data: "7-0.1.0", made: [made], place: place)
    }

    @Test func isReadBackAsItWasWritten() {
        #expect(ReportFingerprint(fingerprint().text) == fingerprint())
        #expect(ReportFingerprint(fingerprint().unmailed.text)?.isMailed == false)
        #expect(ReportFingerprint("") == nil)
        #expect(ReportFingerprint("1 2 3 4") == nil)
    }

    /// The form of databases that were written before folders counted: kept, and never taken for up to date.
    @Test func oneWithoutAFolderIsOfNone() throws {
        let old = try #require(ReportFingerprint(fingerprint().ofReport))
        #expect(old.data == fingerprint().data)
        #expect(old != fingerprint())
    }

    @Test func theFolderCountsForTheDatabaseAndNotForTheIndex() {
        let other = fingerprint(place: "elsewhere")
        #expect(other != fingerprint())
        #expect(other.ofReport == fingerprint().ofReport)
        #expect(fingerprint("b").ofReport != fingerprint().ofReport)
    }

    @Test func aFileCountsByWhatItHoldsAndNotByItsTime() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "fingerprint-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: place) }
        var settings = Configuration()
        settings.registry = [place.path]
        let absent = ReportFingerprint.inputSources(of: settings)
        try Data("[1]".utf8).write(to: place)
        let first = ReportFingerprint.inputSources(of: settings)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 0)], ofItemAtPath: place.path)
        #expect(ReportFingerprint.inputSources(of: settings) == first)
        try Data("[2]".utf8).write(to: place)
        #expect(ReportFingerprint.inputSources(of: settings) != first)
        #expect(absent != first)
    }

    @Test func aPipeIsNotOpened() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "fingerprint-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        let made = mkfifo(place.path, 0o600)
        #expect(made == 0)
        var settings = Configuration()
        settings.registry = [place.path]
        #expect(ReportFingerprint.inputSources(of: settings).values.contains("pipe"))
    }

    @Test func whereThingsAreChangesNoReport() {
        var settings = Configuration()
        let before = ReportFingerprint.surroundings(of: settings)
        settings.database = "a.sqlite"
        settings.output = "out"
        settings.logs = ["logs"]
        settings.onSuccess = .shell("true")
        #expect(ReportFingerprint.surroundings(of: settings) == before)
        settings.lateDays = 5
        #expect(ReportFingerprint.surroundings(of: settings) != before)
    }
}
