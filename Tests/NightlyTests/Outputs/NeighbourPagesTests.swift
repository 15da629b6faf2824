import Delivery
import Foundation
import Rendering
import Testing

@testable import Nightly

@Suite struct NeighbourPagesTests {
    private final class Place {
        let path = NSTemporaryDirectory() + "hubdrops-neighbours-\(UUID().uuidString)"

        init(_ names: [String]) throws {
            for name in names {
                try FileManager.default.createDirectory(
                    atPath: path + "/" + name, withIntermediateDirectories: true)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func update(_ names: [String]) throws {
            try NeighbourPages(renderer: Renderer()).update(names, in: OutputFolder(path))
        }

        /// Where the two pages of a report lead.
        func ways(_ name: String) throws -> [String?] {
            try ["previous", "next"].map { file in
                let text = try String(contentsOfFile: "\(path)/\(name)/\(file).html", encoding: .utf8)
                return text.firstMatch(of: /0; url=\.\.\/([^\/]+)\/report.html"/).map { String($0.1) }
            }
        }

        func identity(_ file: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path + "/" + file)[.systemFileNumber] as? Int
        }
    }

    @Test func daysWeeksAndMonthsEachLeadToTheirNeighbours() throws {
        let names = ["2026-03", "2026-03-07", "2026-03-08", "2026-03-11", "2026-W10", "2026-W11"]
        let place = try Place(names)
        try place.update(names)
        #expect(try place.ways("2026-03-07") == [nil, "2026-03-08"])
        #expect(try place.ways("2026-03-08") == ["2026-03-07", "2026-03-11"])
        #expect(try place.ways("2026-03-11") == ["2026-03-08", nil])
        #expect(try place.ways("2026-W10") == [nil, "2026-W11"])
        #expect(try place.ways("2026-03") == [nil, nil])
    }

    @Test func onlyThePagesBesideANewReportAreWrittenAgain() throws {
        let place = try Place(["2026-03-07", "2026-03-08", "2026-03-09"])
        try place.update(["2026-03-07", "2026-03-08"])
        let kept = try place.identity("2026-03-07/next.html")
        let changed = try place.identity("2026-03-08/next.html")
        try place.update(["2026-03-07", "2026-03-08", "2026-03-09"])
        #expect(try place.identity("2026-03-07/next.html") == kept)
        #expect(try place.identity("2026-03-08/next.html") != changed)
        #expect(try place.ways("2026-03-08") == ["2026-03-07", "2026-03-09"])
    }

    @Test func aReportBehindALinkIsLeftAlone() throws {
        let place = try Place(["2026-03-07"])
        try FileManager.default.createSymbolicLink(
            atPath: place.path + "/2026-03-08", withDestinationPath: "2026-03-07")
        try place.update(["2026-03-07", "2026-03-08"])
        #expect(try place.ways("2026-03-07") == [nil, "2026-03-08"])
    }
}
