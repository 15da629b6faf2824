/// An identity of a hub, as its records need it.
struct SimulatedIdentity: Sendable {
    let hub: Int
    /// Place of its device in the fleet of all hubs.
    let device: Int
    let module: String
    /// Start of the record's `properties` up to what depends on the record, already escaped once.
    let head: [UInt8]
    let protocolName: StaticString
    /// `authType` of a connect: the text of a JSON value.
    let authType: [UInt8]

    init(_ device: SimulatedDevice, place: Int, module: String) {
        hub = device.hub
        self.device = place
        self.module = module
        var head: [UInt8] = []
        head.append("{\"deviceId\":\"")
        head.appendEscaped(Array(device.id.utf8))
        head.append(0x22)
        if !module.isEmpty {
            head.append(",\"moduleId\":\"")
            head.appendEscaped(Array(module.utf8))
            head.append(0x22)
        }
        self.head = head
        switch device.transport {
        case .mqtt:
            protocolName = "Mqtt"
            authType = Array("null".utf8)
        case .amqp:
            protocolName = "Amqp"
            let scope = module.isEmpty ? "device" : "module"
            let (type, issuer) = device.credential == .sas ? ("sas", "iothub") : ("x509Certificate", "external")
            let inner = #"{"scope":"\#(scope)","type":"\#(type)","issuer":"\#(issuer)","acceptingIpFilterRule":null}"#
            var auth: [UInt8] = [0x22]
            auth.appendEscaped(Array(inner.utf8))
            auth.append(0x22)
            authType = auth
        }
    }
}
