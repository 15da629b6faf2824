import HTTP
import LogReading

/// Answers one behind the other as they are read, each asked for when the one before it is used up.
@safe final class PageStream: ByteStream {
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
    private var page: [UInt8] = []
    private var given = 0
    private(set) var bytesTaken: Int64 = 0
    var defect: StreamDefect? { nil }

    init(_ first: HTTPRequest, at place: String, fetch: @escaping (HTTPRequest) throws(AzureFailure) -> Page) {
        next = first
        self.place = place
        self.fetch = fetch
    }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        while given == page.count {
            guard let request = next else { return 0 }
            do throws(AzureFailure) { try turn(to: request) } catch { throw error.asReadingError }
        }
        let taken = unsafe page.copy(from: given, to: target, capacity: capacity)
        given += taken
        bytesTaken += Int64(taken)
        return taken
    }

    private func turn(to request: HTTPRequest) throws(AzureFailure) {
        let answer = try fetch(request)
        pages += 1
        guard answer.next != request, pages < PageStream.mostPages else {
            throw AzureFailure(place, "the list has no end; try again later", later: true)
        }
        (page, next, given) = (answer.body + [10], answer.next, 0)
    }
}
