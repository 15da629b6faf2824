import Foundation
import Testing

@testable import Delivery

@Suite struct AtomicFileTests {
    struct Refusal: Error {}

    let place: TemporaryFolder
    let folder: OutputFolder

    init() throws {
        place = try TemporaryFolder()
        folder = try OutputFolder(place.path + "/out/deep")
    }

    @Test func aFileIsWrittenWhole() throws {
        try folder.write("ä day\n", to: "report.md")
        #expect(try place.text(of: "out/deep/report.md") == "ä day\n")
        #expect(try place.names(in: "out/deep") == ["report.md"])
    }

    @Test func aFileReplacesTheOneOfItsName() throws {
        try folder.write("long text of yesterday", to: "a")
        try folder.write("new", to: "a")
        #expect(try place.text(of: "out/deep/a") == "new")
    }

    @Test func nothingStandsUnderTheNameBeforeTheEnd() throws {
        try folder.write("a.csv") { file in
            try file.append(String(repeating: "x", count: 1_000_000))
            let names = try place.names(in: "out/deep")
            #expect(!names.contains("a.csv"))
            #expect(names.count == 1 && names[0].hasPrefix(".") && !names[0].hasSuffix(".csv"))
        }
        #expect(try place.text(of: "out/deep/a.csv").utf8.count == 1_000_000)
    }

    @Test func aWriterThatGivesUpLeavesTheOldFileAlone() throws {
        try folder.write("old", to: "a")
        #expect(throws: Refusal.self) {
            try folder.write("a") { file in
                try file.append("half")
                throw Refusal()
            }
        }
        #expect(try place.text(of: "out/deep/a") == "old")
        #expect(try place.names(in: "out/deep") == ["a"])
    }

    @Test func oneProcessMayWriteTheSameNameTwiceAtOnce() throws {
        try folder.write("a") { outer in
            try outer.append("outer")
            try folder.write("inner", to: "a")
        }
        #expect(try place.text(of: "out/deep/a") == "outer")
        #expect(try place.names(in: "out/deep") == ["a"])
    }

    @Test func strangersMayNeitherReadAFileNorAFolder() throws {
        try folder.write("x", to: "a")
        #expect(try place.mode(of: "out/deep/a") & 0o137 == 0)
        #expect(try place.mode(of: "out/deep") & 0o027 == 0)
    }

    @Test func aTemporaryFileOfAKilledRunIsSweptByTheNext() throws {
        try place.put("half", at: "out/deep/.report.html.1.0.hubdrops-tmp")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/out/deep/.latest.1.100.hubdrops-tmp", withDestinationPath: "x")
        _ = try OutputFolder(folder.path)
        #expect(try place.names(in: "out/deep") == [])
    }

    @Test func aTemporaryFileOfALivingWriterIsNotSwept() throws {
        try folder.write("a") { file in
            try file.append("kept")
            _ = try OutputFolder(folder.path)
        }
        #expect(try place.text(of: "out/deep/a") == "kept")
    }

    @Test func theLinkIsRelativeAndMovesOn() throws {
        try folder.link("latest", to: "2026-03-14")
        try folder.link("latest", to: "2026-03-15")
        let target = try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/latest")
        #expect(target == "2026-03-15")
        #expect(try place.names(in: "out/deep") == ["latest"])
    }

    @Test func aLinkDoesNotReplaceAFolder() throws {
        _ = try folder.folder("latest")
        #expect(throws: DeliveryError(.link, folder.path + "/latest", code: EISDIR)) {
            try folder.link("latest", to: "2026-03-15")
        }
        #expect(try place.names(in: "out/deep") == ["latest"])
    }

    @Test func aFileInTheWayOfAFolderIsNamed() throws {
        try place.put("", at: "file")
        let error = #expect(throws: DeliveryError.self) { _ = try OutputFolder(place.path + "/file/reports") }
        #expect(error?.kind == .cannotCreate)
        #expect(
            error?.description
                == "\(place.path)/file/reports: cannot create the folder: Not a directory; "
                + "move what is in the way, or choose another path")
    }

    @Test func aFullDeviceIsAnInputOutputError() throws {
        // /dev/full refuses every write with ENOSPC.
        let descriptor = unsafe open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let error = #expect(throws: DeliveryError.self) { try writeAll([1, 2], to: descriptor, path: "/srv/report") }
        #expect(error?.kind == .inputOutput)
        #expect(
            error?.description
                == "/srv/report: cannot write: No space left on device; "
                + "free some space on its file system and run again")
    }

    @Test(arguments: [EROFS, EACCES, ENOENT])
    func aWrongPlaceIsToldFromAFailingDevice(code: Int32) {
        #expect(DeliveryError(.createFile, "/x", code: code).kind == .cannotCreate)
        #expect(DeliveryError(.write, "/x", code: EIO).kind == .inputOutput)
    }

    @Test func removingWhatIsNotThereIsNoError() throws {
        try folder.write("x", to: "a")
        try folder.remove("a")
        try folder.remove("a")
        #expect(try place.names(in: "out/deep") == [])
    }
}
