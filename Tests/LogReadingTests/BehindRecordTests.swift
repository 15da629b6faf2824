import LogReading
import Model
import Testing

private let good = drop("2026-03-10T07:12:41Z", "a")

/// A line of a record and something behind it, between two good ones.
private func behind(_ rest: String) throws -> ReadResult {
    try read("\(good)\n\(drop("2026-03-10T07:12:42Z", "b"))\(rest)\n\(good)\n")
}

@Suite struct BehindRecordTests {
    @Test(arguments: [" x", ",\"a\":1", "}", "]", "\"", "\0\0", "null", "\u{1b}[0m"])
    func whatStandsBehindARecordOnItsLineIsOneRejectAndTheRecordCounts(rest: String) throws {
        let result = try behind(rest)
        #expect(result.events.count == 3)
        #expect(result.rejects.count == 1 && result.rejects.allSatisfy { $0.hasPrefix("2: ") })
    }

    @Test(arguments: [";", ",", ",,", "\u{1e}", "\u{c}", "\u{2028}", "\u{a0}", "\u{feff}", "\0"])
    func aSeparatorBehindARecordIsNoReject(rest: String) throws {
        let result = try behind(rest)
        #expect(result.events.count == 3)
        #expect(result.rejects == [])
    }

    @Test func aRecordBehindSuchTextCountsToo() throws {
        let result = try behind(" x " + drop("2026-03-10T07:12:43Z", "c"))
        #expect(result.events.count == 4)
        #expect(result.rejects == ["2: text after the end of the record"])
    }

    @Test func aFileThatGrowsIsReadOnBehindSuchLines() throws {
        #expect(try (behind(";").summary.resumeOffset ?? 0) > 0)
    }
}
