import Diagnosis
import Foundation
import Model
import Report

/// A line of a unit file: one of these fields, and no other.
///
/// The first is `unit`, the last `end`; a file without it was cut. docs/scale.md has the form.
struct UnitLine: Codable {
    var unit: UnitHeader?
    /// Stands before all others, so that other units find it without reading the rest.
    var traffic: UnitTraffic?
    var facts: DayFacts?
    var counts: DayCounts?
    var diagnosis: DayDiagnosis?
    var summary: DaySummary?
    var surroundings: UnitDay.Surroundings?
    var edition: UnitDay.Edition?
    var page: DeviceReport?
    var incident: Incident?
    var drops: Rows?
    var renewals: Rows?
    /// Why the unit could not be worked out, a sentence; nothing else follows but the end.
    var failure: String?
    var end: End?

    /// Devices of an incident, some at a time.
    struct Incident: Codable {
        var key: String
        var devices: [IncidentDevice]
    }

    /// Rows of `drops.csv` of one hub, as they stand there.
    struct Rows: Codable {
        var hub: String
        var csv: String
    }

    struct End: Codable {
        /// Lines before this one.
        var lines: Int
    }

    /// Longest line that is read or written.
    static let mostBytes = 64 << 20
    /// Most bytes of all lines but those of rows, which nobody keeps.
    static let mostKept = 512 << 20
    /// Most lines: a full hub's day has 50,000.
    static let mostLines = 10_000_000
    /// Devices of an incident, or of what moved, in a line.
    static let devicesInLine = 1000

    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [10]
    }

    /// The first field that any program, of whatever version, can tell.
    struct AnyHeader: Decodable {
        struct Form: Decodable { let form: Int }
        let unit: Form
    }
}
