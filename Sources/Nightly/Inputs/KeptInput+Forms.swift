import Delivery
import Diagnosis
import Foundation
import Model
import Store

// The forms in which the database keeps what side inputs said: lines for a registry, which may name a million devices,
// else JSON. The same facts make the same bytes.

extension KeptInput {
    init(_ kind: Kind, source: String, data: [UInt8]) {
        self.init(kind: kind, source: source, digest: SHA256.hex(of: data), data: data)
    }

    static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return Array(try encoder.encode(value))
    }

    func decoded<Form: Decodable>(as form: Form.Type) throws -> Form {
        try JSONDecoder().decode(form, from: Data(data))
    }
}

/// A registry as lines of tabs: hubs (`H`, with `aside` where nothing is concluded from it), sets of tags (`T`, numbered
/// in their order), devices (`D`: id, disabled, authentication, ticks of the last change, number of the tags; then, where
/// the export says so, whether it is connected, and the ticks of that and of its last activity).
///
/// Device ids hold no control character.
enum KeptRegistry {
    static func bytes(_ registry: Registry) throws -> [UInt8] {
        var text: [UInt8] = []
        var numbers: [[String: String]: Int] = [[:]: 0]
        for (hub, entries) in registry.hubs.sorted(by: { $0.key < $1.key }) {
            text += Array("H\t\(hub)\(registry.isLeftAside(hub: hub) ? "\taside" : "")\n".utf8)
            for (device, entry) in entries.sorted(by: { $0.key < $1.key }) {
                if numbers[entry.tags] == nil {
                    numbers[entry.tags] = numbers.count
                    text += Array("T\t".utf8) + (try KeptInput.json(entry.tags)) + [10]
                }
                let changed = entry.statusChanged.map { String($0.ticks) } ?? ""
                let line =
                    "D\t\(device)\t\(entry.isDisabled ? 1 : 0)\t\(entry.authentication.rawValue)\t\(changed)\t"
                    + "\(numbers[entry.tags] ?? 0)"
                text += Array((line + state(of: entry) + "\n").utf8)
            }
        }
        return text
    }

    private static func state(of entry: Registry.Entry) -> String {
        if entry.isConnected == nil && entry.stateChanged == nil && entry.lastActivity == nil { return "" }
        let times = [entry.stateChanged, entry.lastActivity].map { $0.map { String($0.ticks) } ?? "" }
        return "\t" + (entry.isConnected.map { $0 ? "1" : "0" } ?? "") + "\t" + times.joined(separator: "\t")
    }

    static func registry(_ bytes: [UInt8]) throws -> Registry {
        var registry = Registry()
        var tags: [[String: String]] = [[:]]
        var hub = ""
        var entries: [String: Registry.Entry] = [:]
        var aside: [String] = []
        for line in bytes.split(separator: 10) {
            if line.first == UInt8(ascii: "T") {
                tags.append(try JSONDecoder().decode([String: String].self, from: Data(line.dropFirst(2))))
                continue
            }
            let parts = line.split(separator: 9, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            if parts[0] == "H" {
                if !entries.isEmpty { registry.hubs[hub] = entries }
                hub = parts.count > 1 ? parts[1] : ""
                entries = [:]
                registry.hubs[hub] = [:]
                if parts.count > 2 { aside.append(hub) }
            } else if parts.count == 6 || parts.count == 9 {
                let number = Int(parts[5]) ?? 0
                let state = parts.count == 9 ? Array(parts[6...]) : ["", "", ""]
                entries[parts[1]] = Registry.Entry(
                    isDisabled: parts[2] == "1", statusChanged: Int64(parts[4]).map { Instant(ticks: $0) },
                    authentication: Authentication(rawValue: UInt8(parts[3]) ?? 0) ?? .unknown,
                    tags: number < tags.count ? tags[number] : [:],
                    isConnected: state[0].isEmpty ? nil : state[0] == "1",
                    stateChanged: Int64(state[1]).map { Instant(ticks: $0) },
                    lastActivity: Int64(state[2]).map { Instant(ticks: $0) })
            }
        }
        if !entries.isEmpty { registry.hubs[hub] = entries }
        for hub in aside { registry.leaveAside(hub: hub) }
        return registry
    }
}

/// A minute of a metric.
struct KeptMetric: Codable {
    let hub: String
    let ticks: Int64
    let value: Double

    init(_ metric: ConnectedMetric) {
        hub = metric.hub
        ticks = metric.time.ticks
        value = metric.value
    }

    var metric: ConnectedMetric { ConnectedMetric(hub: hub, time: Instant(ticks: ticks), value: value) }
}

/// An event of Resource Health or Service Health.
struct KeptHealth: Codable {
    let source: String
    let hub: String?
    let state: String
    let title: String
    let trackingID: String
    let start: Int64
    let end: Int64?

    init(_ event: HealthEvent) {
        source = event.source.rawValue
        hub = event.hub
        state = event.state
        title = event.title
        trackingID = event.trackingID
        start = event.start.ticks
        end = event.end?.ticks
    }

    var event: HealthEvent? {
        HealthEvent.Source(rawValue: source).map {
            HealthEvent(
                source: $0, hub: hub, state: state, title: title, trackingID: trackingID, start: Instant(ticks: start),
                end: end.map { Instant(ticks: $0) })
        }
    }
}
