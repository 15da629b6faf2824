import Foundation
import Testing

@testable import Delivery

@Suite struct SystemGroupTests {
    let place: TemporaryFolder
    private let own: SystemGroup

    init() throws {
        place = try TemporaryFolder()
        // The group that this process has already, which it may always give.
        let entry = try #require(unsafe getgrgid(getegid()))
        own = try #require(SystemGroup(unsafe String(cString: entry.pointee.gr_name)))
    }

    @Test func theGroupMayReadWhatIsWritten() throws {
        let folder = try OutputFolder(place.path + "/reports", readers: own)
        try folder.folder("2026-03-10").write("x", to: "report.html")
        #expect(try place.mode(of: "reports") & 0o050 == 0o050)
        #expect(try place.mode(of: "reports/2026-03-10") & 0o050 == 0o050)
        #expect(try place.mode(of: "reports/2026-03-10/report.html") == 0o640)
    }

    @Test func aGroupThatDoesNotExistIsNone() {
        #expect(SystemGroup("no-such-group-of-hubdrops") == nil)
    }

    @Test func theOwnGroupIsUsable() {
        #expect(own.isUsable)
    }
}
