import Delivery
import Diagnosis
import Foundation
package import Model
import Rendering
import Report
package import Settings
package import Store

/// Works out hubs on one day and writes what the report of a fleet needs of them; the database is only read.
package struct UnitJob {
    private let store: Store
    private let settings: Configuration

    /// - Parameter settings: of its hubs those are worked out; all of the database where it names none.
    package init(store: Store, settings: Configuration) {
        self.store = store
        self.settings = settings
    }

    /// - Parameters:
    ///   - hubs: their names in lower case, at least one.
    ///   - day: the settings say which hubs the database's own report of it has.
    ///   - others: units of other hubs. The unit is there already, and is made again if devices moved to them.
    package func write(
        _ hubs: [String], on day: ReportDay, to path: String, beside others: [String] = []
    ) throws -> ExitStatus {
        defer { PeakMemory.compare(with: settings) }
        let moves = try others.isEmpty ? [] : movesAway(hubs, on: day, at: path, beside: others)
        guard let moves else { return try status(of: day) }
        var own = settings
        own.hubs = hubs
        // Of the database only what is of these hubs is read.
        own.jobs = 1
        let history = DayHistory(store: store, settings: own, mayKeep: false)
        var days = try DayJob(history, own, knowing: PartialWords.load(of: day, history))
        days.tellsTraffic = true
        days.moves = moves.byIdentity(days.vocabulary)
        try days.requireHubs()
        let job = try ReportJob(days, own, LazyRenderer(own))
        let (drops, unit) = try days.run(day, aside: { try ScratchFile(in: path.folder) }) {
            $0
        } rest: { result, drops in
            var unit = try self.unit(hubs, result, drops, job)
            unit.traffic = result.traffic.map { UnitTraffic($0, job.days.vocabulary, told: moves) } ?? UnitTraffic()
            return unit
        }
        var writer = try UnitWriter.begin(path, unit.header)
        try write(unit, to: &writer)
        try write(drops, days.vocabulary, to: &writer)
        try writer.finish()
        return try status(of: day)
    }

    private func status(of day: ReportDay) throws -> ExitStatus {
        try store.warnsOfNoRecords(of: day) ? .incomplete : .done
    }

    /// What moved to the hubs of other units; nil where the unit that is there knows it.
    private func movesAway(
        _ hubs: [String], on day: ReportDay, at path: String, beside others: [String]
    ) throws -> [UnitTraffic.Move]? {
        do {
            let header = try UnitReader.header(of: path)
            guard try header == UnitJob.header(hubs, day, settings) else {
                throw UnitProblem("it is of other hubs, another day or other rules")
            }
            let (moves, known) = try UnitMoves.beside(path, in: others)
            return moves == known ? nil : moves
        } catch let problem as UnitProblem {
            throw Failure(.usage, "\(path): \(problem); make the unit without --beside first")
        }
    }

    /// A unit file that says why there is none.
    package static func writeFailure(
        _ reason: String, _ hubs: [String], on day: ReportDay, settings: Configuration, to path: String
    ) throws {
        var writer = try UnitWriter.begin(path, try header(hubs, day, settings))
        var line = UnitLine()
        line.failure = Secrets.masked(reason)
        try writer.write(line)
        try writer.finish()
    }

    private static func header(_ hubs: [String], _ day: ReportDay, _ settings: Configuration) throws -> UnitHeader {
        UnitHeader(
            program: Version.text, hubs: hubs.sorted(), day: day, rules: settings.unitRules,
            listsRenewals: settings.renewalsCSV)
    }

    private func unit(_ hubs: [String], _ result: DayResult, _ drops: DayDrops, _ job: ReportJob) throws -> UnitDay {
        let day = result.day
        var unit = UnitDay(header: try UnitJob.header(hubs, day, settings))
        unit.facts = result.facts
        try unit.take(hubs, from: result, drops, job.days)
        unit.history = UnitDay.lean(try job.summaries(before: day), before: day.date)
        let options = job.options(of: result)
        unit.surroundings.connected = options.connectedMetric.filter { hubs.contains($0.hub) }
        unit.surroundings.health = options.health
        unit.surroundings.resources = try job.resources().filter { hubs.contains($0.key) }.mapValues(\.path)
        // The edition is that of the database's own report, whatever hubs that has.
        let history = DayHistory(store: store, settings: settings, mayKeep: false)
        unit.edition = try Editions(history: history, settings: settings).edition(of: day)
        unit.edition.before = unit.edition.before.map { UnitDay.lean([$0], before: day.date)[0] }
        for date in (0..<TrendDay.days).map({ day.date.advanced(byDays: -$0) }) {
            guard let row = try history[date], let fingerprint = try history.keptFingerprint(of: date) else { continue }
            unit.edition.kept[date.description] = UnitDay.Edition.Kept(
                revision: Int(row.revision), fingerprint: fingerprint.ofReport)
        }
        return unit
    }

    private func write(_ unit: UnitDay, to writer: inout UnitWriter) throws {
        var lines = unit.traffic.pieces(of: UnitLine.devicesInLine).map { UnitLine(traffic: $0) }
        lines += [
            UnitLine(facts: unit.facts), UnitLine(counts: unit.counts), UnitLine(diagnosis: unit.diagnosis),
        ]
        lines += unit.history.map { UnitLine(summary: $0) }
        lines += [UnitLine(surroundings: unit.surroundings), UnitLine(edition: unit.edition)]
        lines += unit.pages.map { UnitLine(page: $0) }
        for line in lines { try writer.write(line) }
        for (key, devices) in unit.incidentDevices.sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: devices.count, by: UnitLine.devicesInLine) {
                let part = devices[start..<min(devices.count, start + UnitLine.devicesInLine)]
                try writer.write(UnitLine(incident: UnitLine.Incident(key: key, devices: Array(part))))
            }
        }
    }

    /// The rows of each hub in lines of their own; renewals where they are asked for.
    private func write(_ drops: DayDrops, _ vocabulary: Vocabulary, to writer: inout UnitWriter) throws {
        for isExpected in settings.renewalsCSV ? [false, true] : [false] {
            var csv = DropsCSV(drops, vocabulary: vocabulary)
            // The names of the columns are the merged file's.
            csv.pour { _ in }
            var lines: [UnitLine] = []
            try drops.forEachBatch(where: { $0.isExpected == isExpected }) { batch in
                for own in UnitJob.byHub(batch[...]) {
                    csv.add(Array(own))
                    let hub = own.first.map { vocabulary.text($0.hub) } ?? ""
                    csv.pour { bytes in
                        let rows = UnitLine.Rows(hub: hub, csv: String(decoding: bytes, as: UTF8.self))
                        lines.append(isExpected ? UnitLine(renewals: rows) : UnitLine(drops: rows))
                    }
                }
                for line in lines { try writer.write(line) }
                lines.removeAll(keepingCapacity: true)
            }
        }
    }

    /// Neighbours of one hub.
    private static func byHub(_ drops: ArraySlice<Drop>) -> [ArraySlice<Drop>] {
        var parts: [ArraySlice<Drop>] = []
        var rest = drops
        while let first = rest.first {
            let own = rest.prefix { $0.hub == first.hub }
            parts.append(own)
            rest = rest.dropFirst(own.count)
        }
        return parts
    }
}

extension UnitDay {
    /// Takes what is of some hubs alone, as their day came to.
    mutating func take(_ hubs: [String], from result: DayResult, _ drops: DayDrops, _ job: DayJob) throws {
        counts = .merged(hubs.map(result.counts.part))
        diagnosis = .merged(hubs.map(result.diagnosis.part))
        surroundings.connectionEvents = result.connectionEvents.filter { hubs.contains($0.hub) }
        let worst = Array(result.diagnosis.devices.prefix(DevicePages.most))
        let names = Set(worst.map { PageLinks.Place(hub: $0.hub, device: $0.device, module: $0.module) })
        pages = try DevicePages(of: worst, result, drops: drops, job: job).reports().filter {
            names.contains(
                PageLinks.Place(hub: $0.timeline.hub, device: $0.timeline.device, module: $0.timeline.module))
        }
        incidentDevices = IncidentDevice.all(of: drops, job.vocabulary)
    }
}

extension Configuration {
    /// A digest of what decides how a day is judged: units of other rules would make a report of two minds.
    fileprivate var unitRules: String {
        let analysis = analysisSettings
        var parts = analysis.thresholds.map { "\($0.rule) \($0.name) \($0.value)" }
        parts.append("\(contextBefore.seconds) \(contextAfter.seconds) \(analysis.groupTag) \(alerts) \(redact)")
        // Of the key of pseudonyms so little that nobody can try keys by it.
        parts += ReportFingerprint.secret(of: self).map { String($0.prefix(3)) }
        return SHA256.hex(of: Array(parts.joined(separator: "\n").utf8))
    }
}
