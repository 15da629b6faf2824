import Foundation
import Model
import Testing

@testable import Diagnosis

/// Days of several hubs, put together from days of each.
@Suite struct DayDiagnosisMergeTests {
    /// xorshift64: the same days in every run.
    private struct Chance {
        var state: UInt64
        mutating func below(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }
    }

    /// A day of a hub: devices that renew, drop alone, drop together and are refused.
    private static func hub(_ name: String, _ chance: inout Chance) -> String {
        var lines: [String] = []
        let devices = 3 + chance.below(12)
        let outage = 3600 * (2 + chance.below(20))
        for device in 0..<devices {
            var time = chance.below(3600)
            let sdk = ["c", "python", "node", "net"][chance.below(4)]
            let isRenewing = chance.below(3) == 0
            func add(_ seconds: Int, _ words: String) {
                let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
                lines.append("\(clock.joined(separator: ":")) \(name).\(device) \(words) hub=\(name)")
            }
            add(time, "connect sdk=\(sdk) ip=203.0.\(chance.below(3))")
            while true {
                time += isRenewing ? 2700 : 1800 + chance.below(20_000)
                let isCut = device % 2 == 0 && time > outage && time < outage + 7200
                if isCut { time = outage + device }
                guard time < 85_000 else { break }
                add(time, "disconnect " + ["404104", "409002", "404103", ""][isRenewing ? 0 : chance.below(4)])
                if chance.below(8) == 0 { add(time + 20, "refused 401003") }
                if chance.below(12) == 0 { break }
                time += isRenewing ? 2 : 5 + chance.below(900)
                if isCut { time += 7200 }
                guard time < 86_000 else { break }
                add(time, "connect sdk=\(sdk) ip=203.0.\(chance.below(3))")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func json(_ day: DayDiagnosis) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        return String(decoding: try encoder.encode(day), as: UTF8.self)
    }

    private static func settings() -> AnalysisSettings {
        var settings = AnalysisSettings()
        settings.alerts.dropsOver = 3
        settings.alerts.connectedBelow = 4
        settings.alerts.inputMissing = true
        settings.alerts.serviceIncident = true
        settings.alerts.devicesNotBack = ["pumps.1", "a.2", "valves.2"]
        return settings
    }

    private static func diagnosis(_ text: String) -> DayDiagnosis {
        LogLines(text).analysed(settings: settings()).diagnosis
    }

    /// Each hub is worked out by itself, with numbers of its own, and out of order.
    @Test(arguments: 1...24)
    func hubsWorkedOutApartAreTheDayOfAll(seed: Int) throws {
        var chance = Chance(state: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
        let hubs = ["pumps", "valves", "a", "z.net"].prefix(3 + seed % 2).map { Self.hub($0, &chance) }
        let whole = Self.diagnosis(hubs.joined(separator: "\n"))
        let merged = DayDiagnosis.merged(hubs.reversed().map { Self.diagnosis($0) })
        #expect(try Self.json(merged) == Self.json(whole))
        #expect(!whole.devices.isEmpty)
    }

    @Test(arguments: 25...32)
    func thePartsOfADayAreTheDay(seed: Int) throws {
        var chance = Chance(state: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
        let names = ["pumps", "valves", "a", "z.net"]
        let whole = Self.diagnosis(names.map { Self.hub($0, &chance) }.joined(separator: "\n"))
        #expect(try Self.json(.merged(names.map(whole.part))) == Self.json(whole))
        // In any grouping: units may hold several hubs.
        let pairs = [DayDiagnosis.merged([whole.part(of: "a"), whole.part(of: "pumps")])]
        let others = DayDiagnosis.merged([whole.part(of: "z.net"), whole.part(of: "valves")])
        #expect(try Self.json(.merged([others] + pairs)) == Self.json(whole))
    }

    @Test func aDayOutlivesItsForm() throws {
        var chance = Chance(state: 99)
        let whole = Self.diagnosis(Self.hub("a", &chance) + "\n" + Self.hub("b", &chance))
        let read = try JSONDecoder().decode(DayDiagnosis.self, from: Data(Self.json(whole).utf8))
        #expect(try Self.json(read) == Self.json(whole))
        #expect(read.deviceNumbers.isEmpty)
    }

    /// Medians do not add up: 2 hubs with 3 and 1 renewals have that of all four.
    @Test func theMedianOfTwoHubsIsThatOfAllTheirRenewals() {
        func sums(_ ages: [Int]) -> RenewalSums {
            var sums = RenewalSums(family: "Python")
            sums.devices = 1
            sums.renewals = ages.count
            for age in ages { sums.ages[age, default: 0] += 1 }
            return sums
        }
        let groups = RenewalGroup.all(of: [sums([100, 100, 100]), sums([2700])])
        #expect(groups.map(\.medianPeriodSeconds) == [100])
        #expect(groups.map(\.renewals) == [4])
        #expect(RenewalGroup.all(of: [sums([100]), sums([2700, 2700, 2700])]).map(\.medianPeriodSeconds) == [2700])
    }

    /// By hand: two hubs of 600 devices each, all down for as long; 1,000 rows of the whole, none of the second hub lost.
    @Test func theWorstOfAllComeFirstAndEachHubKeepsItsOwn() {
        func day(_ hub: String, _ drops: Int) -> DayDiagnosis {
            var day = DayDiagnosis()
            day.devices = (0..<600).map { number in
                var row = DeviceDay(hub: hub, device: "d-\(1000 + number)", module: "")
                row.drops = drops
                return row
            }
            return day
        }
        let all = DayDiagnosis.merged([day("b", 1), day("a", 2)])
        #expect(all.devices.count == 1000)
        #expect(all.devices.prefix(600).allSatisfy { $0.hub == "a" })
        #expect(all.devicesOfHubs.isEmpty)
        let small = DayDiagnosis.merged([day("b", 1), day("a", 2), day("c", 2)])
        #expect(small.devices.allSatisfy { $0.hub != "b" })
        #expect(small.devicesOfHubs.count == 200)
        #expect(small.devicesOfHubs.first?.device == "d-1000")
    }
}
