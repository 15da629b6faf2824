import Diagnosis
import Foundation
import Model
import Rendering
import Report

/// What must hold of a unit before it is merged, whoever wrote it.
enum UnitCheck {
    /// Numbers that can be added up a thousand times: no report has larger ones.
    private static let mostDigits = 14

    /// Throws for a number, outside of texts, that has more digits, or an exponent that could make it so large.
    static func numbers(in json: [UInt8]) throws(UnitProblem) {
        var isInText = false
        var isEscaped = false
        var digits = 0
        var isFraction = false
        var hasExponent = false
        for byte in json {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            // Only what is next to nothing is written with an exponent, such as 1e-05.
            if hasExponent, byte != UInt8(ascii: "-") { throw UnitProblem("a number in it is too large") }
            hasExponent = false
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
                digits = 0
                isFraction = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if !isFraction { digits += 1 }
                guard digits <= mostDigits else { throw UnitProblem("a number in it is too large") }
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                hasExponent = digits > 0
                digits = hasExponent ? mostDigits - 2 : 0
                isFraction = false
            default:
                if byte != UInt8(ascii: "-") || digits == 0 {
                    digits = 0
                    isFraction = false
                }
            }
        }
    }

    /// Throws where rows are not what this program writes for a hub of the unit: a cell could be a formula.
    static func rows(_ rows: UnitLine.Rows, of header: UnitHeader) throws(UnitProblem) {
        guard header.hubs.contains(rows.hub) else { throw foreign(rows.hub) }
        let problem = UnitProblem("rows of its drops are not as hubdrops writes them")
        var again = CSVText(capacity: rows.csv.utf8.count)
        let bytes = Array(rows.csv.utf8)
        var position = 0
        while position < bytes.count {
            guard let row = fields(bytes, &position), row.count == DropsCSV.columns.count, row[0] == rows.hub else {
                throw problem
            }
            again.row(row)
        }
        guard again.bytes == bytes else { throw problem }
    }

    /// The fields of the row that begins at a position, as they were before they were made safe; nil where there is none.
    private static func fields(_ bytes: [UInt8], _ position: inout Int) -> [String]? {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if position < bytes.count, bytes[position] == byte {
                    field.append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: "\""), field.isEmpty {
                isQuoted = true
            } else if byte == UInt8(ascii: ",") || byte == 10 {
                fields.append(unguarded(field))
                field.removeAll(keepingCapacity: true)
                if byte == 10 { return fields }
                if fields.count > DropsCSV.columns.count { return nil }
            } else {
                field.append(byte)
            }
        }
        return nil
    }

    /// Without the apostrophe that guards what looks like a formula.
    private static func unguarded(_ field: [UInt8]) -> String {
        let isGuarded = field.first == UInt8(ascii: "'") && CSVText.isGuarded(Array(field.dropFirst()))
        return String(decoding: isGuarded ? Array(field.dropFirst()) : field, as: UTF8.self)
    }

    /// Throws where what moved is of other hubs.
    static func traffic(_ traffic: UnitTraffic, of header: UnitHeader) throws(UnitProblem) {
        for hub in traffic.hubs where !header.hubs.contains(hub) { throw foreign(hub) }
    }

    private static func foreign(_ hub: String) -> UnitProblem {
        UnitProblem("it speaks of hub \(hub), which its first line does not name")
    }

    /// Throws where parts do not fit each other or the day.
    static func whole(_ unit: UnitDay) throws(UnitProblem) {
        let (counts, diagnosis) = (unit.counts, unit.diagnosis)
        let hubs = Set(unit.header.hubs)
        let named = [
            counts.codes.map(\.hub), counts.sdks.map(\.hub), counts.devices.map(\.hub),
            Array(counts.identitiesOfHubs.keys), diagnosis.hubs.map(\.hub), Array(diagnosis.missing.keys),
            diagnosis.hubsWithoutData, Array(diagnosis.unknown.keys), diagnosis.incidents.map(\.hub),
            diagnosis.findings.map(\.hub), diagnosis.alerts.map(\.hub), diagnosis.devices.map(\.hub),
            diagnosis.devicesOfHubs.map(\.hub), diagnosis.returned.map(\.hub), diagnosis.cohorts.map(\.hub),
            Array(diagnosis.parts.keys), unit.surroundings.connected.map(\.hub),
            unit.surroundings.connectionEvents.map(\.hub), Array(unit.surroundings.resources.keys),
            unit.pages.map(\.timeline.hub),
        ]
        for hub in named.joined() where !hubs.contains(hub) { throw foreign(hub) }
        try traffic(unit.traffic, of: unit.header)
        let incidents = Set(diagnosis.incidents.map(\.key))
        guard incidents.isSuperset(of: unit.incidentDevices.keys) else {
            throw UnitProblem("it has devices of an incident that it does not have")
        }
        guard let span = unit.header.day?.span else { throw UnitProblem("it is of no day") }
        let windows = Int((span.seconds + DayCounts.windowSeconds - 1) / DayCounts.windowSeconds)
        let isOfDay =
            counts.windows == windows && counts.codes.allSatisfy { $0.perWindow.count == windows }
            && diagnosis.parts.values.allSatisfy { $0.causes.allSatisfy { [0, windows].contains($0.perWindow.count) } }
            && diagnosis.causes.map(\.cause) == Cause.allCases
        guard isOfDay else { throw UnitProblem("its counts are not of its day") }
        guard diagnosis.devices.count <= DayDiagnosis.mostDevices, unit.edition.revision > 0,
            diagnosis.hubs.count == Set(diagnosis.hubs.map(\.hub)).count
        else { throw UnitProblem("parts of it are larger than a day has") }
    }
}
