import Foundation
import Inputs
import LogReading
import Testing

/// The texts of `Tests/JSONCorpus`, whose names tell the verdict: `y_` is JSON, `n_` is not (RFC 8259; Python's json
/// module agrees on each), `i_refused_` is left to the reader, and this one refuses it; `i_taken_` is refused by the
/// standard and means one thing.
@Suite struct JSONFilesTests {
    private static let files: [(name: String, bytes: [UInt8])] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("JSONCorpus")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            (try? Data(contentsOf: folder.appendingPathComponent(name))).map { (name, [UInt8]($0)) }
        }
    }()

    private func isRead(_ bytes: [UInt8], as member: String) -> Bool {
        let text = Array("[{\"deviceId\":\"a\",\"status\":\"enabled\",\(member)".utf8) + bytes
        return error { _ = try RegistryReader().read(LogSource(name: "input.json", bytes: text)) } == nil
    }

    @Test(arguments: files)
    func aRegistryIsReadIfAndOnlyIfAllOfItIsJSON(name: String, bytes: [UInt8]) {
        let isJSON = name.hasPrefix("y_") || name.hasPrefix("i_taken_")
        #expect(isRead(bytes + Array("}]".utf8), as: "\"other\":") == isJSON)
        // What is kept must not contradict itself: of two values of one name neither is believed.
        let isUnclear = name.contains("double_name")
        #expect(isRead(bytes + Array("}}]".utf8), as: "\"tags\":{\"t\":") == (isJSON && !isUnclear))
    }

    @Test func theCorpusIsThere() {
        #expect(JSONFilesTests.files.count > 200)
    }
}
