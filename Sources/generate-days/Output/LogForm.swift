import ArgumentParser

/// A form in which operators have their logs.
enum LogForm: String, CaseIterable, ExpressibleByArgument {
    /// The tree of blobs of a storage account.
    case jsonl
    /// The portal's CSV export of Log Analytics.
    case csv
    /// The answer of the Log Analytics query REST API.
    case queryJSON = "query-json"
    /// The output of `az monitor log-analytics query`.
    case azJSON = "az-json"
    /// The tree that a Data Export rule of Log Analytics writes.
    case dataExport = "data-export"
    /// Messages of an Event Hub, one a line.
    case eventHub = "event-hub"
}
