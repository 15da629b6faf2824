import Foundation
import Importing
import Model
import Rendering
import Settings
import Store

@testable import Nightly

/// A folder with logs, a database and settings, which goes when the test is done.
final class Night {
    let folder: String
    var settings = Configuration()
    let store: Store
    private var files = 0

    init() throws {
        folder = NSTemporaryDirectory() + "hubdrops-night-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/logs", withIntermediateDirectories: true)
        settings.database = folder + "/h.sqlite"
        settings.output = folder + "/out"
        settings.logs = [folder + "/logs"]
        store = try Store.open(folder + "/h.sqlite", mode: .readWrite)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Imports records, a line each: `2026-03-10T07:12:41Z pump-1 404104`, without a code a connect, with `close` a polite
    /// goodbye; `hub=other` may follow.
    @discardableResult
    func add(_ lines: String) throws -> ImportOutcome {
        files += 1
        let records = lines.split(separator: "\n").map { record($0.split(separator: " ").map(String.init)) }
        try write(records.joined(separator: "\n") + "\n", to: "logs/\(files).json")
        return try LogImport(settings: settings).run(into: store)
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        return folder + "/" + name
    }

    func day(_ text: String) throws -> ReportDay {
        guard let date = CivilDate(text) else { throw CocoaError(.formatting) }
        return try settings.clock().reportDay(of: date)
    }

    /// Works out days as a night does before it reports the next one.
    func workOut(_ days: [String]) throws {
        let history = DayHistory(store: store, settings: settings, mayKeep: true)
        let job = try ReportJob(DayJob(history, settings), settings, LazyRenderer(settings))
        for text in days {
            let day = try day(text)
            if try NightState.days([day.date], settings, history)[day.date]?.needsWork == true { try job.workOut(day) }
        }
    }

    private func record(_ words: [String]) -> String {
        let hub = words.first { $0.hasPrefix("hub=") }.map { String($0.dropFirst(4)) } ?? "pumps"
        let code = words.dropFirst(2).first { !$0.contains("=") }
        let kind =
            code == "close"
            ? #""operationName":"deviceDisconnect","level":"Information""#
            : code.map { #""operationName":"deviceDisconnect","level":"Error","resultType":"\#($0)""# }
                ?? #""operationName":"deviceConnect","level":"Information""#
        return #"{"time":"\#(words[0])","resourceId":"/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\#(hub)","#
            + #""category":"Connections",\#(kind),"properties":{"deviceId":"\#(words[1])","protocol":"Mqtt"}}"#
    }
}
