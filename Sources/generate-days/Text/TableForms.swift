/// Writes records as rows of Log Analytics' `AzureDiagnostics` table, in the forms in which operators export it.
///
/// A column cannot be absent, so a clean record's result is empty. Rows stand in order of arrival. The query that
/// made the export chose the category and the engine dropped nothing, so there is no noise in these forms.
struct TableForms {
    private let days: Days
    private let text: RecordText
    private let kept: Range<Int>

    init(_ days: Days, kept: Range<Int>) {
        self.days = days
        self.kept = kept
        text = RecordText(days.plan.hubs)
    }

    /// The portal's "Export to CSV", times in UTC.
    func writeCSV(to path: String, gzip: Bool) throws {
        let file = try OutputFile(path, gzip: gzip)
        try file.write {
            $0.append("\"TimeGenerated [UTC]\",OperationName,Level,ResultType,ResultDescription,\"properties_s\",")
            $0.append("Category,ResourceType,\"_ResourceId\"\r\n")
        }
        try forEachRow { row in
            try file.write { bytes in
                bytes.append(0x22)
                bytes.appendPortalTime(Int(row.entry.time))
                bytes.append("\",")
                bytes.append(text.operation(row.entry))
                bytes.append(0x2C)
                bytes.append(text.level(row.entry))
                bytes.append(0x2C)
                bytes += text.result(row.entry)
                bytes.append(0x2C)
                bytes += text.name(row.entry)
                bytes.append(",\"")
                bytes.appendDoublingQuotes(row.properties)
                bytes.append("\",Connections,IOTHUBS,")
                bytes.append(row.hub.tableResource)
                bytes.append("\r\n")
            }
        }
        try file.close()
    }

    /// What the query REST API answers
    /// (https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format).
    func writeQueryJSON(to path: String, gzip: Bool) throws {
        let file = try OutputFile(path, gzip: gzip)
        try file.write {
            $0.append("{\"tables\":[{\"name\":\"PrimaryResult\",\"columns\":[")
            $0.append("{\"name\":\"TimeGenerated\",\"type\":\"datetime\"}")
            let columns: [StaticString] = [
                "OperationName", "Level", "ResultType", "ResultDescription", "properties_s", "_ResourceId",
            ]
            for column in columns { $0.append(",{\"name\":\"\(column)\",\"type\":\"string\"}") }
            $0.append("],\"rows\":[")
        }
        var separator: StaticString = "\n"
        try forEachRow { row in
            try file.write { bytes in
                bytes.append(separator)
                bytes.append("[\"")
                bytes.appendISOTime(Int(row.entry.time))
                bytes.append("\",\"")
                appendValues(row, between: "\",\"", "\",\"", "\",\"", "\",\"", "\",\"", to: &bytes)
                bytes.append("\"]")
            }
            separator = ",\n"
        }
        try file.write { $0.append("\n]}]}\n") }
        try file.close()
    }

    /// `az monitor log-analytics query -o json`: a flat array, every value a string.
    func writeAzJSON(to path: String, gzip: Bool) throws {
        let file = try OutputFile(path, gzip: gzip)
        try file.write { $0.append("[") }
        var separator: StaticString = "\n"
        try forEachRow { row in
            try file.write { bytes in
                bytes.append(separator)
                bytes.append("  {\"Category\":\"Connections\",\"TableName\":\"PrimaryResult\",\"TimeGenerated\":\"")
                bytes.appendTimeWithoutZone(Int(row.entry.time))
                bytes.append(".0000000Z\",\"OperationName\":\"")
                appendValues(
                    row, between: "\",\"Level\":\"", "\",\"ResultType\":\"", "\",\"ResultDescription\":\"",
                    "\",\"properties_s\":\"", "\",\"_ResourceId\":\"", to: &bytes)
                bytes.append("\"}")
            }
            separator = ",\n"
        }
        try file.write { $0.append("\n]\n") }
        try file.close()
    }

    /// Messages of an Event Hub as a consumer saves them, one a line, each with up to 20 records
    /// (https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs).
    func writeMessages(to path: String, gzip: Bool) throws {
        let file = try OutputFile(path, gzip: gzip)
        var record = StorageRecord(text, days.plan.hubs)
        var waiting = 0
        try forEachRow { row in
            var usual = row.entry
            usual.shape = .usual
            try file.write { bytes in
                bytes.append(waiting == 0 ? "{\"records\":[" : ",")
                record.append(usual, row.identity, to: &bytes)
                bytes.removeLast()
                waiting = waiting == 19 ? 0 : waiting + 1
                if waiting == 0 { bytes.append("]}\n") }
            }
        }
        if waiting > 0 { try file.write { $0.append("]}\n") } }
        try file.close()
    }

    /// The container `am-azurediagnostics` of a Data Export rule: JSON Lines of table rows, five minutes of
    /// `TimeGenerated` a blob (https://learn.microsoft.com/azure/azure-monitor/logs/logs-data-export).
    func writeDataExport(to folder: String, gzip: Bool) throws {
        var blobs: [Int: [UInt8]] = [:]
        try forEachRow { row in
            let time = Int(row.entry.time)
            var line: [UInt8] = []
            line.append("{\"TenantId\":\"\(Hub.subscription)\",\"TimeGenerated\":\"")
            line.appendTimeWithoutZone(time)
            line.append(".0000000Z\",\"Category\":\"Connections\",\"ResourceType\":\"IOTHUBS\",\"OperationName\":\"")
            appendValues(
                row, between: "\",\"Level\":\"", "\",\"ResultType\":\"", "\",\"ResultDescription\":\"",
                "\",\"properties_s\":\"", "\",\"_ResourceId\":\"", to: &line)
            line.append("\",\"Type\":\"AzureDiagnostics\"}\n")
            blobs[time / 300, default: []] += line
        }
        let workspace =
            "/subscriptions/\(Hub.subscription)/resourcegroups/\(Hub.resourceGroup)"
            + "/providers/microsoft.operationalinsights/workspaces/field-logs"
        for (start, bytes) in blobs {
            let place = "\(folder)/am-azurediagnostics/WorkspaceResourceId=\(workspace)\(blobFolder(start * 300))"
            try OutputFile.write(bytes, to: place + "/PT05M.json", gzip: gzip)
        }
    }

    private struct Row {
        let entry: Entry
        let identity: SimulatedIdentity
        let hub: Hub
        let properties: [UInt8]
    }

    private func appendValues(
        _ row: Row, between second: StaticString, _ third: StaticString, _ fourth: StaticString, _ fifth: StaticString,
        _ sixth: StaticString, to bytes: inout [UInt8]
    ) {
        bytes.append(text.operation(row.entry))
        bytes.append(second)
        bytes.append(text.level(row.entry))
        bytes.append(third)
        bytes += text.result(row.entry)
        bytes.append(fourth)
        bytes += text.name(row.entry)
        bytes.append(fifth)
        bytes.appendEscaped(row.properties)
        bytes.append(sixth)
        bytes.append(row.hub.tableResource)
    }

    /// Each event once, by hour of arrival and then by hub.
    private func forEachRow(_ body: (Row) throws -> Void) throws {
        var properties: [UInt8] = []
        var seen: Set<[UInt64]> = []
        for hour in days.buckets.first?.indices ?? 0..<0 {
            for hub in days.plan.hubs {
                for entry in days.buckets[hub.number][hour] where kept.contains(Int(entry.time)) {
                    if days.plan.noise, !seen.insert(entry.sameness).inserted { continue }
                    let identity = days.identities[Int(entry.identity)]
                    properties.removeAll(keepingCapacity: true)
                    text.appendProperties(entry, identity, to: &properties)
                    try body(Row(entry: entry, identity: identity, hub: hub, properties: properties))
                }
            }
        }
    }
}

extension Entry {
    /// Equal for two arrivals of one event.
    fileprivate var sameness: [UInt64] {
        [
            UInt64(time) << 32 | UInt64(identity),
            UInt64(prefix) << 24 | UInt64(software) << 16 | UInt64(code.rawValue) << 8 | UInt64(kind.rawValue),
        ]
    }
}
