import Delivery
import Diagnosis
import Foundation
import Nightly
import Settings

extension Configuration {
    /// The configuration of a file, or the defaults where none is named and none stands at the usual place.
    static func load(_ options: ConfigurationOptions) throws -> Configuration {
        guard let path = path(of: options) else { return Configuration() }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure(.configuration, "\(path): cannot be read; check its name and permissions")
        }
        var settings = try ConfigurationReader().read(
            Array(bytes), file: path, folder: path.contains("/") ? path.folder : "")
        try settings.resolveDatabase()
        return settings
    }

    /// The file that is named, or that stands at the usual place.
    static func path(of options: ConfigurationOptions) -> String? {
        let standard = ConfigurationOptions.standardPath
        return options.path ?? (FileManager.default.fileExists(atPath: standard) ? standard : nil)
    }

    mutating func apply(_ options: DatabaseOptions) throws {
        guard let named = options.database else { return }
        database = named
        eventStore = nil
        try resolveDatabase()
    }

    mutating func apply(_ options: DayOptions) {
        day = options.day ?? day
        timeZone = options.timeZone ?? timeZone
    }

    mutating func apply(_ options: ReadingOptionGroup) {
        defaultHub = options.defaultHub ?? defaultHub
        if let order = options.localTimeOrder {
            var rule = LocalTimeSettings()
            rule.order = order
            rule.timeZone = timeZone
            localTime = rule
        }
    }

    mutating func apply(_ options: DiagnosisOptionGroup) {
        if !options.registry.isEmpty { registry = options.registry }
        if !options.metrics.isEmpty { metrics = options.metrics }
        if !options.health.isEmpty { health = options.health }
        if !options.connectionEvents.isEmpty { connectionEvents = options.connectionEvents }
        if !options.hubs.isEmpty { hubs = options.hubs.map { $0.lowercased() } }
    }

    mutating func apply(_ options: JobOptions) {
        jobs = options.jobs ?? jobs
    }

    mutating func apply(_ options: SliceOptions) {
        // What is said here counts for both: a number of slices in the file is no answer to a bound that was asked for.
        guard options.slices != nil || options.memory != nil else { return }
        (slices, memory) = (options.slices, options.memory)
    }

    mutating func apply(_ options: RedactionOptionGroup) {
        redact = redact || options.redact
        redactKeyFile = options.redactKeyFile ?? redactKeyFile
    }

    mutating func apply(_ options: ReportOptionGroup) {
        templates = options.templates ?? templates
        failOn = options.failOn ?? failOn
        if !options.tickets.isEmpty { tickets = options.tickets }
        renewalsCSV = renewalsCSV || options.renewalsCSV
        // Alerts that need no number of the operator's are on as soon as a run is to end by them, unless they are off by
        // the operator's own word.
        alerts.inputMissing = alerts.inputMissing ?? failOn.includes(.inputMissing)
        alerts.serviceIncident = alerts.serviceIncident ?? failOn.includes(.serviceIncident)
        alerts.newCode = alerts.newCode ?? failOn.includes(.newCode)
    }
}
