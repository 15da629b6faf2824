import LogReading
import Testing

/// How a client signed in: a text that holds JSON, or an object where somebody unpacked it.
@Suite struct AuthenticationTests {
    private func authentication(_ written: String) throws -> [String] {
        let line =
            #"{"time":"2026-03-10T07:12:41Z","operationName":"deviceConnect","deviceId":"d","#
            + #""properties":{"authType":\#(written)}}"# + "\n"
        let result = try read(line)
        #expect(result.rejects == [])
        return result.events.map { String($0.split(separator: "|", omittingEmptySubsequences: false)[9]) }
    }

    @Test(arguments: [
        #""{\"scope\":\"device\",\"type\":\"sas\"}""#, #"{"scope":"device","type":"sas"}"#,
        #"{ "scope" : "device", "type" : "sas" }"#,
    ])
    func aTextAndAnObjectSayTheSame(written: String) throws {
        #expect(try authentication(written) == [#"{"scope":"device","type":"sas"}"#])
    }

    /// Only blanks between the members go.
    @Test func blanksWithinTextsStay() throws {
        #expect(try authentication(#"{"type": "a \" b  c"}"#) == [#"{"type":"a \" b  c"}"#])
    }

    @Test func noneIsNone() throws {
        #expect(try authentication("null") == [""])
    }
}
