import Model
import Testing

@Suite struct ISO8601Tests {
    @Test(arguments: [
        ("2026-03-10T07:12:41Z", "2026-03-10T07:12:41Z"),
        ("2026-03-10 07:12:41.5+02:00", "2026-03-10T05:12:41.5Z"),
        ("2026-03-10t00:12:41-0530", "2026-03-10T05:42:41Z"),
        ("2026-03-10T07:12:41.123456789z", "2026-03-10T07:12:41.1234567Z"),
        ("2024-02-29T23:59:59.0000001Z", "2024-02-29T23:59:59.0000001Z"),
    ])
    func aTimeOfAnExportIsRead(written: String, expected: String) {
        #expect(Instant(exported: written)?.description == expected)
    }

    @Test(arguments: [
        "", "2026-03-10", "2026-03-10T07:12:41", "2025-02-29T07:12:41Z", "2026-03-10T24:00:00Z", "0001-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "2026-03-10T07:12:41.Z", "2026-03-10T07:12:41ZZ",
    ])
    func anythingElseIsNone(written: String) {
        #expect(Instant(exported: written) == nil)
    }

    @Test(arguments: ["2026-03-10 07:12:41Z", "2026-03-10T07:12:41+00:00", "2026-03-10T07:12:41.12345678Z"])
    func whatTheProgramWritesHasOneSpelling(written: String) {
        #expect(Instant(iso8601: written) == nil)
    }
}
