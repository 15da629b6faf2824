import Foundation
import Testing

@testable import Delivery

@Suite struct FileGroupTests {
    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test func filesGetTheirNamesWithTheGroupAndNotBefore() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        let output = try OutputFolder(folder.path).gathering(in: group)
        try output.write("a", to: "a.txt")
        try output.folder("pages").write("b", to: "b.txt")
        #expect(try names(folder.path).filter { !$0.hasPrefix(".") } == ["pages"])
        try group.commit()
        #expect(try names(folder.path) == ["a.txt", "pages"])
        #expect(try names(folder.path + "/pages") == ["b.txt"])
        #expect(try folder.text(of: "a.txt") == "a")
    }

    @Test func aGroupThatIsDiscardedLeavesNothing() throws {
        let folder = try TemporaryFolder()
        try folder.put("before", at: "a.txt")
        let group = FileGroup()
        try OutputFolder(folder.path).gathering(in: group).write("after", to: "a.txt")
        #expect(try names(folder.path).count == 2)
        group.discard()
        #expect(try names(folder.path) == ["a.txt"])
        #expect(try folder.text(of: "a.txt") == "before")
    }

    @Test func moreFilesThanAProcessMayHaveOpenAreWritten() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        let output = try OutputFolder(folder.path).gathering(in: group)
        for number in 0..<1_100 { try output.write("\(number)", to: "\(number).txt") }
        try group.commit()
        #expect(try names(folder.path).count == 1_100)
    }

    /// Each is open until it has its name, and a process may have 1,024 files open.
    @Test func manyFilesGetTheirNamesBeforeTheCommit() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        defer { group.discard() }
        let output = try OutputFolder(folder.path).gathering(in: group)
        for number in 0..<257 { try output.write("\(number)", to: "\(number).txt") }
        #expect(try names(folder.path).filter { !$0.hasPrefix(".") }.count == 256)
    }

    @Test func whatIsKeptBackGetsItsNameWithTheNextCommit() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        let output = try OutputFolder(folder.path).gathering(in: group)
        for name in ["a", "b", "page"] { try output.write(name, to: name) }
        try group.commit(keepingBack: 1)
        #expect(try names(folder.path).filter { !$0.hasPrefix(".") } == ["a", "b"])
        try group.commit()
        #expect(try names(folder.path) == ["a", "b", "page"])
    }

    /// The page is the file that would have given all others their names.
    @Test func theFileThatMakesAGroupFullCanBeKeptBack() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        defer { group.discard() }
        let output = try OutputFolder(folder.path).gathering(in: group)
        for number in 0..<255 { try output.write("\(number)", to: "\(number).txt") }
        try output.write("page", to: "page")
        try group.commit(keepingBack: 1)
        #expect(try !names(folder.path).contains("page"))
    }

    @Test func aGroupGoesOnAfterItsCommit() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        let output = try OutputFolder(folder.path).gathering(in: group)
        for name in ["a", "b"] {
            try output.write(name, to: name)
            try group.commit()
        }
        #expect(try names(folder.path) == ["a", "b"])
    }

    /// The second file cannot get its name, since a folder has it; the third stays without one.
    @Test func aFileThatCannotGetItsNameEndsTheCommitAndNothingIsLeftOver() throws {
        let folder = try TemporaryFolder()
        let group = FileGroup()
        let output = try OutputFolder(folder.path).gathering(in: group)
        for name in ["a", "b", "c"] { try output.write(name, to: name) }
        try FileManager.default.createDirectory(atPath: folder.path + "/b", withIntermediateDirectories: false)
        #expect(throws: DeliveryError(.rename, folder.path + "/b", code: EISDIR)) { try group.commit() }
        #expect(try names(folder.path) == ["a", "b"])
    }
}
