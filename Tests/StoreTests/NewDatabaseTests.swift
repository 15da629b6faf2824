import Foundation
import Model
import SQLite
import Testing

@testable import Store

@Suite struct NewDatabaseTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.folder).sorted()
    }

    @Test func aDatabaseInTheMakingIsNotAtItsPlace() throws {
        let store = try fixture.open(.making)
        #expect(try names() == ["state.db.hubdrops-tmp"])
        #expect(throws: StoreError.missing(path: fixture.path)) { try fixture.open(.readOnly) }
        store.close()
    }

    @Test func whatWasImportedIsAtItsPlaceOnceSettledAndNothingBesideIt() throws {
        let store = try fixture.open(.making)
        try Fixture.add([Fixture.event(1, 0, 0)], to: store)
        _ = try store.settle()
        #expect(try names() == ["state.db"])
        #expect(store.path == fixture.path)
        #expect(try fixture.open(.readOnly).eventCount() == 1)
    }

    @Test func theStoreGoesOnAtItsPlaceAndWaitsForTheDiskFromThenOn() throws {
        let store = try fixture.open(.making)
        #expect(try store.connection.integer("PRAGMA synchronous") == 0)
        try Fixture.add([Fixture.event(1, 0, 0)], to: store)
        _ = try store.settle()
        #expect(try store.connection.integer("PRAGMA synchronous") == 2)
        try Fixture.add([Fixture.event(2, 0, 0)], to: store)
        #expect(try fixture.open(.readOnly).eventCount() == 2)
        #expect(try names() == ["state.db"])
    }

    @Test func whatIsClosedBeforeItIsSettledLeavesNothing() throws {
        let store = try fixture.open(.making)
        try Fixture.add([Fixture.event(1, 0, 0)], to: store)
        store.close()
        #expect(try names() == [])
    }

    @Test func whatADeadRunLeftInTheMakingIsReplaced() throws {
        try Data("half a page".utf8).write(to: URL(filePath: fixture.path + ".hubdrops-tmp"))
        let store = try fixture.open(.making)
        _ = try store.settle()
        #expect(try names() == ["state.db"])
        #expect(try fixture.open(.readOnly).eventCount() == 0)
    }

    @Test func aDatabaseThatIsThereIsOpenedAsItIs() throws {
        try Fixture.add([Fixture.event(1, 0, 0)], to: try fixture.open())
        try Data("half a page".utf8).write(to: URL(filePath: fixture.path + ".hubdrops-tmp"))
        let store = try fixture.open(.making)
        #expect(try store.connection.integer("PRAGMA synchronous") == 2)
        #expect(try store.eventCount() == 1)
        store.close()
        #expect(try names() == ["state.db"])
    }

    /// Its owner may have made it, with rights of its own, or it is a link.
    @Test func anEmptyFileIsFilledWhereItStands() throws {
        try Data().write(to: URL(filePath: fixture.folder + "/elsewhere.db"))
        try FileManager.default.createSymbolicLink(atPath: fixture.path, withDestinationPath: "elsewhere.db")
        let store = try fixture.open(.making)
        try Fixture.add([Fixture.event(1, 0, 0)], to: store)
        _ = try store.settle()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: fixture.path) == "elsewhere.db")
        #expect(try fixture.open(.readOnly).eventCount() == 1)
    }

    @Test func whatIsHeldIsSeenByOthersOnceCommitted() throws {
        let store = try fixture.open()
        let kept = PeriodSummary(revision: 1, data: "", numbers: "", created: Fixture.midnight, mailed: 0)
        try store.hold { try store.keep(kept, of: "2026-03", timeZone: "UTC") }
        #expect(try store.periodSummary(of: "2026-03", timeZone: "UTC") == kept)
        #expect(try fixture.open(.readOnly).periodSummary(of: "2026-03", timeZone: "UTC") == nil)
        try store.commitHeld()
        #expect(try fixture.open(.readOnly).periodSummary(of: "2026-03", timeZone: "UTC") == kept)
    }

    @Test func ofWhatFailsWhileHeldNothingIsLeft() throws {
        let store = try fixture.open()
        let kept = PeriodSummary(revision: 1, data: "", numbers: "", created: Fixture.midnight, mailed: 0)
        #expect(throws: StoreError.missing(path: "")) {
            try store.hold {
                try store.keep(kept, of: "2026-03", timeZone: "UTC")
                throw StoreError.missing(path: "")
            }
        }
        try store.commitHeld()
        #expect(try store.periodSummary(of: "2026-03", timeZone: "UTC") == nil)
    }
}

extension Store {
    fileprivate func eventCount() throws -> Int64 { try status().events }
}
