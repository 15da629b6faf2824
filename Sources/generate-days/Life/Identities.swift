/// An identity of a hub, as its records need it.
struct Identity: Sendable {
    let hub: Int
    /// Place of its device in the fleet of all hubs.
    let device: Int
    let module: String
    /// Start of the record's `properties` up to what depends on the record, already escaped once.
    let head: [UInt8]
    let protocolName: StaticString
    /// `authType` of a connect: the text of a JSON value.
    let authType: [UInt8]

    init(_ device: Device, place: Int, module: String) {
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

extension [UInt8] {
    /// Appends bytes as the inside of a JSON string.
    ///
    /// Most of a record's text goes through here, so the bytes are gathered in a buffer of fixed size: an array would
    /// check its capacity at each of them.
    mutating func appendEscaped(_ bytes: [UInt8]) {
        let hexadecimal: StaticString = "0123456789abcdef"
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count * 6) { buffer in
            var count = 0
            func put(_ byte: UInt8) {
                unsafe buffer[count] = byte
                count += 1
            }
            for byte in bytes {
                if byte == 0x22 || byte == 0x5C {
                    put(0x5C)
                    put(byte)
                } else if byte >= 0x20 {
                    put(byte)
                } else {
                    for byte in [0x5C, 0x75, 0x30, 0x30] as [UInt8] { put(byte) }
                    unsafe put(hexadecimal.utf8Start[Int(byte >> 4)])
                    unsafe put(hexadecimal.utf8Start[Int(byte & 15)])
                }
            }
            unsafe append(contentsOf: buffer[..<count])
        }
    }

    /// Appends bytes as the inside of a quoted CSV field.
    mutating func appendDoublingQuotes(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == 0x22 { append(0x22) }
            append(byte)
        }
    }
}
