import HTTP
import LogReading
import Testing

@testable import Azure

@Suite struct PageStreamTests {
    private func text(_ stream: PageStream) throws -> String {
        var text: [UInt8] = []
        while true {
            let piece = try [UInt8](unsafeUninitializedCapacity: 3) { room, count in
                count = try room.baseAddress.map { try stream.read(into: $0, capacity: 3) } ?? 0
            }
            if piece.isEmpty { return String(decoding: text, as: UTF8.self) }
            text += piece
        }
    }

    @Test func pagesComeOneBehindTheOther() throws {
        let stream = PageStream(HTTPRequest(.get, "1"), at: "here") { (request) throws(AzureFailure) in
            PageStream.Page(
                body: Array("[\(request.url)]".utf8), next: request.url == "1" ? HTTPRequest(.get, "2") : nil)
        }
        #expect(try text(stream) == "[1]\n[2]\n")
        #expect(stream.bytesTaken == 8)
    }

    @Test func aListWithoutEndIsLeft() {
        let stream = PageStream(HTTPRequest(.get, "1"), at: "here") { (request) throws(AzureFailure) in
            PageStream.Page(body: [], next: request)
        }
        #expect(throws: LogReadingError.self) { try text(stream) }
    }
}
