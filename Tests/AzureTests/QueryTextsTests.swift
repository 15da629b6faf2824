import Testing

@testable import Azure

@Suite struct QueryTextsTests {
    private func texts(_ columns: String, table: String = "AzureDiagnostics") throws -> QueryTexts {
        try QueryTexts(
            try QueryAddress("adx://help/Fleet/" + table), columns: columns.split(separator: " ").map(String.init))
    }

    @Test func ofAzureDiagnosticsOnlyWhatARecordNeedsIsAskedFor() throws {
        let texts = try texts(
            "TenantId TimeGenerated ResourceId Category ResourceProvider OperationName ResultType ResultDescription Level "
                + "properties_s deviceId_s AdditionalFields _ResourceId _BilledSize")
        #expect(
            texts.records(1_773_122_400..<1_773_122_401)
                == #"AzureDiagnostics | where Category =~ "Connections" | where ResourceProvider =~ "MICROSOFT.DEVICES" "#
                + "| where TimeGenerated >= datetime(2026-03-10T06:00:00Z) and TimeGenerated < datetime(2026-03-10T06:00:01Z) "
                + "| project TimeGenerated, OperationName, Category, Level, ResultType, ResultDescription, _ResourceId, properties_s"
        )
        #expect(
            texts.hours([1_773_122_400..<1_773_126_000], ingested: true)
                == #"AzureDiagnostics | where Category =~ "Connections" | where ResourceProvider =~ "MICROSOFT.DEVICES" "#
                + "| where (TimeGenerated >= datetime(2026-03-10T06:00:00Z) and TimeGenerated < datetime(2026-03-10T07:00:00Z)) "
                + "| summarize Records=count(), Ingested=max(ingestion_time()) by Hour=bin(TimeGenerated, 1h) "
                + "| project Hour, Records, Ingested")
    }

    @Test func aTableOfOnesOwnIsAskedInItsOwnWords() throws {
        #expect(
            try texts("time operationName deviceId protocol resultType ResourceId", table: "hub logs").records(0..<1)
                == "['hub logs'] | where time >= datetime(1970-01-01T00:00:00Z) and time < datetime(1970-01-01T00:00:01Z) "
                + "| project time, operationName, resultType, ResourceId, deviceId, protocol")
        #expect(
            try texts("time operationName properties deviceId", table: "T").records(0..<1).hasSuffix(
                "| project time, operationName, properties, deviceId"))
        #expect(
            try texts("Timestamp OperationName properties").hours([], ingested: false)
                == "AzureDiagnostics | summarize Records=count() by Hour=bin(Timestamp, 1h) | project Hour, Records")
    }

    @Test(arguments: ["", "TimeGenerated Message", "OperationName properties_s"])
    func aTableThatHasNoRecordsIsRefused(columns: String) {
        #expect(throws: AzureFailure.self) { try texts(columns) }
    }
}

@Suite struct QueryAnswersTests {
    @Test func anHourIsAskedForInAsManyPartsAsItsRecordsNeed() {
        #expect(QueryAnswers.slices(of: 7200, records: 0) == [7200..<10_800])
        #expect(QueryAnswers.slices(of: 7200, records: 50_000) == [7200..<10_800])
        #expect(QueryAnswers.slices(of: 7200, records: 50_001) == [7200..<9000, 9000..<10_800])
        #expect(QueryAnswers.slices(of: 0, records: .max / 2).count == 3600)
    }

    @Test func aSecondHasNoHalves() {
        #expect(QueryAnswers.halves(of: 7..<10) == [7..<8, 8..<10])
        #expect(QueryAnswers.halves(of: 7..<9) == [7..<8, 8..<9])
        #expect(QueryAnswers.halves(of: 7..<8) == nil)
    }
}
