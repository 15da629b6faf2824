import Diagnosis
import Inputs
import LogReading
import Testing

/// The JSON of every input, tried through the registry: RFC 8259, and the limits of a hostile file.
@Suite struct JSONStrictnessTests {
    private static func isRead(_ value: String) -> Bool {
        let text = "[{\"deviceId\":\"a\",\"status\":\"enabled\",\"other\":\(value)}]"
        return error { _ = try RegistryReader().read(source(text)) } == nil
    }

    /// The same value where it is kept instead of stepped over.
    private static func isReadAsTag(_ value: String) -> Bool {
        let text = "[{\"deviceId\":\"a\",\"status\":\"enabled\",\"tags\":{\"t\":\(value)}}]"
        return error { _ = try RegistryReader().read(source(text)) } == nil
    }

    @Test(arguments: [
        "0", "-0", "1.5", "-1.5e+10", "1E5", "true", "false", "null", "\"\"", "\"\\u0041\\n\\/\"", "\"\\ud83d\\ude00\"",
        "\"ü😀\"", "[]", "{}", "[1,[2,{\"a\":[]}]]", " \t\r\n1 ", "NaN", "Infinity", "[1,]", "{\"a\":1,}",
    ])
    func acceptsWhatIsJSONOrMeansOneThing(value: String) {
        #expect(JSONStrictnessTests.isRead(value))
        #expect(JSONStrictnessTests.isReadAsTag(value))
    }

    @Test(arguments: [
        "01", "+1", "1.", ".5", "1e", "1e+", "--1", "0x10", "Nan", "True", "nul", "nulll", "'a'", "\"\\x\"",
        "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\u{01}\"", "\"a\nb\"", "[1,,]", "[,1]",
        "{\"a\":1,,}",
        "{a:1}", "{\"a\" 1}", "[1 2]", "", "//x\n1", "1 2", "]", "}",
    ])
    func refusesWhatIsNoJSON(value: String) {
        #expect(!JSONStrictnessTests.isRead(value))
        #expect(!JSONStrictnessTests.isReadAsTag(value))
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        ] as [[UInt8]])
    func refusesBytesThatAreNoUTF8(bytes: [UInt8]) {
        for name in ["tags", "other"] {
            let start = "[{\"deviceId\":\"a\",\"status\":\"enabled\",\"\(name)\":\""
            let all = Array(start.utf8) + bytes + Array("\"}]".utf8)
            let found = error { _ = try RegistryReader().read(LogSource(name: "input.json", bytes: all)) }
            #expect(found == .malformed(file: "input.json", line: 1, fault: .notUTF8))
        }
    }

    @Test func refusesWhatIsNestedTooDeep() {
        #expect(JSONStrictnessTests.isRead(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)))
        for bomb in ["[", "{\"a\":"] {
            #expect(!JSONStrictnessTests.isRead(String(repeating: bomb, count: 1_000_000)))
            #expect(!JSONStrictnessTests.isReadAsTag(String(repeating: bomb, count: 1_000_000)))
        }
        #expect(error { _ = try RegistryReader().read(source(String(repeating: "[", count: 1_000_000))) } != nil)
    }

    @Test func refusesATextOfMoreThanTwoMebibytesWithItsQuotes() {
        #expect(JSONStrictnessTests.isRead("\"" + String(repeating: "x", count: (2 << 20) - 2) + "\""))
        #expect(!JSONStrictnessTests.isRead("\"" + String(repeating: "x", count: (2 << 20) - 1) + "\""))
    }

    @Test func anEntryWithTooManyValuesIsBadAndTheNextIsRead() throws {
        let tags = (0..<20_000).map { "\"t\($0)\":1" }.joined(separator: ",")
        let text =
            "[{\"deviceId\":\"a\",\"status\":\"enabled\",\"tags\":{\(tags)}},{\"deviceId\":\"b\",\"status\":\"enabled\"}]"
        let result = try RegistryReader().read(source(text))
        #expect(result.registry.hubs[""]?.keys.sorted() == ["b"])
        #expect(result.summary.problems.map(\.reason) == ["the entry is too large"])
    }
}
