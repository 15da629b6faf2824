import Model
import Testing

@testable import Diagnosis

@Suite struct AlertTests {
    private func alerts(
        _ text: String, context: (inout AnalysisContext) -> Void = { _ in }, _ change: (inout AlertSettings) -> Void
    ) -> [Alert] {
        var settings = AnalysisSettings()
        change(&settings.alerts)
        return log(text).analysed(settings: settings, context: context).diagnosis.alerts
    }

    @Test func fewerConnectedDevicesThanTheLimitFire() {
        let text = """
            -1 23:00:00 pump-1 connect
            -1 23:00:00 pump-2 connect
            10:00:00 pump-1 disconnect 404104
            12:00:00 pump-1 connect
            +1 00:30:00 pump-2 disconnect
            """
        let fired = alerts(text) { $0.connectedBelow = 2 }
        #expect(fired.map(\.rule) == [.connectedBelow])
        #expect(fired.first?.measured == 1)
        #expect(fired.first?.message.hasPrefix("1 connected device at ") == true)
        #expect(alerts(text) { $0.connectedBelow = 1 }.isEmpty)
    }

    @Test func dropsOverAMultipleOfTheUsualNumberFire() {
        func fired(drops: Int, days: Int) -> [AlertName] {
            var text = "00:30:00 p connect\n"
            for hour in 1...drops { text += "\(two(hour)):10:00 p disconnect 404104\n\(two(hour)):12:00 p connect\n" }
            return alerts(text) { context in
                var baseline = Baseline()
                baseline.days = ["pumps": days]
                baseline.drops = ["pumps": History(Array(repeating: 2, count: days))]
                context.baseline = baseline
            } _: {
                $0.dropsOverBaselineFactor = 3
            }.map(\.rule)
        }
        #expect(fired(drops: 7, days: 4) == [.dropsOverUsual], "3 times 2 are 6")
        #expect(fired(drops: 6, days: 4).isEmpty)
        #expect(fired(drops: 7, days: 3).isEmpty, "three days are no history")
    }

    @Test func aNewCodeFires() {
        func fired(known: String) -> [String] {
            alerts("06:00:00 p connect\n07:00:00 p disconnect 404104\n07:05:00 p connect") { context in
                var baseline = Baseline()
                baseline.days = ["pumps": 4]
                baseline.codes = [Baseline.Code(hub: "pumps", code: known): History([1])]
                context.baseline = baseline
            } _: {
                $0.newCode = true
            }.map(\.message)
        }
        #expect(fired(known: "401003") == ["new code 404104 on 1 record"])
        #expect(fired(known: "404104").isEmpty)
    }

    @Test func aServiceIncidentFiresAndASiteOutageDoesNot() {
        func fired(code: String, prefixes: Int) -> [AlertName] {
            var text = ""
            for number in 0..<48 {
                let address = "ip=198.\(18 + number % 4).\(number % 4)"
                text += "06:00:00 d\(number) connect \(address)\n"
                guard number % 4 < prefixes, number < 16 * 4 / prefixes else { continue }
                text += "10:0\(number % 5):\(two(number)) d\(number) disconnect \(code) \(address)\n"
                text += "10:20:\(two(number)) d\(number) connect \(address)\n"
            }
            return alerts(text) { $0.serviceIncident = true }.map(\.rule)
        }
        #expect(fired(code: "500001", prefixes: 4) == [.serviceIncident])
        #expect(fired(code: "404104", prefixes: 1).isEmpty)
    }

    @Test func onlyANamedDeviceThatIsNotBackFires() {
        let text = """
            06:00:00 pump-1 connect
            06:00:00 pump-2 connect
            22:00:00 pump-1 disconnect 404104
            23:00:00 pump-2 disconnect 404104
            """
        #expect(
            alerts(text) { $0.devicesNotBack = ["pump-2"] }.map(\.message) == [
                "pump-2 has been down since 2026-03-10T23:00:00Z"
            ])
    }

    @Test func anHourWithoutRecordsFires() {
        func text(without hole: Range<Int>) -> String {
            (0..<1440).filter { !hole.contains($0) }.map { "\(clock($0 * 60)) d\($0 % 60) connect\n" }.joined()
        }
        let fired = alerts(text(without: 721..<780)) { $0.inputMissing = true }
        #expect(fired.map(\.rule) == [.inputMissing])
        #expect(fired.first?.measured == 1)
        #expect(alerts(text(without: 0..<0)) { $0.inputMissing = true }.isEmpty)
    }

    @Test func alertsFireOverTheirLimitOnly() {
        let lines = log(
            """
            06:00:00 pump-1 connect
            06:00:00 pump-2 connect
            23:00:00 pump-1 disconnect 404104
            """)
        func rules(_ change: (inout AlertSettings) -> Void) -> [AlertName] {
            var settings = AnalysisSettings()
            change(&settings.alerts)
            return lines.analysed(settings: settings).diagnosis.alerts.map(\.rule)
        }
        #expect(rules { _ in }.isEmpty)
        #expect(rules { $0.dropsOver = 0 } == [.dropsOver])
        #expect(rules { $0.dropsOver = 1 }.isEmpty)
        #expect(rules { $0.devicesNotBack = ["pump-1", "pump-2"] } == [.deviceNotBack])
        #expect(rules { $0.connectedFallPercent = 50 } == [.connectedDownPercent])
        #expect(rules { $0.connectedFallPercent = 51 }.isEmpty)
    }
}
