import Foundation
import LogReading
import Testing

/// The texts of `Tests/JSONCorpus`.
///
/// Their names tell the verdict: `y_` is JSON, `n_` is not (RFC 8259; Python's json module agrees on each),
/// `i_refused_` is left to the reader, and this one refuses it; `i_taken_` is refused by the standard and means one thing.
struct JSONFile: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var isTaken: Bool { name.hasPrefix("y_") || name.hasPrefix("i_taken_") }
    var testDescription: String { name }

    static let all: [JSONFile] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("JSONCorpus")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            (try? Data(contentsOf: folder.appendingPathComponent(name))).map {
                JSONFile(name: name, bytes: [UInt8]($0))
            }
        }
    }()
}

@Suite struct JSONFilesTests {
    private let start = Array(
        #"{"time":"2026-03-10T07:12:41Z","operationName":"deviceConnect","deviceId":"d","x":"#.utf8)

    @Test func theCorpusIsThere() {
        #expect(JSONFile.all.count { $0.name.hasPrefix("y_") } >= 70)
        #expect(JSONFile.all.count { $0.name.hasPrefix("n_") } >= 135)
        #expect(JSONFile.all.allSatisfy { ["y_", "n_", "i_"].contains($0.name.prefix(2)) })
    }

    @Test(arguments: JSONFile.all)
    func aRecordIsTakenIfAndOnlyIfItsUnknownFieldIsJSON(file: JSONFile) throws {
        let result = try read(start + file.bytes + Array("}\n".utf8))
        // Behind a bracket too many the record is whole, and the rest of the line is the reject.
        let isWhole = file.isTaken || file.name == "n_object_closed_twice.json"
        #expect(result.events.count == (isWhole ? 1 : 0))
        #expect(result.rejects.count == (file.isTaken ? 0 : 1))
    }

    @Test(arguments: JSONFile.all)
    func theSameInAnArrayOnOneLine(file: JSONFile) throws {
        let good = start + Array("1}".utf8)
        let comma: [UInt8] = [UInt8(ascii: ",")]
        let element = start + file.bytes + Array("}".utf8)
        let line = Array("[".utf8) + good + comma + element + comma + good + Array("]\n".utf8)
        let result = try read(line)
        if file.isTaken {
            #expect(result.events.count == 3)
            #expect(result.rejects.isEmpty)
        } else {
            // Behind closing brackets too many the element itself is whole.
            #expect((1...3).contains(result.events.count))
            #expect(!result.rejects.isEmpty)
        }
    }
}
