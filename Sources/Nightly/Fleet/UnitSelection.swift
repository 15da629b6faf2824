import Foundation
import Model
import Report

/// Which unit files make the day of a fleet, and what keeps the others out.
struct UnitSelection {
    /// A file with its header.
    struct Unit {
        let path: String
        let header: UnitHeader
    }

    /// A file that is left out.
    struct Refused {
        let path: String
        /// The hubs that it would have had; none where it does not tell.
        let hubs: [String]
        let reason: String
    }

    let fleet: UnitHeader
    private(set) var units: [Unit]
    private(set) var refused: [Refused]

    /// How files of units in a folder end.
    static let ending = ".unit.gz"
    /// Most files of a merge.
    private static let most = 100_000

    /// The files that are named, and those in folders that are.
    static func files(_ places: [String]) throws -> [String] {
        var files: [String] = []
        for place in places {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
                guard FileManager.default.fileExists(atPath: place), !ReportFolders.isFolder(place) else {
                    throw Failure(
                        .inputMissing,
                        "\(place): cannot be read; name unit files, or their folder, and check permissions")
                }
                files.append(place)
                continue
            }
            let slash = place.hasSuffix("/") ? "" : "/"
            files += names.filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }.sorted().map { place + slash + $0 }
        }
        guard !files.isEmpty else {
            throw Failure(
                .inputMissing,
                "\(places.joined(separator: ", ")): no file ends with \(ending); make units with "
                    + "hubdrops unit --out HUB\(ending)")
        }
        guard files.count <= most else { throw Failure(.usage, "more than \(most) unit files; name fewer") }
        return files
    }

    /// - Parameters:
    ///   - date: the day that is asked for; the newest of the units where it is nil.
    ///   - timeZone: the zone that is asked for.
    /// - Throws: where no file is a unit of such a day, and where two units have one hub.
    init(_ files: [String], date: CivilDate?, timeZone: String?) throws {
        var found: [Unit] = []
        refused = []
        for path in files {
            do throws(UnitProblem) {
                found.append(Unit(path: path, header: try UnitReader.header(of: path)))
            } catch {
                refused.append(Refused(path: path, hubs: [], reason: error.description))
            }
        }
        let wanted = found.filter { unit in
            (date.map { $0.description == unit.header.date } ?? true)
                && (timeZone ?? unit.header.timeZone) == unit.header.timeZone
        }
        let newest = wanted.map(\.header.date).max()
        let ofDay = wanted.filter { $0.header.date == newest }
        // What most of them agree on is the fleet's.
        let supporters = Dictionary(grouping: ofDay) { $0.header.common }.mapValues(\.count)
        let most = supporters.values.max()
        guard let fleet = ofDay.first(where: { supporters[$0.header.common] == most })?.header else {
            let about = refused.first.map { "; \($0.path): \($0.reason)" } ?? ""
            throw Failure(
                .inputUnusable,
                "none of \(files.count) files is a unit"
                    + (date.map { " of \($0)" } ?? "") + (timeZone.map { " in \($0)" } ?? "") + about)
        }
        self.fleet = fleet
        units = found.filter { $0.header.isLike(fleet) }
        for unit in found {
            guard let reason = unit.header.disagreement(with: fleet) else { continue }
            refused.append(Refused(path: unit.path, hubs: unit.header.hubs, reason: "it " + reason))
        }
        try refuseTwins()
    }

    /// Two units of one hub would count it twice; which of them is right only the operator knows.
    private func refuseTwins() throws {
        var known: [String: String] = [:]
        for unit in units {
            for hub in unit.header.hubs {
                if let other = known[hub] {
                    throw Failure(
                        .usage, "hub \(hub) is in two units, \(other) and \(unit.path); leave one of them out")
                }
                known[hub] = unit.path
            }
        }
    }

    /// Takes a unit out that turned out to be unusable.
    mutating func refuse(_ unit: Unit, _ problem: UnitProblem) {
        units.removeAll { $0.path == unit.path }
        refused.append(Refused(path: unit.path, hubs: unit.header.hubs, reason: problem.description))
    }

    /// The hubs that are expected, or that a refused unit would have had, and that no unit has.
    func absences(expected: [String]) -> [FleetDay.Absence] {
        let present = Set(units.flatMap(\.header.hubs))
        var reasons: [String: String] = [:]
        for hub in expected { reasons[hub] = "no unit of it is among the files" }
        for file in refused {
            for hub in file.hubs { reasons[hub] = "its unit \(file.path) is left out: \(file.reason)" }
        }
        return reasons.filter { !present.contains($0.key) }.sorted { $0.key < $1.key }
            .map { FleetDay.Absence(hub: $0.key, reason: $0.value) }
    }

    /// Refused files that do not tell whose they are, a sentence each.
    var nameless: [String] { refused.filter(\.hubs.isEmpty).map { "\($0.path): not a unit: \($0.reason)" } }
}
