package import Diagnosis
package import LogReading
import Model

/// Reads what `az monitor metrics list` and the metrics REST API answer for `connectedDeviceCount` (Azure Monitor REST
/// API, "Metrics - List"; Azure IoT Hub monitoring data reference, "Metrics"), and rows of the table AzureMetrics.
package struct MetricReader {
    /// The points of all hubs by hub and time, and what reading them gave.
    package struct Result: Sendable {
        package var points: [ConnectedMetric]
        package var summary: InputSummary
        /// Points of time for which Azure had no value.
        package var pointsWithoutValue: Int
    }

    private static let expected =
        "the metric connectedDeviceCount, as az monitor metrics list -o json prints it or as rows of AzureMetrics"
    /// The metric's name, and the one that it had before.
    private static let names: Set<String> = ["connecteddevicecount", "devices.connecteddevices.allprotocol"]
    private static let point: [String: Shape] = [
        "timeStamp": .scalar, "average": .scalar, "total": .scalar, "maximum": .scalar, "minimum": .scalar,
    ]
    private static let shape: [String: Shape] = [
        "id": .scalar, "name": .object(["value": .scalar]),
        "timeseries": .array(.object(["data": .array(.object(point))])), "data": .array(.object(point)),
        "metricName": .scalar, "timeGenerated": .scalar, "resourceId": .scalar, "_resourceId": .scalar,
    ].merging(point) { own, _ in own }
    /// Values kept of one metric: a minute is three of them, so this is a month and a half.
    private static let mostValues = 200_000

    package init() {}

    package func read(_ source: LogSource) throws(InputError) -> Result {
        var result = Result(points: [], summary: InputSummary(), pointsWithoutValue: 0)
        var found = Found()
        let entries = try InputEntries(source, shape: MetricReader.shape, most: MetricReader.mostValues) {
            $0["timeseries"] != nil || $0["name"] != nil || $0["metricName"] != nil
        }
        try entries.forEach(&result.summary) { value, line, summary in
            guard let name = value["name"]?["value"]?.text ?? value["metricName"]?.text else {
                summary.countBad(line: line, "expected a metric with a name and a time series")
                return
            }
            guard MetricReader.names.contains(name.lowercased()) else {
                summary.others += 1
                return
            }
            let ids = [value["id"], value["resourceId"], value["_resourceId"]]
            guard let hub = ids.lazy.compactMap({ $0?.text.flatMap(hub(ofResource:)) }).first else {
                summary.countBad(line: line, "expected the resource id of an IoT hub")
                return
            }
            summary.entries += 1
            if value["metricName"] != nil { return found.take(value, of: hub, line, &summary) }
            // `Get-AzMetric` of PowerShell has the points of all series in one list.
            for series in value["timeseries"]?.elements ?? [value] {
                for point in series["data"]?.elements ?? [] { found.take(point, of: hub, line, &summary) }
            }
        }
        let points = found.points
        guard result.summary.entries > 0 else {
            throw .notRecognised(file: source.name, expected: MetricReader.expected)
        }
        if points.isEmpty, found.totals > 0 {
            throw .unusable(
                file: source.name,
                reason:
                    "connectedDeviceCount as a total, which adds up the minutes; export it with --aggregation Average")
        }
        result.points = MetricReader.ordered(points)
        result.pointsWithoutValue = found.withoutValue
        if points.isEmpty, result.summary.bad == 0 {
            throw .unusable(file: source.name, reason: "the metric export holds no value")
        }
        return result
    }

    /// The points of the metric, as they come.
    private struct Found {
        /// More than any hub can hold; a value above it is damage and must not reach whole numbers.
        private static let mostDevices = 1_000_000_000.0

        var points: [ConnectedMetric] = []
        var withoutValue = 0
        var totals = 0

        mutating func take(_ point: JSONValue, of hub: String, _ line: Int, _ summary: inout InputSummary) {
            let text = point["timeStamp"]?.text ?? point["timeGenerated"]?.text
            guard let time = text.flatMap(Instant.init(written:)) else {
                summary.countBad(line: line, "expected a point with a timeStamp")
                return
            }
            // A metric that was asked for in several ways has null for those that Azure did not give.
            let ways = [point["average"], point["maximum"], point["minimum"]]
            guard let number = ways.compactMap({ $0?.writtenNumber }).first, number >= 0 else {
                if point["total"]?.writtenNumber != nil { totals += 1 }
                withoutValue += 1
                return
            }
            guard number <= Found.mostDevices else {
                summary.countBad(line: line, "expected a number of devices")
                return
            }
            points.append(ConnectedMetric(hub: hub, time: time, value: number))
        }
    }

    /// By hub and time, each moment of a hub once: exports may overlap.
    private static func ordered(_ points: [ConnectedMetric]) -> [ConnectedMetric] {
        var ordered: [ConnectedMetric] = []
        for point in points.sorted(by: { ($0.hub, $0.time, $0.value) < ($1.hub, $1.time, $1.value) })
        where ordered.last?.hub != point.hub || ordered.last?.time != point.time {
            ordered.append(point)
        }
        return ordered
    }
}

extension JSONValue {
    /// A number, also one of a table, whose cells are texts.
    fileprivate var writtenNumber: Double? { number ?? text.flatMap(Double.init) }
}
