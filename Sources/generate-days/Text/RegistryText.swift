/// The device registry of a hub as `az iot hub device-twin list` prints it; it holds no key.
///
/// The state is that at the end of the data: `lastActivityTime` is the device's latest event there.
func registryText(of days: Days, hub: Int) -> [UInt8] {
    var state: [Int: (time: Int, connected: Bool)] = [:]
    for entries in days.buckets[hub] {
        for entry in entries where entry.kind != .refusedConnect && !entry.code.isTakeover {
            let identity = days.identities[Int(entry.identity)]
            guard identity.module.isEmpty else { continue }
            let time = Int(entry.time)
            let connects = entry.kind == .connect
            if let known = state[identity.device], known.time > time || (known.time == time && known.connected) {
                continue
            }
            state[identity.device] = (time, connects)
        }
    }
    var text = Array("[".utf8)
    for (place, device) in days.devices.enumerated() where device.hub == hub {
        text.append(text.count == 1 ? "\n" : ",\n")
        appendTwin(device, state[place], days.plan, to: &text)
    }
    text.append("\n]\n")
    return text
}

private func appendTwin(
    _ device: SimulatedDevice, _ state: (time: Int, connected: Bool)?, _ plan: Plan, to text: inout [UInt8]
) {
    let disabled = device.role == .disabled
    let never = "0001-01-01T00:00:00Z"
    var activity = state.map { isoTime($0.time) } ?? isoTime(plan.span.lowerBound - 3_600)
    if device.role == .silent {
        activity = device.number.isMultiple(of: 2) ? never : isoTime(plan.firstDay - (3 + device.number % 5) * 86_400)
    }
    if device.role == .refusedAllDay { activity = isoTime(plan.firstDay - 9 * 86_400) }
    let online = state?.connected ?? ![.silent, .refusedAllDay].contains(device.role)
    let fields: [(String, String)] = [
        ("deviceId", quoted(device.id)), ("etag", quoted("AAAAAAAAAAE=")), ("deviceEtag", quoted("MTIz")),
        ("status", quoted(disabled ? "disabled" : "enabled")),
        ("statusReason", disabled ? quoted("taken out of service") : "null"),
        ("statusUpdateTime", quoted(disabled ? isoTime(state?.time ?? plan.firstDay) : never)),
        ("connectionState", quoted(online ? "Connected" : "Disconnected")), ("lastActivityTime", quoted(activity)),
        ("cloudToDeviceMessageCount", "0"), ("authenticationType", quoted(device.credential.rawValue)),
        ("x509Thumbprint", #"{"primaryThumbprint":null,"secondaryThumbprint":null}"#), ("version", "7"),
        ("tags", #"{"site":\#(quoted(device.site.name)),"customer":\#(quoted(device.customer))}"#),
        ("capabilities", #"{"iotEdge":\#(device.role == .gateway)}"#),
    ]
    text.append("  {")
    text.append(fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))
    text.append("}")
}

/// A JSON string.
func quoted(_ value: String) -> String {
    var text: [UInt8] = [0x22]
    text.appendEscaped(Array(value.utf8))
    text.append(0x22)
    return String(decoding: text, as: UTF8.self)
}
