import HTTP
import LogReading
import Testing

@testable import Azure

@Suite struct AnswerPagesTests {
    private func text(_ stream: MadeStream<AnswerPages>) throws -> String {
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
        let pages = AnswerPages(HTTPRequest(.get, "1"), at: "here") { (request) throws(AzureFailure) in
            AnswerPages.Page(
                body: Array("[\(request.url)]".utf8), next: request.url == "1" ? HTTPRequest(.get, "2") : nil)
        }
        let stream = MadeStream(pages)
        #expect(try text(stream) == "[1]\n[2]\n")
        #expect(stream.bytesTaken == 8)
    }

    @Test func aListWithoutEndIsLeft() {
        let pages = AnswerPages(HTTPRequest(.get, "1"), at: "here") { (request) throws(AzureFailure) in
            AnswerPages.Page(body: [], next: request)
        }
        #expect(throws: LogReadingError.self) { try text(MadeStream(pages)) }
    }
}
