import Model

/// The queries of a table, in the part of KQL that Log Analytics, Data Explorer and Fabric share.
struct QueryTexts: Equatable {
    /// Which columns the table has.
    static func columns(of table: String) -> String { quoted(table) + " | getschema | project ColumnName" }

    private let source: String
    private let time: String
    private let project: String

    /// - Parameter columns: those of the table; columns that are billed apart or exist in one place only are not asked for.
    /// - Throws: where records cannot be read from these.
    init(_ address: QueryAddress, columns: [String]) throws(AzureFailure) {
        func column(_ names: [String]) -> String? {
            names.lazy.compactMap { name in columns.first { $0.lowercased() == name } }.first
        }
        guard let time = column(["timegenerated", "time", "timestamp"]), let operation = column(["operationname"])
        else {
            throw AzureFailure(
                address.shown, "the table has no columns TimeGenerated and OperationName; name another one",
                later: false)
        }
        self.time = time
        // One name of the hub is enough, and the longest part of a row; what devices say of themselves stands together or apart.
        let common = [
            ["category"], ["level"], ["resulttype"], ["resultdescription"], ["_resourceid", "resourceid", "resource"],
        ].compactMap(column)
        let properties = column(["properties_s", "properties", "additionalfields"])
        let apart = ["deviceid", "moduleid", "sdkversion", "protocol", "authtype", "maskedipaddress"].compactMap {
            name in
            column([name + "_s", name])
        }
        // AzureDiagnostics has columns of all services beside its own text of properties; other tables may use either.
        let own = properties == nil || properties?.lowercased() != "properties_s" ? apart : []
        project = ([time, operation] + common + [properties].compactMap { $0 } + own).joined(separator: ", ")
        var source = QueryTexts.quoted(address.table)
        if let category = column(["category"]) { source += " | where \(category) =~ \"Connections\"" }
        // Other services have a category of that name as well.
        if let provider = column(["resourceprovider"]) { source += " | where \(provider) =~ \"MICROSOFT.DEVICES\"" }
        self.source = source
    }

    /// How many records each hour has, and when the last of them came in.
    ///
    /// - Parameter ingested: whether to ask for the latter, which not every engine knows.
    func hours(_ windows: [Range<Int64>], ingested: Bool) -> String {
        let spans = windows.map { "(" + span($0) + ")" }.joined(separator: " or ")
        return source + (spans.isEmpty ? "" : " | where " + spans) + " | summarize Records=count()"
            + (ingested ? ", Ingested=max(ingestion_time())" : "") + " by Hour=bin(\(time), 1h) | project Hour, Records"
            + (ingested ? ", Ingested" : "")
    }

    /// The records of some seconds since 1970.
    func records(_ seconds: Range<Int64>) -> String { source + " | where \(span(seconds)) | project \(project)" }

    private func span(_ seconds: Range<Int64>) -> String {
        let ends = [seconds.lowerBound, seconds.upperBound].map { "datetime(\(Instant(seconds: $0)))" }
        return "\(time) >= \(ends[0]) and \(time) < \(ends[1])"
    }

    private static func quoted(_ table: String) -> String {
        let isPlain = table.first?.isNumber == false && table.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        return isPlain ? table : "['\(table)']"
    }
}
