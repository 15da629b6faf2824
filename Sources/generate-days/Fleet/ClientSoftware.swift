/// A device SDK as far as the log shows it: its text, its keep-alive and how it renews a SAS token over MQTT.
///
/// Texts after https://learn.microsoft.com/azure/iot-hub/monitor-iot-hub ("SDK version"), keep-alives after
/// https://learn.microsoft.com/azure/iot/iot-mqtt-connect-to-iot-hub#default-keep-alive-timeout, periods after
/// https://learn.microsoft.com/azure/iot-hub/iot-hub-troubleshoot-connectivity and the SDKs' public issue threads.
struct ClientSoftware: Sendable {
    enum Family: Sendable { case c, python, node, dotnet, java, plain }

    /// What a renewal leaves in the log.
    enum Trace: Sendable { case informational, closed, refusedThenClosed }

    let family: Family
    /// The value of `sdkVersion`; empty for a client without SDK, whose connects lack the key.
    let text: String
    let isOld: Bool
    /// Seconds; the hub gives a silent client up after one and a half times as long.
    let keepAlive: Int
    /// Seconds from connect to renewal; each device has one value of the range.
    let renewalPeriod: ClosedRange<Int>
    let traces: [Trace]

    static let all: [ClientSoftware] = [
        ClientSoftware(.c, "iothubclient/1.14.0 (native; Linux; armv7l)"),
        ClientSoftware(.c, "FieldPump/2.1 iothubclient/1.10.1 (native; freertos; esp platform)"),
        ClientSoftware(.c, "iothubclient/1.3.9 (native; WindowsProduct:0x00000004 6.2; x64)", old: true),
        ClientSoftware(.python, "azure-iot-device-iothub-py/2.14.0(3.11.2;Linux-6.1.0;x86_64)"),
        ClientSoftware(.python, "azure-iot-device-iothub-py/2.4.0(3.7.3;Linux-5.10.103;armv7l)", old: true),
        ClientSoftware(.node, "azure-iot-device/1.18.4 (node v20.11.1; Linux 6.1.0; arm64)"),
        ClientSoftware(.node, "azure-iot-device/1.17.1 (node v10.16.0; Windows_NT 10.0.18363; x64)", old: true),
        ClientSoftware(.dotnet, ".NET/1.42.0 (.NET 8.0.3; Debian GNU/Linux 12; X64)"),
        ClientSoftware(
            .dotnet, ".NET/1.21.2 (.NET Framework 4.8.4200.0; Microsoft Windows 10.0.17763; X86)", old: true),
        ClientSoftware(.java, "com.microsoft.azure.sdk.iot.iot-device-client/2.5.0 (17.0.10; Linux; amd64)"),
        ClientSoftware(.plain, ""),
    ]

    /// Places in `all` of the software of some families.
    static func places(of families: [Family], old: Bool? = nil) -> [Int] {
        all.indices.filter { families.contains(all[$0].family) && (old == nil || all[$0].isOld == old) }
    }

    private init(_ family: Family, _ text: String, old: Bool = false) {
        self.family = family
        self.text = text
        isOld = old
        switch family {
        case .c: (keepAlive, renewalPeriod, traces) = (240, 2_880...2_882, [.closed])
        case .python: (keepAlive, renewalPeriod, traces) = (60, 3_480...3_600, [.closed, .closed, .informational])
        case .node: (keepAlive, renewalPeriod, traces) = (180, 2_700...2_701, [.informational])
        case .dotnet: (keepAlive, renewalPeriod, traces) = (300, 3_900...4_200, [.refusedThenClosed, .closed])
        case .java: (keepAlive, renewalPeriod, traces) = (230, 3_900...4_200, [.refusedThenClosed, .closed])
        case .plain: (keepAlive, renewalPeriod, traces) = (120, 3_600...3_600, [.closed])
        }
    }
}
