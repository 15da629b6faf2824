import Foundation
import Testing

/// What a report knows of devices that have been connected for a month: no record of the thirty days says so.
@Suite struct StableFleetTests {
    /// Thirty nights, then the day of which the tests are.
    private static let dates =
        (1...28).map { String(format: "2026-02-%02d", $0) } + ["2026-03-01", "2026-03-02", "2026-03-03"]

    /// Connected on the first day, and never heard of since: twenty devices of one site, thirty of another.
    private static let devices =
        (1...20).map { (name: "north-\($0)", address: "203.0.113.XXX") }
        + (1...30).map { (name: "south-\($0)", address: "198.51.100.XXX") }

    private static func record(
        _ time: String, _ device: String, _ address: String, _ operation: String, code: String? = nil
    ) -> String {
        let result = code.map { #""level":"Error","resultType":"\#($0)""# } ?? #""level":"Information""#
        return
            #"{"time":"\#(time)Z","resourceId":"/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS","category":"Connections","#
            + #""operationName":"\#(operation)",\#(result),"properties":{"deviceId":"\#(device)","protocol":"Mqtt","#
            + #""maskedIpAddress":"\#(address)"}}"# + "\n"
    }

    /// One device says every half hour that the hub is exported: it connects, and says goodbye ten minutes later.
    private static func log(_ date: String) -> String {
        var text = ""
        for hour in 0..<24 {
            for minute in ["0", "3"] {
                let clock = date + String(format: "T%02d:", hour) + minute
                text += record(clock + "1:00", "probe", "192.0.2.XXX", "deviceConnect")
                text += record(clock + "9:00", "probe", "192.0.2.XXX", "deviceDisconnect")
            }
        }
        if date == dates[0] {
            for device in devices { text += record(date + "T00:20:00", device.name, device.address, "deviceConnect") }
        }
        return text
    }

    /// The north is cut off at 10:00 and back at 10:30, two of it at 12:00; south-1 is lost at 20:00 for good.
    private static func outage(_ date: String) -> String {
        var text = ""
        for (number, device) in devices.prefix(20).enumerated() {
            let second = String(format: "%02d", number)
            text += record(date + "T10:00:" + second, device.name, device.address, "deviceDisconnect", code: "404104")
            let back = number < 2 ? "T12:00:" : "T10:30:"
            text += record(date + back + second, device.name, device.address, "deviceConnect")
        }
        return text + record(date + "T20:00:00", "south-1", "198.51.100.XXX", "deviceDisconnect", code: "404104")
    }

    private func report(_ folder: TemporaryFolder, _ date: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: "out/\(date)/report.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func hub(_ report: [String: Any]) throws -> [String: Any] {
        try #require((report["hubDays"] as? [[String: Any]])?.first)
    }

    /// The least number of connected devices in the five minutes from a time of the day on.
    private func least(_ hub: [String: Any], _ time: String) throws -> Int? {
        let points = try #require(hub["connected"] as? [[String: Any]])
        return points.first { $0["start"] as? String == "2026-03-03T\(time):00Z" }?["least"] as? Int
    }

    @Test func aDayAfterThirtyStableDaysIsExact() throws {
        let folder = try TemporaryFolder()
        for date in Self.dates {
            let isLast = date == Self.dates.last
            try folder.write(Self.log(date) + (isLast ? Self.outage(date) : ""), to: "logs/\(date).json")
            let result = try Program.hubdrops.run(
                "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", date, in: folder)
            #expect(result.status <= 1, "\(result.errors)")
        }
        let quiet = try hub(report(folder, "2026-03-02"))
        #expect(quiet["activeDevices"] as? Int == 51)
        #expect(quiet["notBack"] as? Int == 0)

        let report = try report(folder, "2026-03-03")
        let hub = try hub(report)
        #expect(hub["activeDevices"] as? Int == 51)
        #expect(hub["devicesThatDropped"] as? Int == 21)
        #expect(hub["notBack"] as? Int == 1)
        // 18 devices for half an hour, two for two hours, one for the last four hours of the day.
        #expect(hub["downtimeSeconds"] as? Int == 18 * 1800 + 2 * 7200 + 4 * 3600)
        #expect(try ["00:00", "10:20", "11:00", "12:20", "23:00"].map { try least(hub, $0) } == [50, 30, 48, 50, 49])

        let incidents = try #require(report["incidents"] as? [[String: Any]])
        #expect(incidents.map { $0["kind"] as? String } == ["site-outage"])
        #expect(incidents.first?["devices"] as? Int == 20)
        #expect(incidents.first?["start"] as? String == "2026-03-03T10:00:00Z")
        // Connected since 00:20 of the first of February: 30 days, 9 hours and 40 minutes.
        let drops = try String(contentsOf: folder.url.appending(path: "out/2026-03-03/drops.csv"), encoding: .utf8)
        #expect(drops.split(separator: "\n").contains { $0.contains("north-1,") && $0.contains(",2626800,") })
    }
}
