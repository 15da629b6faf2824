import Foundation
import LogReading
import Model
import Report

/// Why a file is no unit that can be used, in one clause.
struct UnitProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// The clause for any error of reading.
    init(of error: any Error) {
        switch error {
        case let problem as UnitProblem: self = problem
        case let failure as PackedLines.Failure: self.init("\(failure)")
        case let error as LogReadingError: self.init("\(error)")
        case is DecodingError: self.init("a line of it does not have the form of a unit")
        default: self.init("\(error)")
        }
    }
}

/// Reads unit files, which may come from any machine: what is too long, too large, not of the header's hubs or not of the
/// form is refused before anything is made of it.
enum UnitReader {
    /// The header alone.
    static func header(of path: String) throws(UnitProblem) -> UnitHeader {
        do {
            let lines = try open(path)
            return try header(try lines.line() ?? [])
        } catch {
            throw UnitProblem(of: error)
        }
    }

    /// What it tells units of other hubs; the rest of it is not looked at.
    static func traffic(of path: String) throws(UnitProblem) -> (header: UnitHeader, traffic: UnitTraffic) {
        do {
            let lines = try open(path)
            let header = try UnitReader.header(try lines.line() ?? [])
            var traffic = UnitTraffic()
            var kept = 0
            while let bytes = try lines.line(), let piece = try UnitLine.traffic(in: bytes) {
                kept += bytes.count
                guard kept <= UnitLine.mostKept else { throw UnitProblem("it has more than memory should hold") }
                traffic.append(piece)
            }
            try UnitCheck.traffic(traffic, of: header)
            return (header, traffic)
        } catch {
            throw UnitProblem(of: error)
        }
    }

    /// A whole unit; its rows of drops are looked at and handed over, and not kept.
    ///
    /// What is handed over of a unit that turns out to be unusable is not to be used.
    static func unit(
        of path: String, rows: (_ hub: String, _ areExpected: Bool, _ csv: [UInt8]) throws -> Void = { _, _, _ in }
    ) throws(UnitProblem) -> UnitDay {
        do {
            let lines = try open(path)
            return try unit({ try lines.line() }, rows)
        } catch {
            throw UnitProblem(of: error)
        }
    }

    /// A whole unit of lines that are unpacked, the next at each call.
    static func unit(
        _ next: () throws -> [UInt8]?, _ rows: (_ hub: String, _ areExpected: Bool, _ csv: [UInt8]) throws -> Void
    ) throws -> UnitDay {
        var reading = Reading(unit: UnitDay(header: try header(try next() ?? [])))
        var count = 1
        while let bytes = try next() {
            count += 1
            guard count <= UnitLine.mostLines else { throw UnitProblem("it has too many lines") }
            try reading.add(bytes, number: count, rows)
        }
        return try reading.finish()
    }

    private static func open(_ path: String) throws -> PackedLines {
        guard !LogSource.file(path).isPipe else { throw UnitProblem("it is not a file") }
        return try PackedLines(path: path, mostBytes: UnitLine.mostBytes)
    }

    private static func header(_ bytes: [UInt8]) throws -> UnitHeader {
        let data = Data(bytes)
        guard let any = try? JSONDecoder().decode(UnitLine.AnyHeader.self, from: data) else {
            throw UnitProblem("it is not a unit")
        }
        guard any.unit.form == UnitHeader.form else {
            throw UnitProblem("it has form \(any.unit.form) of a unit, this program reads form \(UnitHeader.form)")
        }
        guard let header = try JSONDecoder().decode(UnitLine.self, from: data).unit else {
            throw UnitProblem("it is not a unit")
        }
        guard let day = header.day, header.hubs.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 256 }),
            (1...1000).contains(header.hubs.count), Set(header.hubs).count == header.hubs.count,
            (20 * 3600...28 * 3600).contains(day.span.seconds)
        else { throw UnitProblem("its first line names no hubs of a day") }
        return header
    }
}

extension UnitLine {
    /// What moved, where the line is of that.
    fileprivate static func traffic(in bytes: [UInt8]) throws -> UnitTraffic? {
        struct Traffic: Decodable { let traffic: UnitTraffic? }
        try UnitCheck.numbers(in: bytes)
        return try JSONDecoder().decode(Traffic.self, from: Data(bytes)).traffic
    }
}

/// A unit while its lines come in.
private struct Reading {
    var unit: UnitDay
    private var parts: Set<String> = []
    /// Bytes of the lines that are kept.
    private var kept = 0
    private var end: Int?
    private var failure: String?
    private var lines = 1

    init(unit: UnitDay) { self.unit = unit }

    mutating func add(
        _ bytes: [UInt8], number: Int, _ take: (_ hub: String, _ areExpected: Bool, _ csv: [UInt8]) throws -> Void
    ) throws {
        guard end == nil else { throw UnitProblem("something follows its end") }
        lines = number
        try UnitCheck.numbers(in: bytes)
        let line = try JSONDecoder().decode(UnitLine.self, from: Data(bytes))
        if let rows = line.drops ?? line.renewals {
            try UnitCheck.rows(rows, of: unit.header)
            return try take(rows.hub, line.drops == nil, Array(rows.csv.utf8))
        }
        kept += bytes.count
        guard kept <= UnitLine.mostKept else { throw UnitProblem("it has more than memory should hold") }
        if let traffic = line.traffic {
            guard parts.isEmpty else { throw UnitProblem("what moved is listed behind other parts of it") }
            unit.traffic.append(traffic)
        } else if let facts = line.facts {
            try once("facts")
            unit.facts = facts
        } else if let counts = line.counts {
            try once("counts")
            unit.counts = counts
        } else if let diagnosis = line.diagnosis {
            try once("diagnosis")
            unit.diagnosis = diagnosis
        } else if let surroundings = line.surroundings {
            try once("surroundings")
            unit.surroundings = surroundings
        } else if let edition = line.edition {
            try once("edition")
            unit.edition = edition
        } else if let summary = line.summary {
            guard unit.history.count < TrendDay.days else { throw UnitProblem("it has too many days before") }
            unit.history.append(summary)
        } else if let page = line.page {
            guard unit.pages.count < 10 * DevicePages.most else { throw UnitProblem("it has too many pages") }
            unit.pages.append(page)
        } else if let incident = line.incident {
            unit.incidentDevices[incident.key, default: []] += incident.devices
        } else if let failure = line.failure {
            self.failure = Secrets.masked(failure)
        } else if let end = line.end {
            self.end = end.lines
        } else {
            throw UnitProblem("line \(number) of it has no part of a unit")
        }
    }

    private mutating func once(_ part: String) throws {
        guard parts.insert(part).inserted else { throw UnitProblem("it has two lines of \(part)") }
    }

    func finish() throws -> UnitDay {
        guard let end else { throw UnitProblem("it is cut: its last line is missing") }
        guard end == lines - 1 else { throw UnitProblem("it has \(lines - 1) lines where its end says \(end)") }
        if let failure { throw UnitProblem("it failed: \(failure)") }
        guard parts.count == 5 else { throw UnitProblem("parts of it are missing") }
        try UnitCheck.whole(unit)
        return unit
    }
}

/// What the lines of a unit come to, for who feeds the reader with anything.
package enum UnitText {
    /// Why the lines are no unit that can be used; nil where they are.
    package static func problem(in text: [UInt8]) -> String? {
        var lines = text.split(separator: 10, omittingEmptySubsequences: false).dropLast()
        do {
            let unit = try UnitReader.unit({ lines.popFirst().map(Array.init) }) { _, _, _ in }
            var fleet = FleetDay(day: ReportDay(date: CivilDate(daysSince1970: 0), timeZone: "UTC", span: .always))
            fleet.add(unit)
            _ = fleet.worked()
            return nil
        } catch {
            return UnitProblem(of: error).description
        }
    }
}
