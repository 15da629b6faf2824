import Foundation
import Report
import Testing

@testable import Nightly

/// Units that somebody else wrote.
@Suite struct UnitCheckTests {
    @Test(arguments: [
        #"{"a":1}"#, #"{"a":-12345678901234,"b":[0.25,1e-05,0.123456789012345678]}"#,
        #"{"a":"123456789012345678901234"}"#,
        #"{"a":"\"1234567890123456","b":3}"#,
    ])
    func usualNumbersPass(json: String) throws {
        try UnitCheck.numbers(in: Array(json.utf8))
    }

    @Test(arguments: [
        #"{"a":123456789012345}"#, #"{"a":[1,-999999999999999]}"#, #"{"a":1e300}"#, #"{"a":1e+300}"#,
        #"{"a":9e18}"#, #"{"a":1.5E9}"#, #"{"a":[9E9]}"#,
        #"{"a":1.5E22222}"#,
    ])
    func numbersThatCouldOverflowAreRefused(json: String) {
        #expect(throws: UnitProblem.self) { try UnitCheck.numbers(in: Array(json.utf8)) }
    }

    private static func header() throws -> UnitHeader {
        UnitHeader(program: "1", hubs: ["a"], day: try Night().day("2026-03-10"), rules: "r")
    }

    private static let rest = ",,2026-03-10T00:00:00Z,,,,unknown,low,404104,Mqtt,,203.0.113.XXX,,\n"

    @Test(arguments: ["d-1", "'=cmd", "\"x,\"\"y\"", "it's", "'abc"])
    func rowsAsTheyAreWrittenPass(device: String) throws {
        try UnitCheck.rows(UnitLine.Rows(hub: "a", csv: "a," + device + Self.rest), of: Self.header())
    }

    @Test(arguments: ["=cmd", "\"=cmd\"", "@x", "a\u{0}b\"c", "d,extra"])
    func rowsThatASpreadsheetWouldRunAreRefused(device: String) throws {
        let header = try Self.header()
        #expect(throws: UnitProblem.self) {
            try UnitCheck.rows(UnitLine.Rows(hub: "a", csv: "a," + device + Self.rest), of: header)
        }
    }

    @Test func rowsOfAnotherHubAreRefused() throws {
        let header = try Self.header()
        let problem = #expect(throws: UnitProblem.self) {
            try UnitCheck.rows(UnitLine.Rows(hub: "b", csv: "b,d" + Self.rest), of: header)
        }
        #expect(problem?.description == "it speaks of hub b, which its first line does not name")
        #expect(throws: UnitProblem.self) {
            try UnitCheck.rows(UnitLine.Rows(hub: "a", csv: "b,d" + Self.rest), of: header)
        }
    }

    /// A unit of which one line is exchanged for another.
    private func read(_ change: (inout [String]) -> Void) throws -> UnitDay {
        let night = try MadeUpFleet.night(["alpha"])
        let path = try MadeUpFleet.unit(["alpha"], of: night, in: night.folder)
        let lines = try PackedText.lines(of: path)
        var changed = lines
        change(&changed)
        try PackedText.write(changed, to: path)
        return try UnitReader.unit(of: path)
    }

    @Test func aUnitThatIsPackedAgainIsTheSame() throws {
        let unit = try read { _ in }
        #expect(unit.header.hubs == ["alpha"])
        #expect(unit.history.count == 4)
    }

    @Test func aUnitThatSpeaksOfAnotherHubIsRefused() throws {
        let problem = #expect(throws: UnitProblem.self) {
            try read { lines in lines = lines.map { $0.replacing(#""hub":"alpha""#, with: #""hub":"beta""#) } }
        }
        #expect(problem?.description == "it speaks of hub beta, which its first line does not name")
    }

    @Test func whatMovedStandsBeforeTheRest() throws {
        let problem = #expect(throws: UnitProblem.self) {
            try read { lines in
                let moved = lines.remove(at: 1)
                lines.insert(moved, at: 3)
            }
        }
        #expect(problem?.description == "what moved is listed behind other parts of it")
    }

    @Test func aUnitWithCountsOfAnotherDayIsRefused() throws {
        let problem = #expect(throws: UnitProblem.self) {
            try read { lines in lines = lines.map { $0.replacing(#""windows":96"#, with: #""windows":4"#) } }
        }
        #expect(problem?.description == "its counts are not of its day")
    }

    @Test func aUnitWithoutItsEndIsRefused() throws {
        let problem = #expect(throws: UnitProblem.self) { try read { $0.removeLast() } }
        #expect(problem?.description == "it is cut: its last line is missing")
    }

    @Test func aUnitThatLacksALineIsRefused() throws {
        let problem = #expect(throws: UnitProblem.self) { try read { $0.remove(at: $0.count - 2) } }
        #expect(problem?.description.hasPrefix("it has ") == true)
    }

    @Test func aUnitOfALaterFormIsRefusedByItsForm() throws {
        let problem = #expect(throws: UnitProblem.self) {
            try read { $0[0] = $0[0].replacing(#""form":2"#, with: #""form":7"#) }
        }
        #expect(problem?.description == "it has form 7 of a unit, this program reads form 2")
    }
}

/// Text files packed with gzip, by the system's own tool.
private enum PackedText {
    private static func run(_ tool: String, _ arguments: [String], input: Data? = nil) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: tool)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return data ?? Data()
    }

    static func lines(of path: String) throws -> [String] {
        String(decoding: try run("/bin/gzip", ["-dc", path]), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    static func write(_ lines: [String], to path: String) throws {
        let plain = path + ".plain"
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: plain))
        try run("/bin/gzip", ["-c", plain]).write(to: URL(filePath: path))
    }
}
