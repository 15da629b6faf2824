import Delivery
import Foundation
import Testing

@testable import Nightly

@Suite struct ReportRemovalTests {
    private final class Place {
        let path = NSTemporaryDirectory() + "hubdrops-removal-\(UUID().uuidString)"

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ name: String, _ text: String = "") throws {
            let file = URL(filePath: path + "/" + name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }

        func report(_ name: String, tool: String = "hubdrops") throws {
            try write(name + "/report.json", #"{"schema":2,"tool":{"name":"\#(tool)","version":"0.1.0"}}"#)
            try write(name + "/report.html")
            try write(name + "/drops.csv")
            try write(name + "/previous.html")
            try write(name + "/next.html")
            try write(name + "/incidents/a-site-outage.html")
            try write(name + "/devices/pump-1.html")
        }

        func remove(_ name: String) throws {
            try ReportRemoval.remove(name, from: OutputFolder(path))
        }

        var files: [String] {
            get throws { try FileManager.default.subpathsOfDirectory(atPath: path).sorted() }
        }
    }

    @Test(arguments: ["2026-03-10", "2026-W10", "2026-03"])
    func aReportGoesWithItsFolder(name: String) throws {
        let place = Place()
        try place.report(name)
        try place.write("index.html")
        try place.remove(name)
        #expect(try place.files == ["index.html"])
    }

    @Test func whatOthersPutThereStays() throws {
        let place = Place()
        try place.report("2026-03-10")
        try place.write("2026-03-10/incidents/notes.txt")
        try place.remove("2026-03-10")
        #expect(try place.files == ["2026-03-10", "2026-03-10/incidents", "2026-03-10/incidents/notes.txt"])
    }

    @Test func aFolderOfAnotherProgramIsLeftAlone() throws {
        let place = Place()
        try place.report("2026-03-10", tool: "other")
        let before = try place.files
        try place.remove("2026-03-10")
        #expect(try place.files == before)
    }

    @Test func aFolderWithoutAReportIsLeftAlone() throws {
        let place = Place()
        try place.write("2026-03-10/report.html")
        try place.remove("2026-03-10")
        #expect(try place.files == ["2026-03-10", "2026-03-10/report.html"])
    }

    /// Behind it may be another day, or somebody else's folder.
    @Test func aLinkIsNotFollowed() throws {
        let place = Place()
        try place.report("2026-03-10")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/2026-03-09", withDestinationPath: "2026-03-10")
        #expect(ReportFolders.candidates(in: place.path) == ["2026-03-10"])
        try place.remove("2026-03-09")
        #expect(FileManager.default.fileExists(atPath: place.path + "/2026-03-10/report.json"))
    }
}
