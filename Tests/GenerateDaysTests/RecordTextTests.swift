import Testing

@testable import generate_days

/// Expected lines written by hand after the documented record and published real ones.
@Suite struct RecordTextTests {
    private let hubs = Hub.hubs(named: ["Pumps-WEU"], devices: 10)

    @Test func aCleanConnectOverMQTTHasItsSDKAndNoAuthentication() {
        #expect(
            line(.connect, .none) == start("deviceConnect")
                + #""Information","properties":"{\"deviceId\":\"pump-0001\",\"sdkVersion\":\"azure-iot-device/1.18.4 (node v20.11.1; Linux 6.1.0; arm64)\",\"protocol\":\"Mqtt\",\"authType\":null,\"maskedIpAddress\":\"203.0.113.XXX\",\"statusCode\":null,\"errorMessage\":\"\"}","location":"westeurope"}"#
                + "\n")
    }

    @Test func aCleanDisconnectHasNeitherResultNorSDK() {
        #expect(
            line(.disconnect, .none) == start("deviceDisconnect")
                + #""Information","properties":"{\"deviceId\":\"pump-0001\",\"protocol\":\"Mqtt\",\"authType\":null,\"maskedIpAddress\":\"203.0.113.XXX\",\"statusCode\":null,\"errorMessage\":\"\"}","location":"westeurope"}"#
                + "\n")
    }

    @Test func anErrorStandsOnTheDisconnectWithItsStatusAsText() {
        #expect(
            line(.disconnect, .closedRemotely) == start("deviceDisconnect")
                + #""Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\"deviceId\":\"pump-0001\",\"protocol\":\"Mqtt\",\"authType\":null,\"maskedIpAddress\":\"203.0.113.XXX\",\"statusCode\":\"404\",\"errorMessage\":\"Device disconnected, see cause and resolution at https://aka.ms/iothub404104\"}","location":"westeurope"}"#
                + "\n")
    }

    @Test func anErrorWithoutCodeHasADescriptionOnly() {
        let text = line(.disconnect, .errorWithoutCode)
        #expect(text.contains(#""level":"Error","resultDescription":"InternalServerError","properties""#))
        #expect(!text.contains("resultType"))
    }

    @Test func anAMQPConnectCarriesItsAuthenticationAsJSONInJSONInJSON() {
        let text = line(.connect, .none, role: .gateway, module: "$edgeHub")
        #expect(text.contains(#"\"deviceId\":\"gw-0001\",\"moduleId\":\"$edgeHub\","#))
        #expect(text.contains(#"\"authType\":\"{\\\"scope\\\":\\\"module\\\",\\\"type\\\":\\\""#))
        #expect(!line(.disconnect, .none, role: .gateway).contains("scope"))
    }

    @Test(arguments: RecordShape.allCases)
    func everySpellingOfARecordEndsItsLineOnce(shape: RecordShape) {
        for code in [Code.none, .closedRemotely] {
            let text = line(.disconnect, code, shape: shape)
            #expect(text.hasSuffix("}\n"))
            #expect(text.filter { $0 == "\n" }.count == 1)
        }
    }

    @Test func quotesAndControlCharactersAreEscaped() {
        var text: [UInt8] = []
        text.appendEscaped(Array("a\"\\\n\u{1F}z".utf8))
        #expect(String(decoding: text, as: UTF8.self) == #"a\"\\\u000a\u001fz"#)
    }

    private func start(_ operation: String) -> String {
        #"{"time":"2026-03-10T06:00:04Z","resourceId":"/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG-FIELD/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"\#(operation)","category":"Connections","level":"#
    }

    private func line(
        _ kind: Entry.Kind, _ code: Code, role: Role = .renewing, module: String = "", shape: RecordShape = .usual
    ) -> String {
        var random = SeededRandom(seed: 1)
        let device = SimulatedDevice(hub: 0, number: 1, role: role, sites: 4, random: &random)
        let entry = Entry(
            time: 1_773_122_404, arrival: 0, identity: 0, prefix: 0xCB_0071, drop: 0, software: 5, code: code,
            kind: kind,
            shape: shape)
        var text: [UInt8] = []
        var record = StorageRecord(RecordText(hubs), hubs)
        record.append(entry, SimulatedIdentity(device, place: 0, module: module), to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
