import Model
import Testing

@testable import Diagnosis

/// A day written by hand, one record a line, and what the analysis makes of it.
///
///     06:00:04 pump-1 connect sdk=node ip=203.0.113
///     06:44:59 pump-1 disconnect
///     07:12:41 pump-2 disconnect 404104
///     07:13:00 pump-2 refused 401003
///     -1 23:59:50 gw-1/camera disconnect 409002 hub=other
///
/// The report day is 2026-03-10 UTC; `-1` and `+1` before the time say the day before and after, `-9` nine days before. Order does not matter.
struct LogLines {
    var vocabulary = Vocabulary()
    private(set) var events: [Event] = []
    private var texts: [String: TextID] = ["": 0]
    private var devices: [Device: DeviceID] = [:]
    private var clients: [ClientDescription: ClientID] = [:]
    private var eventTypes: [EventType: EventTypeID] = [:]

    static let midnight = Instant(iso8601: "2026-03-10T00:00:00Z") ?? Instant(seconds: 0)
    static let day = ReportDay(utc: CivilDate("2026-03-10") ?? CivilDate(daysSince1970: 0))
    static let sdks = [
        "c": "iothubclient/1.6.0 (native; Linux; armv7l)",
        "python": "azure-iot-device-iothub-py/2.14.0(3.11.2;Linux;x86_64)",
        "node": "azure-iot-device/1.17.1 (node v10.16.0; Windows_NT 10.0.18363; x64)",
        "net": ".NET/1.42.0 (.NET 8.0.3; Debian GNU/Linux 12; X64)",
        "java": "com.microsoft.azure.sdk.iot.iot-device-client/2.1 (java; Linux; amd64)",
    ]
    static let names = [
        "404104": "DeviceConnectionClosedRemotely", "401003": "IoTHubUnauthorized", "409002": "LinkCreationConflict",
    ]

    init(_ text: String) {
        for line in text.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) { add(String(line)) }
    }

    static func time(_ text: String, dayOffset: Int = 0) -> Instant {
        let parts = text.split(separator: ":").compactMap { Int64($0) }
        return midnight.advanced(bySeconds: Int64(dayOffset) * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2])
    }

    mutating func add(_ line: String) {
        var words = line.split(separator: " ").map(String.init)
        var offset = 0
        if let days = Int(words[0]) {
            offset = days
            words.removeFirst()
        }
        let time = LogLines.time(words[0], dayOffset: offset)
        let name = words[1].split(separator: "/").map(String.init)
        var options: [String: String] = [:]
        var code = ""
        for word in words.dropFirst(3) {
            if let sign = word.firstIndex(of: "=") {
                options[String(word[..<sign])] = String(word[word.index(after: sign)...])
            } else {
                code = word
            }
        }
        add(time, Device(name: name[0], module: name.count > 1 ? name[1] : ""), words[2], code, options)
    }

    mutating func add(_ time: Instant, _ device: Device, _ kind: String, _ code: String, _ options: [String: String]) {
        let isConnect = kind != "disconnect"
        let sdk = options["sdk"].map { LogLines.sdks[$0] ?? $0 } ?? ""
        let auth = options["auth"].map { "{\"scope\":\"device\",\"type\":\"\($0)\"}" } ?? ""
        let client = ClientDescription(
            device: number(device), sdk: kind == "connect" ? text(sdk) : 0,
            transport: text(options["protocol"] ?? "Mqtt"),
            authentication: text(auth), address: text((options["ip"] ?? "203.0.113") + ".XXX"))
        let isError = kind == "refused" || !code.isEmpty
        let eventType = EventType(
            hub: text(options["hub"] ?? "pumps"), operation: isConnect ? .connect : .disconnect,
            level: isError ? .error : .information, code: text(code == "none" ? "" : code),
            description: text(LogLines.names[code] ?? ""))
        if clients[client] == nil {
            clients[client] = ClientID(vocabulary.clients.count)
            vocabulary.clients.append(client)
        }
        if eventTypes[eventType] == nil {
            eventTypes[eventType] = EventTypeID(vocabulary.eventTypes.count)
            vocabulary.eventTypes.append(eventType)
        }
        events.append(Event(time: time, client: clients[client] ?? 0, eventType: eventTypes[eventType] ?? 0))
    }

    mutating func removeEvents(where isGone: (Event) -> Bool) { events.removeAll(where: isGone) }

    private mutating func text(_ text: String) -> TextID {
        if let known = texts[text] { return known }
        texts[text] = TextID(vocabulary.texts.count)
        vocabulary.texts.append(text)
        return TextID(vocabulary.texts.count - 1)
    }

    private mutating func number(_ device: Device) -> DeviceID {
        if let known = devices[device] { return known }
        devices[device] = DeviceID(vocabulary.devices.count)
        vocabulary.devices.append(device)
        return DeviceID(vocabulary.devices.count - 1)
    }

    /// The state at a moment, by one analysis of everything before it, or by one for each of some steps.
    func state(
        at moment: Instant, from start: Instant = LogLines.time("00:00:00", dayOffset: -40), stepHours: Int64? = nil,
        settings: AnalysisSettings = AnalysisSettings()
    ) -> CarriedState {
        var state: CarriedState?
        var from = start
        let step = (stepHours ?? 240) * 3600
        let sorted = Set(events).sorted()
        while from < moment || state == nil {
            let to = min(from.advanced(bySeconds: step), moment)
            let span = TimeWindow(from: from, to: to)
            let day = ReportDay(date: LogLines.day.date, timeZone: "UTC", span: span)
            var context = AnalysisContext(day: day, dataSpan: span, vocabulary: vocabulary)
            context.carried = state
            context.boundary = to
            var analysis = DayAnalysis(context: context, settings: settings)
            analysis.add(sorted.filter { span.contains($0.time) })
            analysis.finish()
            state = CarriedState(moment: to, hubs: analysis.states ?? [])
            from = to
        }
        return state ?? CarriedState(moment: moment, hubs: [])
    }

    /// Runs the analysis over the lines, with the state that those before its data leave.
    func carriedOn(
        settings: AnalysisSettings = AnalysisSettings(), context change: (inout AnalysisContext) -> Void = { _ in }
    ) -> Analysed {
        let state = state(at: LogLines.midnight.advanced(bySeconds: -AnalysisContext.secondsBefore), settings: settings)
        return analysed(settings: settings) { context in
            context.carried = state
            change(&context)
        }
    }

    /// Runs the analysis over the lines: whatever day it is, slices of it come to the same.
    func analysed(
        settings: AnalysisSettings = AnalysisSettings(), context change: (inout AnalysisContext) -> Void = { _ in }
    ) -> Analysed {
        var context = AnalysisContext(day: LogLines.day, vocabulary: vocabulary)
        change(&context)
        do {
            let judged = try judged(slices: 1, settings: settings) { $0 = context }
            var drops: [Drop] = []
            try judged.drops.forEachBatch { drops += $0 }
            // Large days take long, and have nothing that others have not.
            if events.count < 400 {
                let whole = try DayPicture(judged, devices: vocabulary.devices.count)
                try picture(slices: 3, settings: settings) { $0 = context }.isSame(as: whole, slices: 3)
            }
            return Analysed(diagnosis: try judged.diagnosis(), drops: drops, vocabulary: vocabulary)
        } catch {
            Issue.record(error)
            return Analysed(diagnosis: DayDiagnosis(), drops: [], vocabulary: vocabulary)
        }
    }
}

/// What an analysis said, in a form that tests can compare.
struct Analysed {
    let diagnosis: DayDiagnosis
    let drops: [Drop]
    let vocabulary: Vocabulary

    /// One line a drop: `pump-1 06:44:59 back 3 s age 2695 404104 token-renewal high`.
    var lines: [String] {
        drops.map { drop in
            let device = vocabulary.devices[Int(drop.device)]
            let name = device.module.isEmpty ? device.name : device.name + "/" + device.module
            let codes = diagnosis.codeSets[Int(drop.codes)].filter { !$0.isEmpty }.joined(separator: "+")
            let back = drop.downtimeSeconds.map { "back \($0)" } ?? "open"
            let age = drop.connectionAgeSeconds.map { "age \($0)" } ?? "age ?"
            let time = drop.start.description.dropFirst(11).dropLast()
            return "\(name) \(time) \(back) \(age) \(codes.isEmpty ? "clean" : codes) \(drop.cause.name)"
        }
    }

    func causes(_ device: String) -> [Cause] {
        drops.filter { vocabulary.devices[Int($0.device)].name == device }.map(\.cause)
    }

    func confidences(_ device: String) -> [Confidence] {
        drops.filter { vocabulary.devices[Int($0.device)].name == device }.map(\.confidence)
    }

    func total(_ cause: Cause) -> CauseTotal? { diagnosis.causes.first { $0.cause == cause } }

    var hub: HubDay { diagnosis.hubs.first ?? HubDay(hub: "") }
}

extension AnalysisContext {
    func identity(of device: DeviceID, on hub: String) -> Identity {
        Identity(hub: TextID(vocabulary.texts.firstIndex(of: hub) ?? 0), device: device)
    }
}

func log(_ text: String) -> LogLines { LogLines(text) }

/// Lines of a device that drops in a rhythm: a drop `period` seconds after each connect, back after `back` seconds.
func rhythm(
    _ device: String, from start: Int, period: Int, back: Int = 3, count: Int, code: String = "404104", sdk: String = ""
) -> String {
    var result = ""
    var time = start
    let options = sdk.isEmpty ? "" : " sdk=\(sdk)"
    for _ in 0..<count {
        result += "\(clock(time)) \(device) connect\(options)\n\(clock(time + period)) \(device) disconnect \(code)\n"
        time += period + back
    }
    return result + "\(clock(time)) \(device) connect\(options)\n"
}
