import Foundation
import LogReading
import Model
import Store
import Testing

@testable import Importing

/// What an import makes of its sources, and what the ledger makes of the next one.
@Suite struct ImporterTests {
    private final class Place {
        let path = NSTemporaryDirectory() + "hubdrops-import-\(UUID().uuidString)"
        let store: Store

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            store = try Store.open(path + "/h.sqlite", mode: .readWrite)
        }

        deinit {
            store.close()
            try? FileManager.default.removeItem(atPath: path)
        }

        /// Writes a file as of a second and imports it.
        func add(_ text: String, as name: String = "a.json", at second: Int64 = 1) throws -> ImportOutcome {
            try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
            return try run([
                LogSource(
                    path: path + "/" + name, size: Int64(text.utf8.count), modified: Instant(seconds: second))
            ])
        }

        func run(_ sources: [LogSource], progress: (ImportProgress) -> Void = { _ in }) throws -> ImportOutcome {
            try Importer(sources: sources, options: ReadingOptions()).run(
                into: store, clock: { Instant(seconds: 5) }, progress: progress)
        }
    }

    private func line(_ minute: Int, _ device: String = "a") -> String {
        #"{"time":"2026-03-10T07:\#(minute):00Z","resourceId":"/IOTHUBS/H","operationName":"deviceConnect","#
            + #""deviceId":"\#(device)"}"# + "\n"
    }

    @Test func everyEventIsAddedOnceAndWhatCameTwiceIsCounted() throws {
        let place = try Place()
        let outcome = try place.add(line(10) + line(11) + line(10))
        #expect(outcome.filesRead == 1 && outcome.records == 3 && outcome.events == 3)
        #expect(outcome.added == 2 && outcome.duplicates == 1)
        let again = try place.add(line(11) + line(12), as: "b.json")
        #expect(again.added == 1 && again.duplicates == 1)
    }

    @Test func anUnchangedFileIsCountedAndLeftAlone() throws {
        let place = try Place()
        _ = try place.add(line(10))
        let again = try place.add(line(10))
        #expect(again.filesRead == 0 && again.filesUnchanged == 1 && again.events == 0)
        #expect(try place.store.imports(last: 1).first?.unchanged == 1)
    }

    @Test func ofAGrownFileWhatIsNewIsRead() throws {
        let place = try Place()
        _ = try place.add(line(10) + line(11))
        let grown = try place.add(line(10) + line(11) + line(12), at: 2)
        #expect(grown.records == 1 && grown.added == 1 && grown.duplicates == 0)
        #expect(try place.store.ledger()[place.path + "/a.json"]?.records == 3)
    }

    @Test func aFileThatCannotBeReadIsNamedAndTheRestIsRead() throws {
        let place = try Place()
        try Data(line(10).utf8).write(to: URL(filePath: place.path + "/b.json"))
        let missing = LogSource(path: place.path + "/none.json", size: 1, modified: nil)
        let outcome = try place.run([
            missing, LogSource(path: place.path + "/b.json", size: nil, modified: nil),
        ])
        #expect(outcome.filesFailed.map(\.path) == [place.path + "/none.json"])
        #expect(outcome.added == 1)
        // It is gone, so nobody waits for it any more.
        #expect(try place.store.unreadableFiles(most: 10).count == 0)
    }

    /// A link that leads nowhere is there, and cannot be read.
    @Test func aFileThatIsThereAndCannotBeReadIsRememberedUntilItCan() throws {
        let place = try Place()
        let link = place.path + "/a.json"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: place.path + "/nowhere")
        _ = try place.run([LogSource(path: link, size: 1, modified: nil)])
        #expect(try place.store.unreadableFiles(most: 10).count == 1)
        try Data(line(10).utf8).write(to: URL(filePath: place.path + "/nowhere"))
        _ = try place.run([LogSource(path: link, size: nil, modified: nil)])
        #expect(try place.store.unreadableFiles(most: 10).count == 0)
    }

    @Test func rejectedLinesAreCountedAndTheFirstFiveAreNamed() throws {
        let place = try Place()
        let outcome = try place.add(line(10) + String(repeating: "no record\n", count: 7))
        #expect(outcome.rejected == 7 && outcome.added == 1)
        #expect(outcome.firstRejections.count == 5)
        #expect(outcome.firstRejections.first == place.path + "/a.json:2: not JSON")
    }

    @Test func eventsOlderThanWhatIsKeptAreCountedAndLeftOut() throws {
        let place = try Place()
        _ = try place.store.prune(eventsBefore: Instant(iso8601: "2026-03-10T07:11:00Z"), countsBefore: nil)
        let outcome = try place.add(line(10) + line(11))
        #expect(outcome.added == 1 && outcome.expired == 1)
    }

    @Test func progressTellsFilesAndEventsToTheEnd() throws {
        let place = try Place()
        var told: [[Int]] = []
        let sources = [LogSource(name: "a", bytes: Array(line(10).utf8)), LogSource(name: "b", bytes: [])]
        _ = try place.run(sources) { told.append([$0.filesDone, $0.filesInAll, Int($0.events)]) }
        #expect(told.last == [2, 2, 1])
    }
}

@Suite struct HourTallyTests {
    private func tallied(_ events: [Event], digests: Bool = true) -> HourTally {
        var tally = HourTally(digests: digests)
        tally.add(events.span)
        return tally
    }

    private let event = Event(time: Instant(seconds: 3599), client: 1, eventType: 1)

    @Test func eventsAreCountedByTheirHour() {
        let later = Event(time: Instant(seconds: 3600), client: 1, eventType: 1)
        #expect(tallied([event, event, later]).hours == [0: 2, 1: 1])
    }

    @Test func anotherTimeClientHeadOrRejectGivesAnotherDigest() {
        let digests = [
            tallied([event]), tallied([Event(time: Instant(seconds: 3598), client: 1, eventType: 1)]),
            tallied([Event(time: event.time, client: 2, eventType: 1)]),
            tallied([Event(time: event.time, client: 1, eventType: 2)]),
        ].map(\.digest)
        #expect(Set(digests).count == 4)
        #expect(tallied([event]).digest == digests[0])
        var rejected = tallied([event])
        rejected.add(Rejection(line: 1, reason: "", text: "x"))
        #expect(!digests.contains(rejected.digest))
    }

    @Test func aSourceThatCanBeReadAgainNeedsNoDigest() {
        #expect(tallied([event], digests: false).digest == tallied([], digests: false).digest)
    }
}
