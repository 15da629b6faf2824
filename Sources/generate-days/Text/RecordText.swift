/// Spells records as IoT Hub's diagnostic settings do
/// (https://learn.microsoft.com/azure/iot-hub/monitor-iot-hub-reference, "Resource logs", and published real records).
struct RecordText: Sendable {
    private let hubs: [Hub]
    private let clientTexts: [[UInt8]]
    private let codes: [CodeText]

    private struct CodeText: Sendable {
        let result: [UInt8]
        let name: [UInt8]
        let status: [UInt8]
        let message: [UInt8]
    }

    init(_ hubs: [Hub]) {
        self.hubs = hubs
        clientTexts = ClientSoftware.all.map { software in
            guard !software.text.isEmpty else { return [] }
            var text = Array(",\"sdkVersion\":\"".utf8)
            text.appendEscaped(Array(software.text.utf8))
            text.append(0x22)
            return text
        }
        codes = Code.allCases.map { code in
            let number = code.number.map(String.init) ?? ""
            return CodeText(
                result: Array(number.utf8), name: Array(code.name.utf8),
                status: Array((number.isEmpty ? "null" : "\"\(number.prefix(3))\"").utf8),
                message: Array(code.message.utf8))
        }
    }

    /// The JSON object that a record carries as text in `properties`.
    func appendProperties(_ entry: Entry, _ identity: SimulatedIdentity, to text: inout [UInt8]) {
        let code = codes[Int(entry.code.rawValue)]
        text.append(contentsOf: identity.head)
        if entry.kind != .disconnect { text.append(contentsOf: clientTexts[Int(entry.software)]) }
        text.append(",\"protocol\":\"")
        text.append(identity.protocolName)
        text.append("\",\"authType\":")
        if entry.kind == .connect { text.append(contentsOf: identity.authType) } else { text.append("null") }
        text.append(",\"maskedIpAddress\":\"")
        text.appendNumber(Int(entry.prefix >> 16 & 255))
        text.append(0x2E)
        text.appendNumber(Int(entry.prefix >> 8 & 255))
        text.append(0x2E)
        text.appendNumber(Int(entry.prefix & 255))
        text.append(".XXX\",\"statusCode\":")
        text.append(contentsOf: code.status)
        text.append(",\"errorMessage\":\"")
        text.append(contentsOf: code.message)
        text.append("\"}")
    }

    func result(_ entry: Entry) -> [UInt8] { codes[Int(entry.code.rawValue)].result }
    func name(_ entry: Entry) -> [UInt8] { codes[Int(entry.code.rawValue)].name }
    func hub(_ identity: SimulatedIdentity) -> Hub { hubs[identity.hub] }

    func operation(_ entry: Entry) -> StaticString { entry.kind == .disconnect ? "deviceDisconnect" : "deviceConnect" }
    func level(_ entry: Entry) -> StaticString { entry.code == .none ? "Information" : "Error" }
}
