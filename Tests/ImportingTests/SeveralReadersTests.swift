import Foundation
import LogReading
import Model
import Store
import Testing

@testable import Importing

/// Several readers give what one gives: the same outcome, and a database of the same bytes.
@Suite struct SeveralReadersTests {
    private let path = NSTemporaryDirectory() + "hubdrops-readers-\(UUID().uuidString)"

    /// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
    }

    private func line(using random: inout Seeded) -> String {
        func pick(_ values: [String]) -> String { values.randomElement(using: &random) ?? "" }
        let minute = Int.random(in: 10...59, using: &random)
        let time = "2026-03-10T0\(Int.random(in: 1...8, using: &random)):\(minute):00Z"
        let device = Int.random(in: 0...40, using: &random)
        let address = Int.random(in: 0...9, using: &random)
        let properties =
            #"{\"deviceId\":\"d\#(device)\",\"protocol\":\"\#(pick(["Mqtt", "Amqp"]))\","#
            + #"\"maskedIpAddress\":\"203.0.\#(address).XXX\"}"#
        let code = pick(["", #","resultType":"404104","resultDescription":"closed""#, #","resultType":"401003""#])
        let resource =
            #""resourceId":"/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/"#
            + pick(["A", "b"]) + #"/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/HUB-\#(pick(["ONE", "two"]))""#
        let operation = pick(["deviceConnect", "deviceDisconnect"])
        let begin = #"{"time":"\#(time)",\#(resource),"category":"#
        return switch Int.random(in: 0...20, using: &random) {
        case 0: "no record\n"
        case 1: begin + #""DeviceTelemetry","operationName":"x"}"# + "\n"
        case 2: begin + #""Connections","operationName":"deviceNew"}"# + "\n"
        default:
            begin + #""Connections","operationName":"\#(operation)","level":"\#(pick(["Error", "Information"]))""#
                + #"\#(code),"properties":"\#(properties)"}"# + "\n"
        }
    }

    /// Writes a log cut at random places, through lines as well, with files among them that are no logs or not there.
    private func sources(using random: inout Seeded) throws -> [LogSource] {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let log = (0..<600).flatMap { _ in Array(line(using: &random).utf8) }
        var cuts = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int.random(in: 0...log.count, using: &random)
        }
        cuts = [0] + cuts.sorted() + [log.count]
        return try zip(cuts, cuts.dropFirst()).enumerated().map { number, range in
            let name = path + "/\(number).json"
            switch Int.random(in: 0...12, using: &random) {
            case 0: break
            case 1: try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: path + "/nowhere")
            case 2: try Data("# A text\n\nthat is no log.\n".utf8).write(to: URL(filePath: name))
            default:
                try Data(log[range.0..<range.1]).write(to: URL(filePath: name))
                return LogSource(path: name, size: Int64(range.1 - range.0), modified: Instant(seconds: 1))
            }
            return LogSource(path: name, size: nil, modified: nil)
        }
    }

    private struct Imported: Equatable {
        var outcomes: [String] = []
        var filesDone: [Int] = []
        var bytes: [Data] = []
    }

    private func imported(_ parts: [[LogSource]], readers: Int) throws -> Imported {
        let file = path + "/\(readers).sqlite"
        var imported = Imported()
        for sources in parts {
            let store = try Store.open(file, mode: .readWrite)
            var filesDone = 0
            let outcome = try Importer(sources: sources, options: ReadingOptions(), readers: readers).run(
                into: store, clock: { Instant(seconds: 5) }, progress: { filesDone = $0.filesDone })
            store.close()
            imported.filesDone.append(filesDone)
            let operations = outcome.otherOperations.sorted { $0.key < $1.key }
            var plain = outcome
            plain.otherOperations = [:]
            imported.outcomes.append("\(plain) \(operations)")
            imported.bytes.append(try Data(contentsOf: URL(filePath: file)))
        }
        return imported
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func theOutcomeAndTheBytesOfTheDatabaseAreThoseOfOneReader(seed: UInt64) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var random = Seeded(state: seed)
        let sources = try sources(using: &random)
        // Some at first, so that the database knows words and files; some of them come again.
        let parts = [sources.filter { _ in Bool.random(using: &random) }, sources]
        let one = try imported(parts, readers: 1)
        #expect(one.bytes.count == 2)
        for readers in 2...4 { #expect(try imported(parts, readers: readers) == one, "seed \(seed)") }
    }

    /// Longer than what waits at once: each file has several parts.
    @Test func longFilesComeOutAlikeToo() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let sources = (0..<4).map { number in
            let lines = (0..<9000).map { index in
                #"{"time":"2026-03-10T0\#(number):\#(10 + index % 50):00Z","resourceId":"/IOTHUBS/H","#
                    + #""operationName":"deviceConnect","deviceId":"d\#(index % (50 * (number + 1)))"}"# + "\n"
            }
            return LogSource(name: "\(number)", bytes: lines.flatMap { Array($0.utf8) })
        }
        let one = try imported([sources], readers: 1)
        #expect(try imported([sources], readers: 2) == one)
    }
}
