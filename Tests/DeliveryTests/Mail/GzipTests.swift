import Foundation
import Testing

@testable import Delivery

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 100_000])
    func gunzipGetsTheBytesBack(count: Int) throws {
        let place = try TemporaryFolder()
        let text = String(repeating: "pump-7,404104\r\n", count: count)
        let packed = try #require(Gzip.compressed(Array(text.utf8)))
        try Data(packed).write(to: URL(fileURLWithPath: place.path + "/a.gz"))
        #expect(ChildProcess(words: ["gzip", "-d", place.path + "/a.gz"]).run().end == .exited(0))
        #expect(try place.text(of: "a") == text)
    }

    @Test func theBytesDoNotDependOnTheTime() throws {
        // Octets 4 to 7 of the header are the time of the file (RFC 1952, section 2.3).
        let packed = try #require(Gzip.compressed([1, 2, 3]))
        #expect(packed[4..<8] == [0, 0, 0, 0])
    }
}
