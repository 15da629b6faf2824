import Diagnosis
import Model
import Nightly
import Settings
import Testing

/// The day that the key of an incident names.
@Suite struct IncidentDayTests {
    /// 23:30 UTC is the next day in Berlin, so the report with this incident is that of the next day.
    @Test(arguments: [("UTC", "2026-03-10"), ("Europe/Berlin", "2026-03-11")])
    func isTheDayOfTheZoneInWhichItBegan(zone: String, expected: String) throws {
        let clock = try #require(ZoneClock(zone))
        let day = try BundleJob.day(of: "pumps-weu-20260310T2330Z-site-outage", clock: clock)
        #expect(day?.date.description == expected)
    }

    @Test(arguments: ["pumps-weu-site-outage", "pumps-20261310T0641Z-storm", "20260310T064Z", ""])
    func isNoneWhereTheKeyHasNoMoment(key: String) throws {
        let clock = try #require(ZoneClock("UTC"))
        #expect(try BundleJob.day(of: key, clock: clock) == nil)
    }
}
