import Testing

@testable import Importing
@testable import Nightly

/// What is said of files that could not be read.
@Suite struct LogImportTests {
    private func lines(_ failed: [(path: String, reason: String)]) -> [String] {
        var outcome = ImportOutcome()
        outcome.filesFailed = failed.map { ImportOutcome.FailedFile(path: $0.path, reason: $0.reason) }
        return outcome.failureLines
    }

    @Test func ofManyBlobsWithOneReasonTheFirstAreNamed() {
        let blobs = (1...5).map { "https://a.blob.core.windows.net/logs/\($0).json" }
        #expect(
            lines(blobs.map { ($0, $0 + ": is archived") })
                == blobs.prefix(3).map { $0 + ": is archived" } + ["and 2 more: is archived"])
    }

    @Test func whatIsWrongWithTheContainerIsSaidOnce() {
        let reason = "https://a.blob.core.windows.net/logs/: 4 requests in a row were in vain"
        let blobs = (1...5).map { "https://a.blob.core.windows.net/logs/\($0).json" }
        #expect(lines(blobs.map { ($0, reason) }) == [reason])
    }
}
