import Foundation
import Model
import Report
import Testing

@testable import Nightly

/// Devices that moved between hubs of different units.
@Suite struct UnitMovesTests {
    private static func at(_ minutes: Int64) -> Instant { Instant(seconds: 1_773_100_800 + 60 * minutes) }

    private func left(_ hub: String, _ device: String, _ minutes: Int64) -> UnitTraffic {
        var traffic = UnitTraffic()
        traffic.departures = [
            UnitTraffic.Departure(
                hub: hub, device: Device(name: device), lost: Self.at(minutes), heard: Self.at(minutes))
        ]
        return traffic
    }

    private func came(_ hub: String, _ device: String, _ minutes: Int64) -> UnitTraffic {
        var traffic = UnitTraffic()
        traffic.arrivals = [
            UnitTraffic.Arrival(
                hub: hub, device: Device(name: device), isCarried: false, first: Self.at(minutes), returned: nil)
        ]
        return traffic
    }

    private func moves(_ left: UnitTraffic, _ came: UnitTraffic, awayFrom own: [String]) -> [UnitTraffic.Move] {
        var moves = UnitMoves(hubs: ["a", "b", "c"])
        moves.addDepartures(of: left)
        moves.addArrivals(of: came)
        return moves.moves(awayFrom: own)
    }

    @Test func aDeviceOfOneNameMoves() {
        let expected = UnitTraffic.Move(hub: "a", device: Device(name: "d"), to: "b", moment: Self.at(12))
        #expect(moves(left("a", "d", 10), came("b", "d", 12), awayFrom: ["a"]) == [expected])
        #expect(moves(left("a", "d", 10), came("b", "other", 12), awayFrom: ["a"]) == [])
    }

    @Test func whatMovedWithinAUnitIsItsOwnMatter() {
        #expect(moves(left("a", "d", 10), came("b", "d", 12), awayFrom: ["a", "b"]) == [])
        #expect(moves(left("a", "d", 10), came("b", "d", 12), awayFrom: ["c"]) == [])
    }

    /// Two devices leave for one hub, one of them was there before and goes back.
    private static let movers = [
        "alpha": """
        2026-03-10T00:30:00Z m-1  hub=alpha
        2026-03-10T10:00:00Z m-1 404104 hub=alpha
        2026-03-10T00:31:00Z m-2  hub=alpha
        2026-03-10T11:00:00Z m-2 404104 hub=alpha
        """,
        "gamma": """
        2026-03-10T10:03:00Z m-1  hub=gamma
        2026-03-10T11:02:00Z m-2  hub=gamma
        """,
    ]

    private func differing(_ one: String, _ other: String) throws -> [String] {
        let (one, other) = (try MadeUpFleet.files(one), try MadeUpFleet.files(other))
        return Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
    }

    @Test func unitsOfDatabasesOfTheirOwnKnowWhatMovedOnceTheyWereMadeBesideEachOther() throws {
        let night = try MadeUpFleet.night(MadeUpFleet.hubs, more: Self.movers)
        let (one, merged, units) = (night.folder + "/one", night.folder + "/merged", night.folder + "/units")
        try MadeUpFleet.write(night, to: one)
        #expect(try MadeUpFleet.report(one).findings.contains { $0.headline == "2 devices moved from alpha to gamma" })
        let own = try MadeUpFleet.hubs.map { ($0, try MadeUpFleet.night([$0], logsOf: night)) }
        for (hub, own) in own { try MadeUpFleet.unit([hub], of: own, in: units) }
        #expect(try MadeUpFleet.merge([units], night.settings, to: merged) == .incomplete)
        #expect(try differing(one + "/" + MadeUpFleet.date, merged + "/" + MadeUpFleet.date).contains("report.json"))
        for (hub, own) in own { try MadeUpFleet.unit([hub], of: own, in: units, beside: [units]) }
        #expect(try MadeUpFleet.merge([units], night.settings, to: merged) == .done)
        #expect(try differing(one + "/" + MadeUpFleet.date, merged + "/" + MadeUpFleet.date) == ["summary.eml"])
    }

    @Test func aUnitThatNothingLeftStaysAsItIs() throws {
        let night = try MadeUpFleet.night(["alpha", "gamma"], more: Self.movers)
        let units = night.folder + "/units"
        let paths = try ["alpha", "gamma"].map { try MadeUpFleet.unit([$0], of: night, in: units) }
        func files() throws -> [NSNumber?] {
            try paths.map { try FileManager.default.attributesOfItem(atPath: $0)[.systemFileNumber] as? NSNumber }
        }
        let before = try files()
        for _ in 0..<2 {
            for hub in ["alpha", "gamma"] { try MadeUpFleet.unit([hub], of: night, in: units, beside: [units]) }
        }
        #expect(try files()[1] == before[1])
        #expect(try UnitReader.unit(of: paths[0]).traffic.moves.map(\.to) == ["gamma", "gamma"])
    }

    @Test func aUnitThatIsNotThereCannotBeMadeBesideOthers() throws {
        let night = try MadeUpFleet.night(["alpha", "gamma"])
        let units = night.folder + "/units"
        try MadeUpFleet.unit(["gamma"], of: night, in: units)
        let error = #expect(throws: Failure.self) {
            try MadeUpFleet.unit(["alpha"], of: night, in: units, beside: [units])
        }
        #expect(error?.description.contains("make the unit without --beside first") == true)
    }
}
