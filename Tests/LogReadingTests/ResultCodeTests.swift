import LogReading
import Model
import Testing

/// The code of a disconnect whose `resultType` is written so.
private func code(_ written: String) throws -> String? {
    let result = try read(
        #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceDisconnect","deviceId":"d","resultType":\#(written)}"#)
    return result.events.first.map { String($0.split(separator: "|", omittingEmptySubsequences: false)[4]) }
}

@Suite struct ResultCodeTests {
    @Test(arguments: [
        "\"404104\"", "404104", "404104.0", "\"404104.0\"", "\" 404104 \"", "\"404,104\"", "\"404.104\"",
    ])
    func aCodeThatWentThroughAnotherProgramIsTheSame(written: String) throws {
        #expect(try code(written) == "404104")
    }

    @Test(arguments: [
        "\"NaN\"", "\"null\"", "\"NULL\"", "\"None\"", "\"\\\\N\"", "\"(null)\"", "\"-\"", "\" \"", "null",
    ])
    func aWordForNoValueIsNoCode(written: String) throws {
        #expect(try code(written) == "")
    }

    @Test(arguments: ["\"4.04E+05\"", "\"4E+05\"", "4.04104e5"])
    func aCodeWithAnExponentIsAReject(written: String) throws {
        #expect(try code(written) == nil)
    }

    @Test func aWordThatIsNoneOfTheseStays() throws {
        #expect(try code("\"DeviceNotFound\"") == "DeviceNotFound")
    }

    @Test func aWordForNoValueIsNoDescription() throws {
        let text = "TimeGenerated,OperationName,DeviceId,ResultDescription\n2026-03-10T06:00:04Z,deviceConnect,d,NaN\n"
        #expect(try read(text).events == ["2026-03-10T06:00:04Z||deviceConnect|Information|||d||||"])
    }
}
