import Foundation
import LogReading
import Model
import Testing

@testable import Importing
@testable import Store

/// Which files are read again: what a file is known by are its size, its time of change and both ends of it.
@Suite struct ReadingPlanTests {
    /// Longer than both ends together, so that there is a middle that no fingerprint covers.
    private static let text = [UInt8](repeating: UInt8(ascii: "a"), count: 200_000)
    private let path = NSTemporaryDirectory() + "hubdrops-plan-\(UUID().uuidString)"

    /// What the plan makes of a file after `text` had been read to its end: `nil` for nothing to do, else from where.
    private func plan(
        for bytes: [UInt8], modified: Int64 = 1, changed: Int64? = nil, resumable: Bool = true
    ) throws -> Int64? {
        defer { try? FileManager.default.removeItem(atPath: path) }
        func source(_ bytes: [UInt8], _ modified: Int64) throws -> LogSource {
            try Data(bytes).write(to: URL(filePath: path))
            return LogSource(
                path: path, size: Int64(bytes.count), modified: Instant(seconds: modified),
                changed: changed.map { Instant(seconds: $0) })
        }
        let first = try source(Self.text, 1)
        var summary = ReadingSummary()
        summary.bytes = Int64(Self.text.count)
        let unknown = try #require(try ReadingPlan(first, known: nil))
        let known = try unknown.identity(of: first, read: summary, digest: 0)
        let entry = LedgerEntry(
            path: path, size: known.size, modified: known.modified, version: nil,
            readSince: Instant(seconds: 1000),
            headHash: known.headHash, tailHash: known.tailHash, resumeOffset: resumable ? known.size : nil,
            resumeLine: 7, isCompressed: false, records: 0, events: 0, rejected: 0)
        guard let plan = try ReadingPlan(try source(bytes, modified), known: entry) else { return nil }
        return plan.resumePoint?.offset ?? 0
    }

    private func changed(at place: Int) -> [UInt8] {
        var bytes = Self.text
        bytes[place] = UInt8(ascii: "b")
        return bytes
    }

    @Test func anUnchangedFileIsNotReadAgain() throws {
        #expect(try plan(for: Self.text) == nil)
    }

    @Test func aFileRewrittenInItsMiddleIsReadFromItsStart() throws {
        #expect(try plan(for: changed(at: 100_000), modified: 2) == 0)
    }

    @Test func aFileOfTheSameSizeAndTimeWithAnotherHeadIsReadFromItsStart() throws {
        #expect(try plan(for: changed(at: 0)) == 0)
    }

    @Test func aFileOfTheSameSizeAndTimeWithAnotherTailIsReadFromItsStart() throws {
        #expect(try plan(for: changed(at: Self.text.count - 1)) == 0)
    }

    /// The other head stands for reading the file at all: of a file that nobody can have changed since, it is not looked at.
    @Test(arguments: [(939, nil), (940, 0)] as [(Int64, Int64?)])
    func aFileThatWasLastChangedAMinuteBeforeItWasReadIsNotOpened(changed: Int64, from: Int64?) throws {
        #expect(try plan(for: self.changed(at: 0), changed: changed) == from)
        #expect(try plan(for: self.changed(at: 0), modified: 2, changed: changed) == 0)
    }

    @Test func aGrownFileIsReadFromWhereReadingEnded() throws {
        #expect(try plan(for: Self.text + [10], modified: 2) == 200_000)
    }

    @Test func aGrownFileWithAnotherHeadIsReadFromItsStart() throws {
        #expect(try plan(for: changed(at: 0) + [10], modified: 2) == 0)
    }

    @Test func aGrownFileWithAnotherEndOfWhatWasReadIsReadFromItsStart() throws {
        #expect(try plan(for: changed(at: Self.text.count - 1) + [10], modified: 2) == 0)
    }

    @Test func aGrownFileThatCannotBeResumedIsReadFromItsStart() throws {
        #expect(try plan(for: Self.text + [10], modified: 2, resumable: false) == 0)
    }

    @Test func aFileThatShrankIsReadFromItsStart() throws {
        #expect(try plan(for: Array(Self.text.dropLast()), modified: 2) == 0)
    }

    @Test func standardInputIsAlwaysRead() throws {
        let plan = try #require(try ReadingPlan(.standardInput, known: nil))
        #expect(plan.resumePoint == nil)
        let identity = try plan.identity(of: .standardInput, read: ReadingSummary(), digest: 0xab)
        #expect(identity.path == "standard input ab")
    }
}
