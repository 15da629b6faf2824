import Model
import Testing

@testable import Diagnosis

@Suite struct DeviceOrderTests {
    private func names(_ devices: [Device]) -> [String] {
        DeviceOrder.sorted(devices).map {
            devices[$0].module.isEmpty ? devices[$0].name : devices[$0].name + "/" + devices[$0].module
        }
    }

    @Test func namesThatBeginAlikeAreInTheOrderOfTheirEnds() {
        let all = [
            "pump-weu-00012", "pump-weu-0001", "pump-weu-000119999999999", "pump-weu-000120000000000", "pump-weu-1",
        ]
        #expect(
            names(all.map { Device(name: $0) }) == [
                "pump-weu-0001", "pump-weu-000119999999999", "pump-weu-00012", "pump-weu-000120000000000", "pump-weu-1",
            ])
    }

    @Test func aDeviceComesBeforeItsModulesAndBothBeforeALongerName() {
        let all = [
            Device(name: "a-b"), Device(name: "a", module: "z"), Device(name: "a"), Device(name: "a", module: "b"),
        ]
        #expect(names(all) == ["a", "a/b", "a/z", "a-b"])
    }

    @Test func capitalsComeBeforeSmallLetters() {
        #expect(names(["b", "B", "a"].map { Device(name: $0) }) == ["B", "a", "b"])
    }

    /// U+00E9 and e with U+0301 are one letter to `String`, and two texts of bytes.
    @Test func otherLettersAreComparedAsTexts() {
        let all = ["f", "e\u{301}a", "\u{e9}", "e"].map { Device(name: $0) }
        #expect(DeviceOrder.sorted(all) == all.indices.sorted { all[$0].name < all[$1].name })
    }

    @Test func oneNameTwiceKeepsItsOrder() {
        #expect(
            DeviceOrder.sorted([Device(name: "b"), Device(name: "a"), Device(name: "b"), Device(name: "a")]) == [
                1, 3, 0, 2,
            ])
    }

    @Test func noDevicesAreInOrder() {
        #expect(DeviceOrder.sorted([]).isEmpty)
    }
}
