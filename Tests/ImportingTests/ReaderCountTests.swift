import LogReading
import Model
import Store
import Testing

@testable import Importing

@Suite struct ReaderCountTests {
    private func file(_ path: String, _ size: Int64?, at second: Int64 = 1) -> LogSource {
        LogSource(path: path, size: size, modified: Instant(seconds: second))
    }

    private func known(_ path: String, _ size: Int64) -> LedgerEntry {
        LedgerEntry(
            path: path, size: size, modified: Instant(seconds: 1), version: nil, readSince: Instant(seconds: 2),
            headHash: [], tailHash: [], resumeOffset: nil, resumeLine: 0, isCompressed: false, records: 0, events: 0,
            rejected: 0)
    }

    private func count(_ sources: [LogSource], known: [LedgerEntry] = [], processors: Int = 2) -> Int {
        var ledger = Ledger()
        for entry in known { ledger.insert(entry) }
        return ReaderCount.of(sources, known: ledger, processors: processors)
    }

    private let large: Int64 = 8 << 20

    @Test(arguments: [(1, 1), (2, 2), (4, 4), (64, 4)])
    func thereIsAReaderForEachProcessorAndFourAtMost(processors: Int, expected: Int) {
        #expect(count((0..<8).map { file("/none/\($0)", large) }, processors: processors) == expected)
    }

    @Test func thereAreNoMoreReadersThanFiles() {
        #expect(count([file("/none/a", large), file("/none/b", large), file("/none/c", nil)], processors: 4) == 2)
    }

    @Test func besideOneLargeFileALittleIsNotWorthAThread() {
        let little = ReaderCount.worthAThread / 2
        #expect(count([file("/none/a", large), file("/none/b", little - 1), file("/none/c", little)]) == 1)
        #expect(count([file("/none/a", large), file("/none/b", little), file("/none/c", little)]) == 2)
    }

    @Test func whatTheLedgerKnowsUnchangedIsNotRead() {
        let files = [file("/none/a", large), file("/none/b", large)]
        #expect(count(files, known: [known("/none/b", large)]) == 1)
        #expect(count(files, known: [known("/none/b", large - 1)]) == 2)
    }

    @Test func standardInputAndOtherMachinesHaveOneReader() {
        let files = [file("/none/a", large), file("/none/b", large)]
        let remote = RemoteLog(version: "", open: { _ throws(LogReadingError) in MemoryStream([]) }, expect: {})
        let blob = LogSource(address: "https://a/b", size: large, modified: nil, remote: remote)
        #expect(count(files) == 2 && count(files + [.standardInput]) == 1 && count(files + [blob]) == 1)
    }
}
