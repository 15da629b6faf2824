import Foundation
import FuzzChecks
import Testing

/// Replays the corpus of the fuzzers, and every input that once made a reader fail.
@Suite struct CorpusTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzz/corpus").standardizedFileURL

    @Test(arguments: ReaderUnderTest.allCases)
    func everyInputOfTheCorpusIsReadTheSameInEveryWay(reader: ReaderUnderTest) throws {
        let folder = Self.corpus.appending(path: reader.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let faults = reader.faults(of: Array(try Data(contentsOf: file)))
            #expect(faults.isEmpty, "\(file.lastPathComponent): \(faults)")
        }
    }
}
