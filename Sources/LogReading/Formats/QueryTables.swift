/// Which tables a query's answer held, and what that says of it.
final class QueryTables {
    private let sink: RecordSink
    private var hasUsable = false
    private var hasOther = false
    /// Whether the answer broke, so that there may have been more.
    private var isBroken = false

    init(_ sink: RecordSink) { self.sink = sink }

    /// Notes a table; false where its rows are no records: Kusto sends tables about the query beside its result.
    func note(_ columns: [FieldName?]) -> Bool {
        let isUsable = QueryTables.areUsable(columns)
        if isUsable { hasUsable = true } else { hasOther = true }
        return isUsable
    }

    /// Whether rows of these columns are records.
    static func areUsable(_ columns: [FieldName?]) -> Bool {
        columns.contains(.operation) && [.timeGenerated, .time, .timestamp].contains { columns.contains($0) }
    }

    /// Notes that there were records in fields of the rows.
    func noteRecords() { hasUsable = true }

    func noteBreak() { isBroken = true }

    /// Rejects an answer none of whose tables is about records.
    func check() throws {
        guard hasOther, !hasUsable, !isBroken else { return }
        try sink.reject("no table has the columns TimeGenerated and OperationName; add them to the query", line: 0)
    }
}

extension RecordSink {
    func warnOfPartial() {
        warn("the query answered with an error beside its rows: the result is partial, run it again")
    }

    func warnOfContinued() {
        warn("the answer is one page of several: the result is partial, fetch the pages that follow it too")
    }
}
