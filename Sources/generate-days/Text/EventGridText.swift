/// Connection-state events as Event Grid delivers them, in one JSON array.
///
/// The hub looks at each identity's state every 60 seconds and publishes only the last change of the interval, so a
/// drop that is over within it leaves nothing; there is no code and no address
/// (https://learn.microsoft.com/azure/iot-hub/iot-hub-event-grid).
func eventGridText(of days: Days) -> [UInt8] {
    var changes: [(time: Int, identity: Int, connects: Bool)] = []
    for entry in days.buckets.joined().joined() where entry.kind != .refusedConnect && !entry.code.isTakeover {
        changes.append((Int(entry.time), Int(entry.identity), entry.kind == .connect))
    }
    // A disconnect stands before a connect of the same second.
    changes.sort { ($0.time, $0.identity, $0.connects ? 1 : 0) < ($1.time, $1.identity, $1.connects ? 1 : 0) }
    var last: [Int: (minute: Int, place: Int)] = [:]
    var published = Array(repeating: false, count: changes.count)
    for (place, change) in changes.enumerated() {
        let minute = change.time / 60
        if let before = last[change.identity], before.minute == minute { published[before.place] = false }
        published[place] = true
        last[change.identity] = (minute, place)
    }
    var text = Array("[".utf8)
    var state: [Int: Bool] = [:]
    var sequence: [Int: Int] = [:]
    for (place, change) in changes.enumerated() where published[place] {
        let identity = days.identities[change.identity]
        let startsConnected = !days.devices[identity.device].startsOffline
        guard state[change.identity] ?? startsConnected != change.connects else { continue }
        state[change.identity] = change.connects
        sequence[change.identity, default: 0] += 1
        text.append(text.count == 1 ? "\n" : ",\n")
        appendEvent(
            days, identity, at: change.time, connects: change.connects, number: sequence[change.identity] ?? 0,
            of: change.identity, to: &text)
    }
    text.append("\n]\n")
    return text
}

private func appendEvent(
    _ days: Days, _ identity: SimulatedIdentity, at time: Int, connects: Bool, number: Int, of place: Int,
    to text: inout [UInt8]
) {
    let hub = days.plan.hubs[identity.hub]
    let device = days.devices[identity.device]
    let subject = "devices/\(device.id)" + (identity.module.isEmpty ? "" : "/modules/\(identity.module)")
    let sequence = hexadecimal(place, width: 24) + hexadecimal(number, width: 40)
    text.append("{\"id\":\"\(hexadecimal(place, width: 8))-0000-4000-8000-\(hexadecimal(number, width: 12))\",")
    text.append("\"topic\":\"\(hub.recordResource)\",\"subject\":\(quoted(subject)),")
    text.append(
        "\"eventType\":\"Microsoft.Devices.\(connects ? "DeviceConnected" : "DeviceDisconnected")\",\"eventTime\":\"")
    text.appendTimeWithoutZone(time)
    text.append(".1234567Z\",\"data\":{\"deviceConnectionStateEventInfo\":{\"sequenceNumber\":\"\(sequence)\"},")
    text.append("\"hubName\":\"\(hub.name.uppercased())\",\"deviceId\":\(quoted(device.id)),")
    text.append("\"moduleId\":\(quoted(identity.module))},\"dataVersion\":\"1\",\"metadataVersion\":\"1\"}")
}

private func hexadecimal(_ number: Int, width: Int) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
