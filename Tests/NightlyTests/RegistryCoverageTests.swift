import Diagnosis
import Testing

@testable import Nightly

@Suite struct RegistryCoverageTests {
    private func registry(_ devices: Range<Int>, hub: String = "", disabled: Bool = false) -> Registry {
        Registry(
            hubs: [
                hub: Dictionary(
                    uniqueKeysWithValues: devices.map {
                        ("d\($0)", Registry.Entry(isDisabled: disabled, tags: ["a": "b"]))
                    })
            ])
    }

    private func connected(_ devices: Range<Int>) -> [String: Set<String>] { ["h": Set(devices.map { "d\($0)" })] }

    @Test(arguments: [(100, 95, true), (100, 94, false), (20, 19, true), (19, 18, false), (3, 1, false), (3, 3, true)])
    func oneThatLacksOverFiveOfAHundredConnectedDevicesIsIncomplete(devices: Int, known: Int, isComplete: Bool) {
        let coverage = RegistryCoverage(registry(0..<known), connected: connected(0..<devices))
        #expect(coverage.problems.isEmpty == isComplete)
        #expect(coverage.registry.covers(hub: "h") == isComplete)
    }

    @Test func ofAnIncompleteOneNothingIsConcludedButTagsStay() {
        let coverage = RegistryCoverage(
            registry(0..<4, hub: "h", disabled: true), connected: connected(0..<10))
        #expect(coverage.registry.entry(hub: "h", device: "d1")?.isDisabled == false)
        #expect(coverage.registry.entry(hub: "h", device: "d1")?.tags == ["a": "b"])
        #expect(
            coverage.problems.first?.hasPrefix(
                "The registry of h is incomplete: it lacks 6 of 10 devices that were connected.") == true)
        #expect(coverage.problems.first?.contains("--top -1") == true)
    }

    @Test func oneThatIsCutOffIsIncompleteWhateverItKnows() {
        var cut = registry(0..<10)
        cut.leaveAside(hub: "")
        let coverage = RegistryCoverage(cut, connected: connected(0..<10))
        #expect(coverage.problems.first?.contains("exactly 1,000 entries") == true)
        #expect(!coverage.registry.covers(hub: "h"))
    }

    @Test func aDayOnWhichNothingConnectedJudgesNone() {
        #expect(RegistryCoverage(registry(0..<1), connected: [:]).problems.isEmpty)
    }
}
