import LogReading
import Model
import Testing

/// Everything that reading a text gave, with the numbers resolved.
struct ReadResult: Equatable {
    var events: [String] = []
    var rejects: [String] = []
    var summary = ReadingSummary()
}

/// Reads bytes; an event becomes
/// `time|hub|operation|level|code|description|device/module|sdk|transport|authentication|address`.
func read(_ bytes: [UInt8], _ options: ReadingOptions = ReadingOptions(), from start: ResumePoint? = nil) throws
    -> ReadResult
{
    try read(LogSource(name: "test", bytes: bytes), options, from: start)
}

func read(_ source: LogSource, _ options: ReadingOptions = ReadingOptions(), from start: ResumePoint? = nil) throws
    -> ReadResult
{
    let interner = Interner(knowing: Vocabulary())
    let reader = LogReader(interner: interner, options: options)
    var result = ReadResult()
    var events: [Event] = []
    result.summary = try reader.read(
        source, from: start,
        events: { span in for index in span.indices { events.append(span[index]) } },
        rejection: { result.rejects.append("\($0.line): \($0.reason)") })
    var vocabulary = Vocabulary()
    vocabulary.append(interner.takeAdditions())
    result.events = events.map { describe($0, in: vocabulary) }
    return result
}

func read(_ text: String, _ options: ReadingOptions = ReadingOptions()) throws -> ReadResult {
    try read(Array(text.utf8), options)
}

func describe(_ event: Event, in vocabulary: Vocabulary) -> String {
    let eventType = vocabulary.eventTypes[Int(event.eventType)]
    let client = vocabulary.clients[Int(event.client)]
    let device = vocabulary.devices[Int(client.device)]
    let fields = [
        event.time.description, vocabulary.text(eventType.hub), eventType.operation.name, eventType.level.name,
        vocabulary.text(eventType.code), vocabulary.text(eventType.description),
        device.module.isEmpty ? device.name : device.name + "/" + device.module, vocabulary.text(client.sdk),
        vocabulary.text(client.transport), vocabulary.text(client.authentication), vocabulary.text(client.address),
    ]
    return fields.joined(separator: "|")
}

let hubPath =
    "/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU"

/// A drop as a storage export writes it; the device id is one that stands escaped in a text inside a text.
func drop(_ time: String, _ device: String) -> String {
    #"{"time":"\#(time)","resourceId":"\#(hubPath)","operationName":"deviceDisconnect","category":"Connections","#
        + #""level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","#
        + #""properties":"{\"deviceId\":\"\#(device)\",\"protocol\":\"Mqtt\",\"authType\":null,"#
        + #"\"maskedIpAddress\":\"198.51.100.XXX\",\"statusCode\":\"404\",\"errorMessage\":\"gone\"}","location":"westeurope"}"#
}

func dropEvent(_ time: String, _ device: String) -> String {
    "\(time)|pumps-weu|deviceDisconnect|Error|404104|DeviceConnectionClosedRemotely|\(device)||Mqtt||198.51.100.XXX"
}
