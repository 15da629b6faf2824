/// Small files, each broken in one way that operators meet, with a list of what is in them.
///
/// Every file holds three good events of devices `ok-1` to `ok-3` besides what is wrong, unless its line in the list
/// says otherwise; times are 10 minutes after 06:00 of the first day.
struct BrokenFiles {
    let plan: Plan
    let folder: String

    private struct File {
        let name: String
        let bytes: [UInt8]
        var events = 3
        let rejects: Int
        var others = 0
        let what: String
    }

    func write() throws {
        var list = Array("file,events,rejects,other_categories,what\n".utf8)
        for file in try lines() + values() + tables() {
            try OutputFile.write(file.bytes, to: "\(folder)/\(file.name)")
            list.append("\(file.name),\(file.events),\(file.rejects),\(file.others),\"\(file.what)\"\n")
        }
        // Not `.csv`: an import of the folder would take it for a log.
        try OutputFile.write(list, to: "\(folder)/contents.txt")
    }

    /// Files whose lines are damaged on the way.
    private func lines() throws -> [File] {
        let good = Array(goodLines.joined().utf8)
        let fourth = line(4)
        // Two members, so that what comes before the cut does not depend on the compressor.
        let whole = try gzipped(good, for: "truncated.json.gz")
        let cut = try gzipped(Array(fourth.utf8), for: "truncated.json.gz").dropLast(40)
        return [
            File(
                name: "cut-last-line.json", bytes: good + Array(fourth.utf8.prefix(300)), rejects: 1,
                what: "the last line ends in the middle, as when an append blob is copied while it grows"),
            File(
                name: "invalid-utf8.json",
                bytes: replacing("ok-4", in: good + Array(fourth.utf8), by: [0x6F, 0xFF, 0x2D, 0x34]), rejects: 1,
                what: "the device id of the fourth record is no UTF-8"),
            File(
                name: "raw-newline.json",
                bytes: replacing("ok-4", in: good + Array(fourth.utf8), by: [0x6F, 0x0A, 0x2D, 0x34]), rejects: 2,
                what: "a raw line feed within a string: two lines and neither is a record"),
            File(
                name: "zero-bytes-tail.json", bytes: good + [UInt8](repeating: 0, count: 512), rejects: 1,
                what: "512 zero bytes after the last line, as preallocated files have"),
            File(
                name: "truncated.json.gz", bytes: whole + cut, rejects: 2,
                what: "a gzip file whose last 40 bytes are missing: the cut line and the early end"),
            File(
                name: "not-json.json",
                bytes: Array("<html><body>AuthenticationFailed</body></html>\n".utf8), events: 0, rejects: 1,
                what: "an error page that was saved in place of the blob"),
            File(
                name: "bom.json", bytes: [0xEF, 0xBB, 0xBF] + good, rejects: 0,
                what: "a byte order mark at the start; nothing is wrong"),
            File(
                name: "crlf.json",
                bytes: Array(goodLines.map { $0.dropLast() + "\r\n" }.joined(separator: "\r\n").utf8), rejects: 0,
                what: "lines end in CR LF and every second one is empty; nothing is wrong"),
            File(name: "empty.json", bytes: [], events: 0, rejects: 0, what: "no byte at all"),
        ]
    }

    /// Files whose lines are JSON but no proper record.
    private func values() -> [File] {
        func file(_ name: String, _ more: String..., rejects: Int, others: Int = 0, _ what: String) -> File {
            let bytes = Array((goodLines.joined() + more.map { $0 + "\n" }.joined()).utf8)
            return File(name: name, bytes: bytes, events: 3, rejects: rejects, others: others, what: what)
        }
        return [
            file(
                "wrong-types.json", record(time: "17", properties: #""{\"deviceId\":\"ok-4\"}""#),
                record(properties: #""{\"deviceId\":5,\"protocol\":\"Mqtt\"}""#), record(properties: "[1,2]"), "42",
                "[]",
                rejects: 4,
                "a number for a time, a number for a device id, an array for properties, a bare number; the last line is an empty array and holds no record"
            ),
            file("unknown-level.json", record(level: "Catastrophic"), rejects: 1, "a level that nobody documents"),
            file(
                "missing-device.json", record(properties: #""{\"protocol\":\"Mqtt\"}""#), record(properties: "null"),
                rejects: 2,
                "properties without a device id; properties null"),
            file(
                "time-out-of-range.json", record(time: "\"2026-13-40T25:61:61Z\""), record(time: "\"not a time\""),
                record(time: "\"99999-01-01T00:00:00Z\""), rejects: 3, "times that are none"),
            file(
                "unknown-operation.json", record(operation: "deviceTeleport"), rejects: 0,
                "an operation that nobody knows: counted by its name, nothing is wrong"),
            file(
                "other-categories.json", record(category: "DeviceTelemetry"), record(category: "Routes"),
                record(category: "D2CTwinOperations"), rejects: 0, others: 3,
                "records of other categories of IoT Hub; nothing is wrong"),
            file(
                "long-line.json", record(properties: "\"" + String(repeating: "x", count: 70_000) + "\""), rejects: 1,
                "a line of 70 kB whose properties are no JSON"),
            file(
                "deep.json", String(repeating: "[", count: 5_000), rejects: 1, "five thousand brackets that never close"
            ),
            File(
                name: "cut-array.json",
                bytes: Array(
                    ("{\"records\":[" + goodLines.map { $0.dropLast() }.joined(separator: ",") + ",{\"time\":\"2026")
                        .utf8),
                rejects: 1, what: "a message that ends within its array"),
        ]
    }

    /// Exports of Log Analytics that are unsafe to read as they are.
    private func tables() -> [File] {
        let day = CalendarSecond(plan.firstDay)
        let properties =
            #""{""deviceId"":""ok-1"",""protocol"":""Mqtt"",""authType"":null,""maskedIpAddress"":""203.0.113.XXX"",""statusCode"":""404"",""errorMessage"":""""}""#
        let rest =
            "deviceDisconnect,Error,404104,DeviceConnectionClosedRemotely,\(properties),Connections,IOTHUBS,\(hub.tableResource)\r\n"
        let columns =
            "OperationName,Level,ResultType,ResultDescription,\"properties_s\",Category,ResourceType,\"_ResourceId\"\r\n"
        let local =
            "\"TimeGenerated [Local Time]\"," + columns
            + "\(day.day)/0\(day.month)/\(day.year) 06:10:00.000," + rest
        let ragged =
            "\"TimeGenerated [UTC]\"," + columns + "\"\(day.month)/\(day.day)/\(day.year), 6:10:00.000 AM\"," + rest
            + "\"\(day.month)/\(day.day)/\(day.year), 6:11:00.000 AM\",deviceDisconnect\r\n"
        let partial =
            #"{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},"#
            + #"{"name":"OperationName","type":"string"},{"name":"Level","type":"string"},{"name":"ResultType","type":"string"},"#
            + #"{"name":"ResultDescription","type":"string"},{"name":"properties_s","type":"string"},{"name":"_ResourceId","type":"string"}],"rows":[["#
            + #""\#(isoTime(time(1)))","deviceConnect","Information","","","{\"deviceId\":\"ok-1\",\"protocol\":\"Mqtt\"}","\#(hub.tableResource)"]]}],"#
            + #""error":{"code":"PartialError","message":"There were some errors when processing your query.","details":[{"code":"EngineError","message":"Query result set has exceeded the internal record count limit 500000"}]}}"#
        return [
            File(
                name: "local-time.csv", bytes: Array(local.utf8), events: 0, rejects: 1,
                what:
                    "the portal showed local times: neither zone nor order of day and month is known; the file is refused as a whole"
            ),
            File(
                name: "ragged.csv", bytes: Array(ragged.utf8), events: 1, rejects: 1,
                what: "the second row has two fields; one good event"),
            File(
                name: "partial-error.json", bytes: Array(partial.utf8), events: 1, rejects: 0,
                what:
                    "the query gave a part of its rows and an error beside them; one good event and incomplete input"
            ),
        ]
    }

    private var hub: Hub { plan.hubs[0] }
    private var goodLines: [String] { (1...3).map(line) }
    private func time(_ number: Int) -> Int { plan.firstDay + 6 * 3_600 + 600 + number }

    /// A clean connect of device `ok-<number>`, with its line feed.
    private func line(_ number: Int) -> String {
        let properties =
            #""{\"deviceId\":\"ok-\#(number)\",\"sdkVersion\":\"iothubclient/1.14.0 (native; Linux; armv7l)\","#
            + #"\"protocol\":\"Mqtt\",\"authType\":null,\"maskedIpAddress\":\"203.0.113.XXX\",\"statusCode\":null,\"errorMessage\":\"\"}""#
        return record(time: "\"\(isoTime(time(number)))\"", properties: properties) + "\n"
    }

    private func record(
        time: String? = nil, operation: String = "deviceConnect", category: String = "Connections",
        level: String = "Information", properties: String = #""{\"deviceId\":\"ok-4\",\"protocol\":\"Mqtt\"}""#
    ) -> String {
        #"{"time":\#(time ?? "\"\(isoTime(self.time(4)))\""),"resourceId":"\#(hub.recordResource)","operationName":"\#(operation)","#
            + #""category":"\#(category)","level":"\#(level)","properties":\#(properties),"location":"\#(hub.region)"}"#
    }

    private func replacing(_ text: String, in bytes: [UInt8], by replacement: [UInt8]) -> [UInt8] {
        let pattern = Array(text.utf8)
        guard bytes.count >= pattern.count else { return bytes }
        for place in 0...(bytes.count - pattern.count) where Array(bytes[place..<place + pattern.count]) == pattern {
            return Array(bytes[..<place]) + replacement + Array(bytes[(place + pattern.count)...])
        }
        return bytes
    }
}
