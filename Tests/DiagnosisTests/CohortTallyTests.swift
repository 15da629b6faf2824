import Model
import Testing

@testable import Diagnosis

/// What is counted of devices that have something in common.
@Suite struct CohortTallyTests {
    private static func cohorts(
        _ text: String, context change: (inout AnalysisContext) -> Void = { _ in }
    ) -> [CohortDay] {
        LogLines(text).analysed(context: change).diagnosis.cohorts
    }

    /// Three devices with one SDK, of which one is away for ten minutes, twice.
    @Test func devicesDropsAndDowntimeAreCountedByWhatTheyShare() throws {
        let cohorts = Self.cohorts(
            """
            00:00:00 a connect sdk=c auth=sas
            00:00:00 b connect sdk=c auth=sas
            00:00:00 c connect sdk=c auth=sas
            00:00:00 d connect sdk=java auth=x509Certificate
            05:00:00 a disconnect 404104
            05:10:00 a connect sdk=c auth=sas
            09:00:00 a disconnect 404104
            09:10:00 a connect sdk=c auth=sas
            """)
        // One device is fewer than a group has.
        #expect(
            cohorts.map { $0.dimension + " " + $0.value } == [
                "authentication SAS token", "protocol Mqtt", "sdk iothubclient/1.6.0",
            ])
        let sdk = try #require(cohorts.last)
        #expect(sdk.devices == 3)
        #expect(sdk.devicesThatDropped == 1)
        #expect(sdk.drops == 2)
        #expect(sdk.downtimeSeconds == 1200)
        #expect(sdk.activeSeconds == 259_200)
        #expect(cohorts[1].devices == 4)
    }

    @Test func aDeviceAndItsModulesAreOneOfTheirGroup() {
        let cohorts = Self.cohorts(
            """
            00:00:00 a connect
            00:00:00 a/one connect
            00:00:00 a/two connect
            00:00:00 b connect
            00:00:00 c connect
            05:00:00 a/one disconnect 404104
            05:10:00 a/one connect
            05:00:00 a/two disconnect 404104
            05:10:00 a/two connect
            """)
        #expect(cohorts.map(\.devices) == [3])
        #expect(cohorts.map(\.devicesThatDropped) == [1])
        #expect(cohorts.map(\.drops) == [2])
        // Both were away in the same ten minutes.
        #expect(cohorts.map(\.downtimeSeconds) == [600])
    }
}
