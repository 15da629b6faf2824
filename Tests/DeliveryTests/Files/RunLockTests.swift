import Foundation
import Testing

@testable import Delivery

@Suite struct RunLockTests {
    let place: TemporaryFolder

    init() throws {
        place = try TemporaryFolder()
    }

    @Test func theSecondRunIsToldWhoHoldsTheLock() throws {
        let first = try RunLock(besideDatabase: place.path + "/hub.db")
        let error = #expect(throws: DeliveryError.self) {
            _ = try RunLock(besideDatabase: place.path + "/hub.db")
        }
        #expect(error?.kind == .busy)
        #expect(error?.holder == getpid())
        #expect(error?.path == first.path)
        first.release()
    }

    @Test func aReleasedLockCanBeTakenAgain() throws {
        try RunLock(besideDatabase: place.path + "/hub.db").release()
        try RunLock(besideDatabase: place.path + "/hub.db").release()
    }

    @Test func aLockFileLeftBehindHoldsNobodyUp() throws {
        try place.put("99999\n", at: "hub.db.lock")
        let lock = try RunLock(besideDatabase: place.path + "/hub.db")
        #expect(try place.text(of: "hub.db.lock") == "\(getpid())\n")
        lock.release()
    }

    @Test func aLinkToTheDatabaseSharesItsLock() throws {
        try place.put("", at: "hub.db")
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/other.db", withDestinationPath: place.path + "/hub.db")
        let lock = try RunLock(besideDatabase: place.path + "/hub.db")
        #expect(throws: DeliveryError.self) { _ = try RunLock(besideDatabase: place.path + "/other.db") }
        lock.release()
    }

    @Test func anUnknownHolderIsCalledAnotherProcess() {
        let error = DeliveryError(.lock, "/var/lib/hubdrops/hub.db.lock", code: EWOULDBLOCK)
        #expect(
            error.description
                == "/var/lib/hubdrops/hub.db.lock: held by another process; "
                + "wait for it to end, or allow a longer wait")
    }

    @Test func aMissingFolderIsNoBusyLock() throws {
        let error = #expect(throws: DeliveryError.self) {
            _ = try RunLock(besideDatabase: place.path + "/missing/hub.db")
        }
        #expect(error?.kind == .cannotCreate)
    }
}
