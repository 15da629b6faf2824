/// Writes records as lines of a storage export's `PT1H.json`.
struct StorageRecord: Sendable {
    private let text: RecordText
    private let resources: [[UInt8]]
    private let locations: [[UInt8]]
    private var properties: [UInt8] = []

    init(_ text: RecordText, _ hubs: [Hub]) {
        self.text = text
        resources = hubs.map { Array($0.recordResource.utf8) }
        locations = hubs.map { Array($0.region.utf8) }
    }

    mutating func append(_ entry: Entry, _ identity: SimulatedIdentity, to line: inout [UInt8]) {
        properties.removeAll(keepingCapacity: true)
        text.appendProperties(entry, identity, to: &properties)
        guard entry.shape == .usual else { return appendOdd(entry, identity, to: &line) }
        line.append("{\"time\":\"")
        line.appendISOTime(Int(entry.time))
        line.append("\",\"resourceId\":\"")
        line.append(contentsOf: resources[identity.hub])
        line.append("\",\"operationName\":\"")
        line.append(text.operation(entry))
        line.append("\",\"category\":\"Connections\",\"level\":\"")
        line.append(text.level(entry))
        if entry.code == .none {
            line.append("\",\"properties\":\"")
        } else {
            appendResult(entry, to: &line)
            line.append(",\"properties\":\"")
        }
        line.appendEscaped(properties)
        line.append("\",\"location\":\"")
        line.append(contentsOf: locations[identity.hub])
        line.append("\"}\n")
    }

    /// Closes the level's quotes and adds result and description; an error without a code has the description only.
    private func appendResult(_ entry: Entry, to line: inout [UInt8]) {
        let result = text.result(entry)
        if !result.isEmpty {
            line.append("\",\"resultType\":\"")
            line.append(contentsOf: result)
        }
        line.append("\",\"resultDescription\":\"")
        line.append(contentsOf: text.name(entry))
        line.append(0x22)
    }

    /// The same record in one of the spellings that a tolerant reader must understand.
    private func appendOdd(_ entry: Entry, _ identity: SimulatedIdentity, to line: inout [UInt8]) {
        var time: [UInt8] = []
        time.appendTimeWithoutZone(Int(entry.time))
        switch entry.shape {
        case .fractionOfSecond: time.append(".0000000Z")
        case .offsetInsteadOfZ: time.append("+00:00")
        default: time.append(0x5A)
        }
        var fields: [(StaticString, [UInt8])] = [
            ("time", quoted(time)), ("resourceId", quoted(resources[identity.hub])),
            ("operationName", quoted(Array("\(text.operation(entry))".utf8))),
            ("category", quoted(Array("Connections".utf8))),
            ("level", quoted(Array("\(text.level(entry))".utf8))),
        ]
        fields += resultFields(entry)
        switch entry.shape {
        case .propertiesAsObject: fields.append(("properties", properties))
        case .unicodeEscapes: fields.append(("properties", withUnicodeEscapes(quoted(properties))))
        default: fields.append(("properties", quoted(properties)))
        }
        fields.append(("location", quoted(locations[identity.hub])))
        switch entry.shape {
        case .otherOrder: fields.reverse()
        case .moreKeys:
            fields.insert(("durationMs", Array("0".utf8)), at: 4)
            fields.append(("identity", Array("{\"claims\":[{},null,\"}\"]}".utf8)))
        default: break
        }
        if entry.shape == .wrappedInRecords { line.append("{\"records\":[") }
        let blank = entry.shape == .blanks
        for (place, field) in fields.enumerated() {
            line.append(place == 0 ? (blank ? "{ \"" : "{\"") : (blank ? " , \"" : ",\""))
            line.append(field.0)
            line.append(blank ? "\" : " : "\":")
            line.append(contentsOf: field.1)
        }
        line.append(blank ? " }" : "}")
        if entry.shape == .wrappedInRecords { line.append("]}") }
        line.append(0x0A)
    }

    private func resultFields(_ entry: Entry) -> [(StaticString, [UInt8])] {
        if entry.code == .none {
            return switch entry.shape {
            case .emptyResult: [("resultType", Array("\"\"".utf8)), ("resultDescription", Array("\"\"".utf8))]
            case .nullResult: [("resultType", Array("null".utf8)), ("resultDescription", Array("null".utf8))]
            default: []
            }
        }
        let description: (StaticString, [UInt8]) = ("resultDescription", quoted(text.name(entry)))
        let result = text.result(entry)
        if result.isEmpty { return [description] }
        return [("resultType", entry.shape == .resultAsNumber ? result : quoted(result)), description]
    }

    /// Spells each letter p, which no escape of JSON needs for itself, by its number.
    private func withUnicodeEscapes(_ string: [UInt8]) -> [UInt8] {
        var spelled: [UInt8] = []
        for byte in string {
            if byte == 0x70 { spelled.append("\\u0070") } else { spelled.append(byte) }
        }
        return spelled
    }

    private func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var string: [UInt8] = [0x22]
        string.appendEscaped(bytes)
        string.append(0x22)
        return string
    }
}
