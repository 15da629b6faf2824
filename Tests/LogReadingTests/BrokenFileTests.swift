import Foundation
import LogReading
import Model
import Testing

/// The small broken files of the sample data, held to the list of what is in them.
@Suite struct BrokenFileTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let events: Int64
        let rejects: Int64
        let others: Int64
        var testDescription: String { file }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("SampleData/broken")

    static let rows: [Row] = {
        let list = (try? String(contentsOf: folder.appendingPathComponent("contents.txt"), encoding: .utf8)) ?? ""
        return list.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: ",", maxSplits: 4).map(String.init)
            guard fields.count == 5, let events = Int64(fields[1]), let rejects = Int64(fields[2]),
                let others = Int64(fields[3])
            else { return nil }
            return Row(file: fields[0], events: events, rejects: rejects, others: others)
        }
    }()

    @Test(arguments: rows)
    func aBrokenFileGivesWhatTheListSays(row: Row) throws {
        let bytes = [UInt8](try Data(contentsOf: BrokenFileTests.folder.appendingPathComponent(row.file)))
        let result = try read(bytes)
        #expect(result.summary.events == row.events)
        #expect(result.summary.rejected == row.rejects)
        #expect(result.summary.otherCategories == row.others)
    }

    @Test func theListHasARowForEveryFileAndIsNoLogItself() throws {
        let sources = try LogDiscovery.sources(for: [BrokenFileTests.folder.path])
        // The list itself is named as a file that is not read, by its folder.
        let files = sources.filter { $0.name != BrokenFileTests.folder.path }
        let found = files.map { URL(fileURLWithPath: $0.name).lastPathComponent }
        #expect(BrokenFileTests.rows.map(\.file).sorted() == found.sorted())
    }
}
