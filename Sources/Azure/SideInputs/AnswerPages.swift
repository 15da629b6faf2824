import HTTP
import LogReading

/// Answers one behind the other as they are read, each asked for when the one before it is used up.
struct AnswerPages: ByteMaker {
    /// A page, and what asks for the next one.
    struct Page {
        var body: [UInt8]
        var next: HTTPRequest?
    }

    /// More than a hub's million devices need, a hundred a page.
    private static let mostPages = 20_000

    private let fetch: (HTTPRequest) throws(AzureFailure) -> Page
    private let place: String
    private var next: HTTPRequest?
    private var pages = 0
    private(set) var bytesTaken: Int64 = 0
    var defect: StreamDefect? { nil }

    init(_ first: HTTPRequest, at place: String, fetch: @escaping (HTTPRequest) throws(AzureFailure) -> Page) {
        next = first
        self.place = place
        self.fetch = fetch
    }

    mutating func make(into output: inout [UInt8]) throws(LogReadingError) -> Bool {
        guard let request = next else { return false }
        output = []
        do throws(AzureFailure) { output = try page(of: request) } catch { throw error.asReadingError }
        bytesTaken += Int64(output.count)
        return true
    }

    private mutating func page(of request: HTTPRequest) throws(AzureFailure) -> [UInt8] {
        var answer = try fetch(request)
        pages += 1
        guard answer.next != request, pages < AnswerPages.mostPages else {
            throw AzureFailure(place, "the list has no end; try again later", later: true)
        }
        next = answer.next
        answer.body.append(10)
        return answer.body
    }
}
