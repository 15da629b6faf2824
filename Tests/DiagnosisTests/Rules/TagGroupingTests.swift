import Model
import Testing

@testable import Diagnosis

/// Sites that no address tells apart: every device has an address of its own within one carrier's.
@Suite struct TagGroupingTests {
    private func analysed(tag: String) -> Analysed {
        var text = ""
        var entries: [String: Registry.Entry] = [:]
        for number in 0..<52 {
            let name = "d\(number)"
            text += "06:00:00 \(name) connect ip=203.0.\(number)\n"
            entries[name] = Registry.Entry(tags: ["site": number < 12 ? "north" : "south"])
            guard number < 12 else { continue }
            text += "10:0\(number % 5):\(two(number)) \(name) disconnect 404104 ip=203.0.\(number)\n"
            text += "10:20:\(two(number)) \(name) connect ip=203.0.\(number)\n"
        }
        var settings = AnalysisSettings()
        settings.groupTag = tag
        return log(text).analysed(settings: settings) { $0.registry = Registry(hubs: ["": entries]) }
    }

    @Test func devicesOfOneTagThatDropTogetherAreASiteOutage() {
        let day = analysed(tag: "site")
        #expect(day.diagnosis.incidents.map(\.kind) == [.siteOutage])
        #expect(day.diagnosis.incidents.first?.scope == .tag)
        #expect(day.diagnosis.incidents.first?.scopeValue == "site=north")
        #expect(day.diagnosis.incidents.first?.devices == 12)
    }

    @Test func withoutTheTagNoSiteIsClaimed() {
        #expect(!analysed(tag: "").diagnosis.incidents.contains { $0.kind == .siteOutage })
    }
}
