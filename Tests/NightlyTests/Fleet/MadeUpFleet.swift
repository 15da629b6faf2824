import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings
import Store

@testable import Nightly

/// Four hubs over five days, in one database or in one each, and their day by one process and by units.
struct MadeUpFleet {
    static let hubs = ["alpha", "beta.net", "gamma", "zeta"]
    static let date = "2026-03-10"

    /// Days of a hub: renewals every 45 minutes, single drops, and an outage of half of the devices on the last day.
    static func lines(_ hub: String) -> String {
        let number = hubs.firstIndex(of: hub) ?? 0
        var lines: [String] = []
        for day in 6...10 {
            for device in 0..<(6 + 3 * number) {
                func add(_ seconds: Int, _ code: String = "") {
                    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
                    let date = "2026-03-\(day < 10 ? "0" : "")\(day)"
                    lines.append("\(date)T\(clock.joined(separator: ":"))Z d-\(device) \(code) hub=\(hub)")
                }
                add(60 + device)
                if device % 3 == 0 {
                    for round in 1..<20 {
                        add(60 + device + round * 2700, "404104")
                        add(62 + device + round * 2700)
                    }
                } else {
                    let drop = 3600 * (2 + (device + number + day) % 18) + device * 7
                    add(drop, device % 2 == 0 ? "404104" : "409002")
                    if device % 5 != 4 || day < 10 { add(drop + 300 + 40 * device) }
                }
                if day == 10, device % 2 == 1, number < 3 {
                    add(80_000 + device, "404103")
                    if device > 1 { add(81_000 + 60 * device) }
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    /// A database with some hubs, the days before worked out; logs are shared with another where one is given.
    ///
    /// - Parameter more: lines of a hub besides its own.
    static func night(_ hubs: [String], logsOf other: Night? = nil, more: [String: String] = [:]) throws -> Night {
        let night = try Night()
        if let other {
            for hub in hubs {
                night.settings.logs = [other.folder + "/logs/\((self.hubs.firstIndex(of: hub) ?? 0) + 1).json"]
                _ = try LogImport(settings: night.settings).run(into: night.store)
            }
        } else {
            for hub in hubs { try night.add(lines(hub) + "\n" + (more[hub] ?? "")) }
        }
        try night.workOut(["2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09", date])
        return night
    }

    /// The day as one process writes it.
    static func write(_ night: Night, to folder: String) throws {
        let history = DayHistory(store: night.store, settings: night.settings, mayKeep: true)
        let job = try ReportJob(DayJob(history, night.settings), night.settings, LazyRenderer(night.settings))
        let mail = MailJob(settings: night.settings.mail, outboxPath: night.folder + "/outbox")
        let output = try OutputFolder(folder)
        _ = try job.write(night.day(date), to: output, mail: mail)
        try NeighbourPages(renderer: Renderer()).update(ReportFolders.names(in: folder), in: output)
    }

    @discardableResult
    static func unit(
        _ hubs: [String], of night: Night, as name: String? = nil, in folder: String, beside others: [String] = []
    ) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/" + (name ?? hubs[0]) + ".unit.gz"
        _ = try UnitJob(store: night.store, settings: night.settings).write(
            hubs, on: night.day(date), to: path, beside: others)
        return path
    }

    static func merge(_ places: [String], _ settings: Configuration, to folder: String, expected: [String] = []) throws
        -> ExitStatus
    {
        var settings = settings
        settings.output = folder
        return try MergeJob(settings).run(places, expected: expected, date: nil, timeZone: nil)
    }

    /// The files of a folder by name, with what they hold.
    static func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[name] = FileManager.default.contents(atPath: path)
        }
        return files
    }

    static func report(_ folder: String) throws -> DayReport {
        try JSONDecoder().decode(DayReport.self, from: Data(contentsOf: URL(filePath: folder + "/\(date)/report.json")))
    }
}
