/// The SDK that a client uses, as far as `sdkVersion` of its connect tells.
enum SDKFamily: UInt8, CaseIterable, Sendable {
    case unknown, c, python, node, dotNet, java, other

    /// The forms are in "Monitor Azure IoT Hub" (SDK version) and in the sources of the SDKs.
    ///
    /// A product name of the device's maker may stand before them, so they are searched for, the longer before the
    /// shorter.
    init(sdkVersion text: String) {
        let text = String(text.prefix(512)).lowercased()
        if text.isEmpty {
            self = .unknown
        } else if text.contains("azure-iot-device-iothub-py") {
            self = .python
        } else if text.contains("azure-iot-device") {
            self = .node
        } else if text.contains("iothubclient") {
            self = .c
        } else if text.contains("com.microsoft.azure") {
            self = .java
        } else if text.contains(".net") || text.contains("microsoft.azure.devices") {
            self = .dotNet
        } else {
            self = .other
        }
    }

    /// As operators call it.
    var name: String {
        switch self {
        case .unknown: "unknown SDK"
        case .c: "C"
        case .python: "Python"
        case .node: "Node.js"
        case .dotNet: ".NET"
        case .java: "Java"
        case .other: "other SDK"
        }
    }

    /// Connection ages, in seconds, at which the SDK renews a token of the default life on MQTT.
    ///
    /// C renews at 80 % of an hour, Python two minutes before its end or (by the documentation) at it, Node.js a
    /// quarter of an hour before it; .NET and Java reconnect at the token's life plus up to ten minutes, 65 minutes
    /// measured ("Monitor, diagnose, and troubleshoot Azure IoT Hub device connectivity", MQTT device disconnect
    /// behavior; constants in the SDKs).
    var renewalPeriods: [ClosedRange<Int32>] {
        switch self {
        case .c: [2880...2880]
        case .python: [3480...3480, 3600...3600]
        case .node: [2700...2700]
        case .dotNet, .java: [3900...4200]
        case .unknown, .other: []
        }
    }

    /// Default MQTT keep-alive in seconds; the longest of them where the SDK is not known ("Communicate with your IoT
    /// hub using the MQTT protocol", default keep-alive timeout).
    var keepAliveSeconds: Int64 {
        switch self {
        case .python: 60
        case .node: 180
        case .java: 230
        case .c: 240
        case .dotNet, .unknown, .other: 300
        }
    }

    /// How late the hub may notice a silent client: one and a half keep-alives.
    var noticeSeconds: Int64 { keepAliveSeconds * 3 / 2 }
}
