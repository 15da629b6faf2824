/// Lines between the records of a noisy blob that are no Connections event: other categories, cut copies, empty lines.
///
/// Each broken line is a copy of a record that stands whole before it, so no event is lost.
struct JunkRecords {
    private let noise: Bool
    private let breaksLines: Bool
    private let resource: String
    private let region: String
    private var random: SeededRandom
    private(set) var otherCategories = 0
    private(set) var rejects = 0

    init(plan: Plan, hub: Hub, hour: Int) {
        noise = plan.noise
        breaksLines = plan.brokenLines
        resource = hub.recordResource
        region = hub.region
        random = SeededRandom(seed: plan.seed, 4, hub.number, hour)
    }

    /// May add lines after the record that begins at `start` and ends the bytes.
    mutating func scatter(after start: Int, in bytes: inout [UInt8], at entry: Entry) {
        guard noise else { return }
        let draw = random.whole(0, 9_999)
        switch draw {
        case ..<40: appendOtherCategory(at: Int(entry.arrival), to: &bytes)
        case ..<42 where breaksLines: appendBroken(Array(bytes[start...]), to: &bytes)
        case 42..<50: bytes.append(0x0A)
        case 50..<60:
            bytes.removeLast()
            bytes.append("\r\n")
        default: break
        }
    }

    private mutating func appendOtherCategory(at time: Int, to bytes: inout [UInt8]) {
        let kinds: [(String, String)] = [
            ("DeviceIdentityOperations", "getDevice"), ("D2CTwinOperations", "read"), ("DirectMethods", "send"),
            ("Routes", "endpointHealthy"),
        ]
        let (category, operation) = random.pick(kinds, or: ("Routes", "endpointHealthy"))
        bytes.append("{\"time\":\"")
        bytes.appendISOTime(time - Transit.usualDelay)
        bytes.append(
            "\",\"resourceId\":\"\(resource)\",\"operationName\":\"\(operation)\",\"category\":\"\(category)\"")
        bytes.append(
            ",\"level\":\"Information\",\"durationMs\":\"14\",\"properties\":\"{}\",\"location\":\"\(region)\"}\n")
        otherCategories += 1
    }

    private mutating func appendBroken(_ line: [UInt8], to bytes: inout [UInt8]) {
        rejects += 1
        switch random.whole(0, 2) {
        case 0: bytes.append(contentsOf: line.prefix(line.count / 2))
        case 1:
            bytes.append(contentsOf: line.dropLast(2))
            bytes.append("]")
        default: bytes.append("Error: stream closed")
        }
        bytes.append(0x0A)
    }
}
