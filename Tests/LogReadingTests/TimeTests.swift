import LogReading
import Model
import Testing

@Suite struct TimeTests {
    private func time(_ written: String) throws -> Substring? {
        let line = drop(written, "d")
        // The second line takes the way of known lines where the first was accepted.
        let result = try read(drop("2026-01-01T00:00:00Z", "d") + "\n" + line + "\n")
        return result.events.count == 2 ? result.events[1].split(separator: "|")[0] : nil
    }

    @Test(arguments: [
        ("2026-03-10T07:12:41Z", "2026-03-10T07:12:41Z"),
        ("2026-03-10T07:12:41.5Z", "2026-03-10T07:12:41.5Z"),
        ("2026-03-10T07:12:41,5Z", "2026-03-10T07:12:41.5Z"),
        ("2026-03-10T07:12:41.1234567Z", "2026-03-10T07:12:41.1234567Z"),
        ("2026-03-10T07:12:41.123456789Z", "2026-03-10T07:12:41.1234567Z"),
        ("2026-03-10T07:12:41+00:00", "2026-03-10T07:12:41Z"),
        ("2026-03-10T07:12:41+02:00", "2026-03-10T05:12:41Z"),
        ("2026-03-10T00:12:41-0530", "2026-03-10T05:42:41Z"),
        ("2026-01-01T00:00:00+01", "2025-12-31T23:00:00Z"),
        ("2024-02-29T23:59:59.0000001Z", "2024-02-29T23:59:59.0000001Z"),
        ("2000-01-01T00:00:00Z", "2000-01-01T00:00:00Z"),
        ("2099-12-31T23:59:59.9999999Z", "2099-12-31T23:59:59.9999999Z"),
    ])
    func aTimeWithItsZoneIsRead(written: String, expected: String) throws {
        #expect(try time(written).map(String.init) == expected)
    }

    @Test(arguments: [
        "", "2026-03-10", "2026-03-10T07:12Z", "2026-03-10T07:12:41", "2026-03-10T24:00:00Z", "2026-03-10T07:60:00Z",
        "2026-03-10T07:12:60Z", "2026-13-10T07:12:41Z", "2026-00-10T07:12:41Z", "2026-04-31T07:12:41Z",
        "2025-02-29T07:12:41Z", "2026-3-10T07:12:41Z", "2026-03-10T07:12:41.Z", "2026-03-10T07:12:41.1234567890Z",
        "2026-03-10T07:12:41ZZ", "2026-03-10T07:12:41+24:00", "2026-03-10T07:12:41 Z", "2026-03-10T07-12-41Z",
        "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2026-03-10T0a:12:41Z", "2026-03-1:T07:12:41Z", "2026-03-10T07:1::41Z",
    ])
    func anythingElseIsNoTime(written: String) throws {
        #expect(try time(written) == nil)
    }
}
