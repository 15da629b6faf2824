import LogReading
import Loopback
import Synchronization
import Testing

@testable import Azure

/// A port of this machine at which nobody answers.
@Suite struct BlobClientTests {
    private func blob(_ name: String) -> Blob {
        var blob = Blob()
        blob.name = name
        blob.size = 1
        return blob
    }

    /// Four blobs are tried six times each, with five waits between.
    @Test func aDeadServerIsNotAskedForEachBlob() throws {
        let waits = Waits()
        let address = try BlobAddress("http://127.0.0.1:1/acct/logs")
        let surroundings = surroundings(
            ["AZURE_STORAGE_SAS_TOKEN": "sv=1&sig=x"], pause: { _ in waits.count.add(1, ordering: .relaxed) })
        let access = BlobAccess(
            address: address, credential: try Credential.of(address, surroundings), surroundings: surroundings)
        var failures: [AzureFailure] = []
        for name in ["a", "b", "c", "d", "e", "f"] {
            let room = PieceBuffer(capacity: 1)
            // Each has its own client, as each connection has.
            do throws(AzureFailure) { try BlobClient(access).fetch(0..<1, of: blob(name), into: room) } catch {
                failures.append(error)
            }
        }
        #expect(waits.count.load(ordering: .relaxed) == 20)
        #expect(failures.prefix(4).map(\.place) == ["a", "b", "c", "d"].map { address.address(of: $0) })
        #expect(failures[4] == failures[5])
        #expect(failures[4].place == address.shown && failures[4].later)
        #expect(failures[4].reason.contains("4 requests in a row were in vain (127.0.0.1:1: "))
    }

    /// What other bytes were in the room before are none of the blob's.
    @Test(arguments: [("", false), ("1", false), ("12", true), ("123", false)])
    func aRangeIsThereWholeOrNotAtAll(body: String, isWhole: Bool) throws {
        let server = try LoopbackServer(#"[{"status":206,"body":"\#(body)"}]"#)
        let address = try BlobAddress("http://127.0.0.1:\(server.port)/acct/logs")
        let surroundings = surroundings(["AZURE_STORAGE_SAS_TOKEN": "sv=1&sig=x"])
        let access = BlobAccess(
            address: address, credential: try Credential.of(address, surroundings), surroundings: surroundings)
        let room = PieceBuffer([8, 9])
        let result = Result { () throws(AzureFailure) in
            try BlobClient(access).fetch(0..<2, of: blob("a"), into: room)
        }
        #expect(((try? result.get()) != nil) == isWhole)
        if isWhole { #expect(room[0..<2] == [0x31, 0x32]) }
    }

    private final class Waits: Sendable {
        let count = Atomic(0)
    }

    @Test func anAnswerBetweenShowsThatTheServerIsThere() {
        let vain = VainRequests()
        for problem in ["x", "x", "x", nil, "x", "x", "x"] { vain.note(problem) }
        #expect(vain.end == nil)
        vain.note("x")
        #expect(vain.end != nil)
        vain.note(nil)
        #expect(vain.end != nil)
    }
}
