import Foundation
import Loopback
import Model
import Store
import Testing

@testable import ClickHouse

@Suite struct EventImportTests {
    private var words: VocabularyAdditions {
        var additions = VocabularyAdditions()
        additions.texts = ["hub", "404104"]
        additions.devices = [Device(name: "d1")]
        additions.clients = [ClientDescription(device: 0, sdk: 0, transport: 0, authentication: 0, address: 0)]
        additions.eventTypes = [EventType(hub: 1, operation: .disconnect, level: .error, code: 2, description: 0)]
        return additions
    }

    private func file(_ path: String) -> FileRecord {
        FileRecord(
            path: path, name: "a.json", size: 7, modified: Instant(seconds: 3), headHash: [1], tailHash: [2],
            summary: ReadingSummary(), hours: [0: 2], rejections: [], resumed: false)
    }

    private func event(_ ticks: Int64) -> Event { Event(time: Instant(ticks: ticks), client: 0, eventType: 0) }

    @Test func theLedgerFollowsWhenEveryEventWasAcknowledged() throws {
        let loopback = try LoopbackServer("[{}]")
        let target = try EventImport(EventServerAnswers.servers(loopback), startedAt: Instant(seconds: 50))
        try target.add(words)
        try target.recordFile(file("/a.json"))
        let merged = try target.merge([event(1), event(2), event(1)], hour: 0)
        #expect(merged == MergeResult(added: 2, duplicates: 1))
        try target.commit(finishedAt: Instant(seconds: 60))
        #expect(try loopback.inserts == ["fact", "event", "hour_count", "file"])
    }

    @Test func withoutAnAcknowledgementNoFileCountsAsRead() throws {
        // What is there, the database with its tables and views, twice its identity; then what an import has to know, and no more.
        let made = 1 + 1 + ClickHouseSchema(database: "db", cluster: nil).creatingAll.count + 1 + 1 + 3
        let refusal = #"{"status":500,"body":"Code: 243, not enough space"}"#
        let loopback = try LoopbackServer(
            "[" + ([String](repeating: "{}", count: made) + [refusal]).joined(separator: ",") + "]")
        let target = try EventImport(EventServerAnswers.servers(loopback), startedAt: Instant(seconds: 50))
        try target.add(words)
        try target.recordFile(file("/a.json"))
        _ = try target.merge([event(1)], hour: 0)
        let error = #expect(throws: ClickHouseError.self) { try target.commit(finishedAt: Instant(seconds: 60)) }
        #expect(error?.kind == .full)
        #expect(try loopback.inserts == ["fact", "event"])
    }

    @Test func anHourThatComesInPartsHasAtLeastTheEventsOfTheLargest() throws {
        let loopback = try LoopbackServer("[{}]")
        let target = try EventImport(EventServerAnswers.servers(loopback), startedAt: Instant(seconds: 50))
        try target.add(words)
        _ = try target.merge([event(1), event(2)], hour: 0)
        _ = try target.merge([event(2)], hour: 0)
        try target.commit(finishedAt: Instant(seconds: 60))
        let counts = try #require(try loopback.requests.first { $0.path.contains("hour%5Fcount") })
        #expect(counts.body == [3] + Array("hub".utf8) + [0, 0, 0, 0, 0, 0, 0, 0] + [2, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func whatWasReadOfAFileComesBackAsItWas() throws {
        var summary = ReadingSummary()
        summary.records = 5
        summary.count(otherOperation: "deviceMove")
        let record = FileRecord(
            path: "/a.json", name: "a.json", size: 7, modified: Instant(ticks: 31), version: "\"0x1\"",
            headHash: [1, 255],
            tailHash: [2], summary: summary, hours: [492_000: 2, -1: 1],
            rejections: [Rejection(line: 3, reason: "not JSON", text: "{\"")], resumed: false)
        let read = try JSONDecoder().decode(FileRecord.self, from: JSONEncoder().encode(record))
        #expect(read.path == record.path && read.size == 7 && read.modified == record.modified)
        #expect(read.version == record.version && read.headHash == [1, 255] && read.tailHash == [2])
        #expect(read.summary == summary && read.hours == record.hours && read.rejections == record.rejections)
    }
}
