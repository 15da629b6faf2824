import Diagnosis
import Inputs
import Model
import Testing

@Suite struct MetricReaderTests {
    private static func export(hub: String, metric: String = "connectedDeviceCount", data: String) -> String {
        """
        {"cost":1439,"timespan":"2026-03-10T00:00:00Z/2026-03-11T00:00:00Z","interval":"PT1M",
        "namespace":"Microsoft.Devices/IotHubs","resourceregion":"westeurope","value":[
        {"id":"\(hubPath)\(hub)/providers/Microsoft.Insights/metrics/\(metric)","type":"Microsoft.Insights/metrics",
        "name":{"value":"\(metric)","localizedValue":"Connected devices"},"unit":"Count",
        "timeseries":[{"metadatavalues":[],"data":[\(data)]}]}]}
        """
    }

    private static func point(_ hub: String, _ time: String, _ value: Double) throws -> ConnectedMetric {
        ConnectedMetric(hub: hub, time: try #require(Instant(iso8601: time)), value: value)
    }

    @Test func readsPointsAndCountsThoseWithoutAValue() throws {
        let data = """
            {"timeStamp":"2026-03-10T07:10:00Z","average":998.0},{"timeStamp":"2026-03-10T07:11:00Z","average":641.5},
            {"timeStamp":"2026-03-10T07:12:00Z"},{"timeStamp":"2026-03-10T07:13:00Z","average":null}
            """
        let result = try MetricReader().read(source(MetricReaderTests.export(hub: "PUMPS-WEU", data: data)))
        #expect(
            result.points == [
                try MetricReaderTests.point("pumps-weu", "2026-03-10T07:10:00Z", 998),
                try MetricReaderTests.point("pumps-weu", "2026-03-10T07:11:00Z", 641.5),
            ])
        #expect(result.pointsWithoutValue == 2)
        #expect(result.summary.bad == 0)
    }

    @Test(arguments: [
        (#""minimum":1,"maximum":3,"average":2"#, 2.0), (#""minimum":1,"maximum":3"#, 3), (#""minimum":1"#, 1),
    ])
    func ofAPointsNumbersTheAverageCountsThenTheMaximumThenTheMinimum(numbers: String, value: Double) throws {
        let text = MetricReaderTests.export(hub: "a", data: "{\"timeStamp\":\"2026-03-10T07:12:00Z\",\(numbers)}")
        #expect(try MetricReader().read(source(text)).points.map(\.value) == [value])
    }

    @Test func exportsOfSeveralHubsOneAfterAnotherAreInOrderAndOverlapsCountOnce() throws {
        let late = MetricReaderTests.export(hub: "b", data: "{\"timeStamp\":\"2026-03-10T07:11:00Z\",\"average\":2}")
        let early = MetricReaderTests.export(hub: "a", data: "{\"timeStamp\":\"2026-03-10T07:12:00Z\",\"maximum\":3}")
        let points = try MetricReader().read(source(late + early + "\n" + late)).points
        #expect(
            points == [
                try MetricReaderTests.point("a", "2026-03-10T07:12:00Z", 3),
                try MetricReaderTests.point("b", "2026-03-10T07:11:00Z", 2),
            ])
    }

    @Test(arguments: [
        // Get-AzMetric | ConvertTo-Json
        #"[{"Id":"HUB","Name":{"Value":"connectedDeviceCount"},"Data":[{"TimeStamp":"/Date(1773126720000)/","Average":7.0,"Total":null}]}]"#,
        // A batch of several resources
        #"{"values":[{"value":[{"id":"HUB","name":{"value":"connectedDeviceCount"},"timeseries":[{"data":[{"timeStamp":"2026-03-10T07:12:00Z","average":7}]}]}]}]}"#,
        // Rows of AzureMetrics, as the portal exports them, and as the command line prints them
        "TenantId,\"TimeGenerated [UTC]\",ResourceId,MetricName,Total,Average\r\n0,\"3/10/2026, 7:12:00.000 AM\",HUB,connectedDeviceCount,9,7\r\n",
        #"[{"TimeGenerated":"2026-03-10T07:12:00Z","_ResourceId":"HUB","MetricName":"connectedDeviceCount","Average":"7"}]"#,
        // What az says beside its answer
        "WARNING: The command is in preview.\nWARNING: [x]\n"
            + #"{"value":[{"id":"HUB","name":{"value":"connectedDeviceCount"},"timeseries":[{"data":[{"timeStamp":"2026-03-10T07:12:00Z","average":7}]}]}]}"#,
    ])
    func otherClothesHoldTheSamePoints(text: String) throws {
        let text = text.replacing("HUB", with: hubPath + "a")
        #expect(
            try MetricReader().read(source(text)).points == [
                try MetricReaderTests.point("a", "2026-03-10T07:12:00Z", 7)
            ])
    }

    @Test func theNameOfFormerDaysIsKnown() throws {
        let text = MetricReaderTests.export(
            hub: "a", metric: "devices.connectedDevices.allProtocol",
            data: "{\"timeStamp\":\"2026-03-10T07:12:00Z\",\"average\":3}")
        #expect(try MetricReader().read(source(text)).points.count == 1)
    }

    @Test func anotherMetricAloneIsAnError() {
        let text = MetricReaderTests.export(hub: "a", metric: "totalDeviceCount", data: "")
        #expect(
            error { _ = try MetricReader().read(source(text)) }?.description
                == "input.json: expected the metric connectedDeviceCount, as az monitor metrics list -o json prints it or as "
                + "rows of AzureMetrics, found nothing of the kind")
    }

    @Test func anExportWithoutAnyValueCannotBeUsed() {
        let found = error { _ = try MetricReader().read(source(MetricReaderTests.export(hub: "a", data: ""))) }
        #expect(found?.reason == "the metric export holds no value")
    }

    /// A total adds up the minutes of an interval: read as a number of devices it would be 60 times too high.
    @Test func aTotalIsNoNumberOfDevices() {
        let data = "{\"timeStamp\":\"2026-03-10T00:00:00Z\",\"average\":null,\"total\":660}"
        let found = error { _ = try MetricReader().read(source(MetricReaderTests.export(hub: "a", data: data))) }
        #expect(found?.reason.contains("--aggregation Average") == true)
    }

    @Test func aPointWithoutATimeIsBad() throws {
        let text = MetricReaderTests.export(hub: "a", data: "{\"average\":1},{\"timeStamp\":\"x\",\"average\":1}")
        #expect(try MetricReader().read(source(text)).summary.bad == 2)
    }

    /// A series of a month is longer than the 2 MiB that one value may have in memory.
    @Test func aSeriesThatIsTooLongForMemoryIsReadPointByPoint() throws {
        let count = 40_000
        let data = (0..<count).map { minute in
            let time = Instant(seconds: 1_773_100_800 + Int64(minute) * 60)
            return "{\"timeStamp\":\"\(time)\",\"average\":\(minute)}"
        }
        let text = MetricReaderTests.export(hub: "a", data: data.joined(separator: ",\n"))
        #expect(text.utf8.count > 2 << 20)
        let result = try MetricReader().read(source(text))
        #expect(result.points.map(\.value) == (0..<count).map(Double.init))
        #expect(result.summary.bad == 0)
    }

    /// As a chart of the portal is saved.
    @Test func aTableWithoutTheMetricsNameIsNamedAsOne() {
        let text = "Chart,Connected devices\nTime,Connected devices (Avg)\n3/10/2026 6:00 AM,12\n"
        #expect(
            error { _ = try MetricReader().read(source(text)) }?.reason
                == "a table without the columns that are looked for; export it as JSON (az … -o json)")
    }
}
