package import Diagnosis
package import LogReading
import Model

/// Reads Event Grid events `Microsoft.Devices.DeviceConnected` and `DeviceDisconnected`, in the schema of Event Grid
/// or of CloudEvents, as an array or one a line (Event Grid documentation, "Azure IoT Hub as an Event Grid source").
package struct ConnectionEventReader {
    /// Events by hub, device, module and sequence, and what reading them gave.
    package struct Result: Sendable {
        package var events: [ConnectionStateEvent]
        package var summary: InputSummary
        /// Events that were delivered more than once, which Event Grid may do.
        package var repeated: Int
    }

    private static let expected = "events of type Microsoft.Devices.DeviceConnected or DeviceDisconnected"
    private static let data: [String: Shape] = [
        "deviceConnectionStateEventInfo": .object(["sequenceNumber": .scalar]), "hubName": .scalar,
        "deviceId": .scalar, "moduleId": .scalar,
    ]
    private static let shape: [String: Shape] = [
        "eventType": .scalar, "type": .scalar, "eventTime": .scalar, "time": .scalar, "data": .object(data),
        "data_base64": .scalar,
        "properties": .object([
            "hubName": .scalar, "deviceId": .scalar, "moduleId": .scalar, "opType": .scalar,
            "operationTimestamp": .scalar,
        ]), "body": .all,
    ]

    package init() {}

    package func read(_ source: LogSource) throws(InputError) -> Result {
        var events: [ConnectionStateEvent] = []
        var summary = InputSummary()
        let entries = try InputEntries(source, shape: ConnectionEventReader.shape) {
            $0["eventType"] != nil || $0["type"] != nil || $0["properties"]?["opType"] != nil
        }
        try entries.forEach(&summary) { value, line, summary in
            let value = ConnectionEventReader.unrouted(value)
            let type = (value["eventType"]?.text ?? value["type"]?.text)?.lowercased()
            switch type {
            case "microsoft.devices.deviceconnected", "microsoft.devices.devicedisconnected":
                guard
                    let event = ConnectionEventReader.event(
                        value, isConnected: type?.hasSuffix("deviceconnected") == true)
                else {
                    summary.countBad(line: line, "expected a hubName, a deviceId, a sequenceNumber and a time")
                    return
                }
                summary.entries += 1
                events.append(event)
            case nil: summary.countBad(line: line, "expected an eventType or type")
            default: summary.others += 1
            }
        }
        if summary.entries == 0, summary.bad + summary.others > 0 {
            throw .notRecognised(file: source.name, expected: ConnectionEventReader.expected)
        }
        events.sort(by: ConnectionEventReader.isBefore)
        let all = events.count
        events = ConnectionEventReader.withoutRepetition(events)
        return Result(events: events, summary: summary, repeated: all - events.count)
    }

    /// An event that a route wrote, as Event Grid would have delivered it; any other as it is.
    private static func unrouted(_ value: JSONValue) -> JSONValue {
        guard let properties = value["properties"], let type = properties["opType"]?.text else {
            return unpacked(value)
        }
        var data: [String: JSONValue] = [:]
        for name in ["hubName", "deviceId", "moduleId"] { data[name] = properties[name] }
        let body = value["body"]
        let sequence =
            body?["sequenceNumber"]
            ?? body?.text.flatMap { decoded($0, ["sequenceNumber": .scalar])?["sequenceNumber"] }
        data["deviceConnectionStateEventInfo"] = .object(["sequenceNumber": sequence ?? .null])
        return .object([
            "eventType": .text("Microsoft.Devices." + type), "data": .object(data),
            "eventTime": properties["operationTimestamp"] ?? .null,
        ])
    }

    /// An event whose data are base64 (CloudEvents, JSON event format, "Handling of data"), as any other.
    private static func unpacked(_ value: JSONValue) -> JSONValue {
        guard case .object(var members) = value, let text = value["data_base64"]?.text else { return value }
        members["data"] = decoded(text, ConnectionEventReader.data)
        return .object(members)
    }

    /// A value that is text or base64, as a route writes it that knows no encoding.
    private static func decoded(_ text: String, _ shape: [String: Shape]) -> JSONValue? {
        var found: JSONValue?
        var summary = InputSummary()
        guard let json = EntryReader.json(Array(text.utf8)) else { return nil }
        let entries = try? InputEntries(LogSource(name: "body", bytes: json), shape: shape)
        try? entries?.forEach(&summary) { value, _, _ in found = value }
        return found
    }

    private static func event(_ value: JSONValue, isConnected: Bool) -> ConnectionStateEvent? {
        let data = value["data"]
        guard let hub = data?["hubName"]?.text, hub.utf8.count <= 63, let device = data?["deviceId"]?.text,
            device.utf8.count <= 512,
            let sequence = data?["deviceConnectionStateEventInfo"]?["sequenceNumber"]?.text,
            sequence.utf8.count <= 128, sequence.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let time = (value["eventTime"]?.text ?? value["time"]?.text).flatMap(Instant.init(written:))
        else { return nil }
        return ConnectionStateEvent(
            hub: hub.lowercased(), device: device, module: data?["moduleId"]?.text ?? "", isConnected: isConnected,
            time: time, sequence: sequence.uppercased())
    }

    private static func isBefore(_ left: ConnectionStateEvent, _ right: ConnectionStateEvent) -> Bool {
        let leftIdentity = (left.hub, left.device, left.module)
        let rightIdentity = (right.hub, right.device, right.module)
        if leftIdentity != rightIdentity { return leftIdentity < rightIdentity }
        // Numbers of different lengths compare as numbers do; without that a text comparison would mislead.
        let leftNumber = left.sequence.drop { $0 == "0" }
        let rightNumber = right.sequence.drop { $0 == "0" }
        if leftNumber != rightNumber {
            return (leftNumber.utf8.count, leftNumber) < (rightNumber.utf8.count, rightNumber)
        }
        return left.time < right.time
    }

    private static func withoutRepetition(_ events: [ConnectionStateEvent]) -> [ConnectionStateEvent] {
        var kept: [ConnectionStateEvent] = []
        for event in events {
            let isRepeated = kept.last.map { last in
                last.hub == event.hub && last.device == event.device && last.module == event.module
                    && last.sequence == event.sequence
            }
            if isRepeated != true { kept.append(event) }
        }
        return kept
    }
}
