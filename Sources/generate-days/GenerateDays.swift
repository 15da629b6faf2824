import ArgumentParser
import Foundation

/// Writes faithful days of IoT Hub Connections logs, with the truth about every drop beside them.
@main
struct GenerateDays: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-days",
        abstract: "Write faithful days of Azure IoT Hub Connections logs, with the truth about every drop beside them.",
        discussion: "The same options give the same bytes. Times are UTC.")

    @Option(help: "Folder to write the logs into.")
    var out: String

    @Option(help: "First day, as 2026-03-10.")
    var date = "2026-03-10"

    @Option(help: "How many days follow one another.")
    var days = 1

    @Option(help: "Devices of the first hub; each further hub has a fifth of them.")
    var devices = 300

    @Option(help: "Number that everything random follows from.")
    var seed: UInt64 = 1

    @Option(help: "Name of a hub; may be repeated.")
    var hub: [String] = []

    @Option(help: "How many hubs, when they are not named.")
    var hubs = 1

    @Option(help: "Kind of days: \(Profile.allCases.map(\.rawValue).joined(separator: ", ")).")
    var profile: Profile = .mixed

    @Option(help: "What to add to the days; may be repeated, or `all`: \(Behaviour.list).")
    var behaviour: [String] = []

    @Option(help: "With any profile but quiet, the only days with incidents, counted from 1, as 5,10.")
    var incidentDays: String?

    @Flag(inversion: .prefixedNo, help: "Repeated and late records, odd spellings, other categories, broken lines.")
    var noise = true

    @Flag(inversion: .prefixedNo, help: "With --noise, a few lines that are no JSON.")
    var brokenLines = true

    @Option(help: "Hours of data before the first day.")
    var contextBefore = 3

    @Option(help: "Hours of data after the last day.")
    var contextAfter = 1

    @Option(help: "New connections per second that a hub takes.")
    var connectsPerSecond = 100

    @Option(help: "Form of the logs: \(LogForm.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: LogForm = .jsonl

    @Option(help: "Write only records of these hours of the first day, as 6-9 (9 not included).")
    var hours: String?

    @Flag(help: "Compress the logs.")
    var gzip = false

    @Option(help: "With --gzip, hours of arrival of the first day to leave plain, as 6-9 (9 not included).")
    var plainHours: String?

    @Option(help: "CSV file for the drops; incidents.csv, devices.csv and counts.json go beside it.")
    var truth: String?

    @Option(help: "File for the device registry; those of further hubs go beside it, with the hub in their name.")
    var registry: String?

    @Option(help: "File for the metric connectedDeviceCount; as with --registry.")
    var metrics: String?

    @Option(help: "File for the hub's Resource Health; as with --registry.")
    var health: String?

    @Option(help: "File for the connection events of Event Grid, all hubs.")
    var eventGrid: String?

    @Option(help: "Folder for small broken files, with a list of what is wrong in each.")
    var broken: String?

    @Flag(help: "Print nothing.")
    var quiet = false

    func validate() throws {
        guard firstSecond(ofDay: date) != nil else { throw ValidationError("--date must be a day such as 2026-03-10") }
        guard (1...366).contains(days) else { throw ValidationError("--days must be from 1 to 366") }
        guard (1...1_000_000).contains(devices) else { throw ValidationError("--devices must be from 1 to 1000000") }
        guard (1...50).contains(hubs) else { throw ValidationError("--hubs must be from 1 to 50") }
        guard (0...48).contains(contextBefore), (0...48).contains(contextAfter) else {
            throw ValidationError("--context-before and --context-after must be from 0 to 48 hours")
        }
        for name in behaviour where name != "all" && Behaviour(argument: name) == nil {
            throw ValidationError("\(name) is no behaviour; --help lists them")
        }
        guard connectsPerSecond > 0 else { throw ValidationError("--connects-per-second must be positive") }
        if let incidentDays, incidentDays.split(separator: ",").contains(where: { Int($0) == nil }) {
            throw ValidationError("\(incidentDays) is no list of days such as 5,10")
        }
        for span in [hours, plainHours].compactMap({ $0 }) where hourSpan(span) == nil {
            throw ValidationError("\(span) is no span of hours such as 6-9")
        }
    }

    mutating func run() throws {
        let plan = plan
        var days = Days(plan)
        let kept = hours.flatMap(hourSpan).map { seconds($0, plan) } ?? 0..<Int.max
        let plain = plainHours.flatMap(hourSpan).map { seconds($0, plan) } ?? 0..<0
        let table = TableForms(days, kept: kept)
        switch format {
        case .jsonl:
            let tree = StorageTree(
                folder: out, gzip: gzip, plainHours: plain.lowerBound / 3_600..<plain.upperBound / 3_600, kept: kept)
            try tree.write(&days)
        case .csv: try table.writeCSV(to: out + "/log-analytics.csv", gzip: gzip)
        case .queryJSON: try table.writeQueryJSON(to: out + "/query-rest.json", gzip: gzip)
        case .azJSON: try table.writeAzJSON(to: out + "/az-query.json", gzip: gzip)
        case .dataExport: try table.writeDataExport(to: out, gzip: gzip)
        case .eventHub: try table.writeMessages(to: out + "/event-hub.jsonl", gzip: gzip)
        }
        if format != .jsonl { days.counts.files = 1 }
        for hub in plan.hubs {
            if let registry {
                try OutputFile.write(registryText(of: days, hub: hub.number), to: name(registry, for: hub))
            }
            if let metrics { try OutputFile.write(metricsText(of: days, hub: hub), to: name(metrics, for: hub)) }
            if let health { try OutputFile.write(healthText(of: days, hub: hub), to: name(health, for: hub)) }
        }
        if let eventGrid { try OutputFile.write(eventGridText(of: days), to: eventGrid) }
        if let broken { try BrokenFiles(plan: plan, folder: broken).write() }
        if let truth { try writeTruth(days, to: truth) }
        if !quiet { print("\(days.counts.events) events, \(days.counts.files) files, \(days.truth.rows.count) drops") }
    }

    private var plan: Plan {
        Plan(
            firstDay: firstSecond(ofDay: date) ?? 0, days: days, hubs: Hub.hubs(named: hubNames, devices: devices),
            seed: seed,
            profile: profile, noise: noise, brokenLines: brokenLines, contextBefore: contextBefore * 3_600,
            contextAfter: contextAfter * 3_600, connectsPerSecond: connectsPerSecond,
            behaviours: behaviours,
            incidentDays: incidentDays.map { Set($0.split(separator: ",").compactMap { Int($0) }) })
    }

    private var hubNames: [String] {
        hub.isEmpty ? (0..<hubs).map { $0 == 0 ? "pumps-weu" : "pumps-\($0 + 1)" } : hub
    }

    /// Without those that need a second hub where there is none.
    private var behaviours: [Behaviour] {
        guard behaviour.contains("all") else { return behaviour.compactMap(Behaviour.init(argument:)) }
        return Behaviour.all.filter { $0.role == nil && (hubNames.count > 1 || $0.name != Behaviour.moved.name) }
    }

    private func hourSpan(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, ends[0] < ends[1], ends[0] >= 0 else { return nil }
        return ends[0]..<ends[1]
    }

    private func seconds(_ hours: Range<Int>, _ plan: Plan) -> Range<Int> {
        plan.firstDay + hours.lowerBound * 3_600..<plan.firstDay + hours.upperBound * 3_600
    }

    /// `registry.json` for the first hub, `registry-pumps-neu.json` for another.
    private func name(_ path: String, for hub: Hub) -> String {
        guard hub.number > 0 else { return path }
        let url = URL(fileURLWithPath: path)
        let base = url.deletingPathExtension().lastPathComponent + "-" + hub.lowerName
        return url.deletingLastPathComponent().appendingPathComponent(base).appendingPathExtension(url.pathExtension)
            .path
    }

    private func writeTruth(_ days: Days, to path: String) throws {
        let files = TruthFiles(days: days)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try OutputFile.write(files.drops(), to: path)
        try OutputFile.write(files.incidents(), to: folder + "/incidents.csv")
        try OutputFile.write(files.devices(), to: folder + "/devices.csv")
        try OutputFile.write(files.counts(), to: folder + "/counts.json")
    }
}
