import Foundation

/// Some days of a small fleet of two hubs, drawn from a seed: a file of records for each hub and day.
///
/// Devices renew tokens, stay connected for good, drop and come back after minutes or days, are refused for days, or
/// restart by the clock at night; the second hub comes later, and one day's export of it is missing. The clocks of
/// Europe/Berlin go forward within the days.
struct SmallFleet {
    static let zone = "Europe/Berlin"
    static let dates = (24...31).map { "2026-03-\($0)" } + ["2026-04-01"]
    private static let firstDay = 1_774_310_400  // 2026-03-24T00:00:00Z

    /// By name of the file; the name says the hub and the day.
    private(set) var files: [String: String] = [:]
    private var random: UInt64

    init(seed: UInt64) {
        random = seed
        for (hub, first, without) in [("east", 0, -1), ("west", 2, 6)] {
            var lines: [(time: Int, text: String)] = []
            for device in 0..<14 { live("\(hub)-\(device)", kind: device % 7, hub, first, &lines) }
            let days = Dictionary(grouping: lines) { $0.time / 86_400 }
            for (day, records) in days where day != without && day < SmallFleet.dates.count {
                files["\(hub)-\(SmallFleet.dates[day]).json"] =
                    records.sorted { ($0.time, $0.text) < ($1.time, $1.text) }.map(\.text).joined()
            }
        }
    }

    private mutating func live(
        _ device: String, kind: Int, _ hub: String, _ first: Int, _ lines: inout [(time: Int, text: String)]
    ) {
        var now = first * 86_400 + draw(7200)
        let end = SmallFleet.dates.count * 86_400
        func add(_ time: Int, _ operation: String, _ code: String = "") {
            if time < end { lines.append((time, SmallFleet.line(time, device, hub, operation, code))) }
        }
        add(now, "deviceConnect")
        while now < end {
            switch kind {
            case 0, 1:
                now += 3000
                add(now, "deviceDisconnect", "404104")
                now += 4
            case 2: return
            case 3:
                // Restarted at 01:00 UTC.
                now = (now / 86_400 + 1) * 86_400 + 3600 + draw(20)
                add(now, "deviceDisconnect", "404104")
                now += 60
            case 4:
                now += 3600 + draw(86_400)
                add(now, "deviceDisconnect", draw(2) == 0 ? "404104" : "409002")
                now += draw(4) == 0 ? 86_400 + draw(100_000) : 20 + draw(5000)
            case 5:
                now += 20_000 + draw(100_000)
                add(now, "deviceDisconnect", "401003")
                for attempt in 1...draw(40) { add(now + attempt * 900, "deviceConnect", "401003") }
                now += 40 * 900
            default:
                now += 2000 + draw(20_000)
                add(now, "deviceDisconnect")
                now += 60 + draw(3000)
            }
            add(now, "deviceConnect")
        }
    }

    /// One of 1 to so many.
    private mutating func draw(_ most: Int) -> Int {
        // SplitMix64 (Steele, Lea and Flood 2014).
        random &+= 0x9e37_79b9_7f4a_7c15
        var bits = (random ^ random >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((bits ^ bits >> 31) % UInt64(most)) + 1
    }

    /// The names of all files in an order of the seed's.
    mutating func shuffled() -> [String] {
        var names = files.keys.sorted()
        for place in names.indices.dropLast() { names.swapAt(place, place + draw(names.count - place) - 1) }
        return names
    }

    private static func line(_ time: Int, _ device: String, _ hub: String, _ operation: String, _ code: String)
        -> String
    {
        let clock = ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(firstDay + time)))
        let result = code.isEmpty ? #""level":"Information""# : #""level":"Error","resultType":"\#(code)""#
        return
            #"{"time":"\#(clock)","resourceId":"/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\#(hub)","category":"Connections","#
            + #""operationName":"\#(operation)",\#(result),"properties":{"deviceId":"\#(device)","protocol":"Mqtt","#
            + #""sdkVersion":"iothubclient/1.6.0","maskedIpAddress":"203.0.113.XXX"}}"# + "\n"
    }
}
