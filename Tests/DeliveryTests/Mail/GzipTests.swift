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

    /// Random letters hardly shrink, so this is more than one piece of output.
    @Test func thePiecesMakeNoDifference() throws {
        var state: UInt64 = 1
        let bytes = (0..<300_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1
            return UInt8(truncatingIfNeeded: state >> 33) & 63 + 32
        }
        let whole = try #require(Gzip.compressed(bytes))
        for size in [1_000, 65_536, 299_999] {
            var writer = GzipWriter(limit: .max)
            for start in stride(from: 0, to: bytes.count, by: size) {
                writer.append(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            let pieces = writer.finish()
            #expect(pieces == whole)
        }
    }

    @Test func whatIsPouredAndTheRestAreTheWhole() throws {
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let whole = try #require(Gzip.compressed(bytes))
        var writer = GzipWriter(limit: .max)
        var poured: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 50_000) {
            writer.append(Array(bytes[start..<(start + 50_000)]))
            poured += writer.pour()
        }
        #expect(!poured.isEmpty)
        let rest = writer.finish()
        #expect(try poured + #require(rest) == whole)
    }

    @Test func aResultOverTheLimitIsNone() throws {
        let size = try #require(Gzip.compressed([1, 2, 3])).count
        for (limit, isThere) in [(0, false), (size - 1, false), (size, true)] {
            var writer = GzipWriter(limit: limit)
            writer.append([1, 2, 3])
            let result = writer.finish()
            #expect((result != nil) == isThere)
        }
    }
}
