import Foundation
import Testing

@testable import Delivery

/// What is put aside on disk.
@Suite struct ScratchFileTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "hubdrops-aside-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test func piecesComeBackAsTheyWere() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try ScratchFile(in: folder)
        let bytes = try file.put(Array("drops".utf8))
        let none = try file.put([Int64]())
        let numbers = try file.put([Int64.min, 7, Int64.max])
        #expect(try file.take(numbers, as: Int64.self) == [.min, 7, .max])
        #expect(try file.take(none, as: Int64.self).isEmpty)
        #expect(try file.take(bytes, as: UInt8.self) == Array("drops".utf8))
        #expect(try file.take(bytes, as: UInt8.self).count == 5, "as often as wanted")
    }

    @Test func theFileHasNoName() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try ScratchFile(in: folder)
        _ = try file.put([UInt8](repeating: 1, count: 100_000))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func othersMayBeMadeByManyThreadsAtOnce() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = try ScratchFile(in: folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let other = try file.another()
                    let piece = try other.put([number])
                    #expect(try other.take(piece, as: Int.self) == [number])
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func twoMayBeInOneFolder() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (one, other) = (try ScratchFile(in: folder), try ScratchFile(in: folder))
        let (first, second) = (try one.put([UInt8(1)]), try other.put([UInt8(2)]))
        #expect(try one.take(first, as: UInt8.self) == [1] && other.take(second, as: UInt8.self) == [2])
    }
}
