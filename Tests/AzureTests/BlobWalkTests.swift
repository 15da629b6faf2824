import Loopback
import Model
import Testing

@testable import Azure

/// Which blobs of a container are found, and by how many lists.
@Suite struct BlobWalkTests {
    private static let hour = "h=06/m=00/PT1H.json"

    /// What a walk for 06 o'clock on 10 March finds of some blobs.
    private func found(
        _ names: [String], below prefix: String = "", mostLooks: Int = 500
    ) throws -> (names: [String], lists: Int) {
        let server = try BlobServer()
        for name in names { try server.put("{}", at: name) }
        let address = try BlobAddress(server.url(prefix))
        let surroundings = surroundings(server.keyed)
        let access = BlobAccess(
            address: address, credential: try Credential.of(address, surroundings), surroundings: surroundings)
        let start = Instant(seconds: 1_773_122_400)
        let hours = BlobHours([TimeWindow(from: start, to: start.advanced(bySeconds: 3600))])
        let blobs = try BlobWalk.blobs(of: address, hours: hours, by: BlobClient(access), mostLooks: mostLooks)
        return (blobs.map(\.name), try server.requests.count)
    }

    /// Root, hub, year and month, then the days of the month together; other months and years cost nothing.
    @Test(arguments: [
        ["H/y=2025/m=03/d=10/", "H/y=2026/m=02/d=10/", "H/y=2026/m=03/d=09/", "H/y=2026/m=03/d=10/"],
        ["H/Y=2025/M=03/D=10/", "H/Y=2026/M=02/D=10/", "H/Y=2026/M=03/D=09/", "H/Y=2026/M=03/D=10/"],
        ["H/y=2025/m=3/d=10/", "H/y=2026/m=2/d=10/", "H/y=2026/m=3/d=9/", "H/y=2026/m=3/d=10/"],
    ])
    func folderAfterFolderIsPassedOverByItsDate(folders: [String]) throws {
        let found = try found(folders.map { $0 + Self.hour })
        #expect(found.names == [folders[3] + Self.hour])
        #expect(found.lists == 5)
    }

    @Test(arguments: ["H/y=2026/", "H/y=20", "H/y=2026/m=03/", "H/y=2026/m=03/d=1", "H/y=2026/m=03/d=10/h=06/"])
    func anAddressMayEndWithinADate(prefix: String) throws {
        let names = ["H/y=2026/m=03/d=10/" + Self.hour, "H/y=2026/m=03/d=11/" + Self.hour]
        #expect(try found(names, below: prefix).names == [names[0]])
    }

    /// Nobody but their records knows which hours they hold.
    @Test func whatIsBelowAYearAndInNoFolderOfADateIsFoundOnce() throws {
        let names = [
            "H/y=2026/a.json", "H/y=2026/m=03/a.json", "H/y=2026/m=03/d=10/a.json", "H/y=2026/m=03/d=10/" + Self.hour,
            "H/y=2026/m=03/x/a.json", "H/y=2026/m=13/a.json", "H/y=2026/x/a.json", "H/y=2026/x/m=04/a.json",
        ]
        let others = ["H/y=2026/m=03/d=11/" + Self.hour, "H/y=2026/m=04/d=10/" + Self.hour]
        #expect(try found(names + others).names.sorted() == names.sorted())
    }

    /// The root, one folder and its five are looked into; the other four are listed as a whole.
    @Test func manyFoldersWithoutADateAreListedTogether() throws {
        let names = (0..<25).map { "\($0 / 5)/\($0 % 5)/a.json" }
        let found = try found(names, mostLooks: 7)
        #expect(found.names == names)
        #expect(found.lists == 11)
    }
}
