import ClickHouse
import Delivery
import Foundation
import Model
import Settings
import Store
import Testing

@testable import Nightly

/// What is put aside of a day for ClickHouse.
@Suite struct SharedDropsAsideTests {
    /// The rows, in order of their bytes.
    private func rows(_ shared: SharedDropsAside) throws -> [[UInt8]] {
        var rows: [[UInt8]] = []
        try shared.forEach { piece in
            var bytes = piece.bytes[...]
            while bytes.count >= 4 {
                let length = bytes.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
                rows.append(Array(bytes.dropFirst(4).prefix(length)))
                bytes = bytes.dropFirst(4 + length)
            }
        }
        return rows.sorted { $0.lexicographicallyPrecedes($1) }
    }

    @Test func hubsSideBySidePutTheSameDropsAsideAsAllAtOnce() throws {
        let night = try MadeUpFleet.night(["alpha", "gamma"])
        let day = try night.day(MadeUpFleet.date)
        let file = try ScratchFile(in: night.folder)
        let job = try DayJob(store: night.store, settings: night.settings)
        let atOnce = try job.drops(of: day) { [words = job.vocabulary] drops in
            var shared = SharedDropsAside(in: file)
            try shared.add(drops, words)
            return shared
        }.taken
        night.settings.jobs = 2
        let days = try DayJob(
            DayHistory(store: night.store, settings: night.settings, mayKeep: false), night.settings)
        let apart = try HubsSideBySide(days, day, aside: file, listsDrops: false, sharesDrops: true)
        let wanted = try rows(atOnce)
        #expect(try rows(apart.sharedDrops) == wanted)
        #expect(wanted.contains { $0.starts(with: [5] + Array("alpha".utf8)) })
        #expect(wanted.contains { $0.starts(with: [5] + Array("gamma".utf8)) })
        let unasked = try HubsSideBySide(days, day, aside: file, listsDrops: true)
        #expect(try rows(unasked.sharedDrops).isEmpty)
    }

    /// Otherwise the day would be worked out once more for them, which nothing but the time it takes would tell.
    @Test(arguments: [0, 2]) func aReportPutsItsDropsAsideWhereTheyAreWanted(jobs: Int) throws {
        let night = try MadeUpFleet.night(["alpha", "gamma"])
        let day = try night.day(MadeUpFleet.date)
        let file = try ScratchFile(in: night.folder)
        let alone = try DayJob(store: night.store, settings: night.settings)
        let wanted = try rows(
            alone.drops(of: day) { [words = alone.vocabulary] drops in
                var shared = SharedDropsAside(in: file)
                try shared.add(drops, words)
                return shared
            }.taken)
        night.settings.jobs = jobs
        let history = DayHistory(store: night.store, settings: night.settings, mayKeep: true)
        let mail = MailJob(settings: night.settings.mail, outboxPath: night.folder + "/outbox")
        func put(sharesDrops: Bool) throws -> [[UInt8]]? {
            let job = try ReportJob(
                DayJob(history, night.settings), night.settings, LazyRenderer(night.settings), sharesDrops: sharesDrops)
            return try job.write(day, to: OutputFolder(night.folder + "/out"), mail: mail).sharedDrops.map(rows)
        }
        #expect(!wanted.isEmpty)
        #expect(try put(sharesDrops: true) == wanted)
        #expect(try put(sharesDrops: false) == nil)
    }
}
