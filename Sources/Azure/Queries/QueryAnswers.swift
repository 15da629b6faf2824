import LogReading
import Model

/// The answers of an hour's queries, one behind the other: as many as its records need, and more of less time each where that
/// is still too much for one.
struct QueryAnswers: ByteMaker {
    /// About 22 MB: room for what is longer than usual, and little enough to wait in memory.
    private static let rowsWanted: Int64 = 50_000

    private let client: QueryClient
    private let texts: QueryTexts
    private let place: String
    /// Seconds since 1970 that are still to be asked for, the next ones last.
    private var waiting: [Range<Int64>]
    private(set) var bytesTaken: Int64 = 0
    var defect: StreamDefect? { nil }

    /// - Parameter records: how many there are, as far as is known.
    init(_ client: QueryClient, _ texts: QueryTexts, hour: Int, records: Int64, place: String) {
        self.client = client
        self.texts = texts
        self.place = place
        waiting = QueryAnswers.slices(of: Int64(hour) * 3600, records: records).reversed()
    }

    /// An hour in equal parts that are likely to hold no more than is wanted each.
    static func slices(of start: Int64, records: Int64) -> [Range<Int64>] {
        let parts = min(3600, max(1, (records + rowsWanted - 1) / rowsWanted))
        return (0..<parts).map { start + $0 * 3600 / parts..<start + ($0 + 1) * 3600 / parts }
    }

    /// The halves of a span; nil for a second, since records have whole ones.
    static func halves(of span: Range<Int64>) -> [Range<Int64>]? {
        guard span.count > 1 else { return nil }
        let middle = span.lowerBound + Int64(span.count) / 2
        return [span.lowerBound..<middle, middle..<span.upperBound]
    }

    mutating func make(into output: inout [UInt8]) throws(LogReadingError) -> Bool {
        guard let span = waiting.popLast() else { return false }
        // Two answers at once would take twice the memory.
        output = []
        do throws(AzureFailure) { output = try answer(of: span) } catch { throw error.asReadingError }
        bytesTaken += Int64(output.count)
        return true
    }

    /// Empty where it is too much for one, and is asked for in halves next.
    private mutating func answer(of span: Range<Int64>) throws(AzureFailure) -> [UInt8] {
        switch try client.outcome(of: texts.records(span), at: place) {
        case .answered(var bytes):
            bytes.append(10)
            return bytes
        case .tooMuch(let words):
            guard let halves = QueryAnswers.halves(of: span) else {
                throw AzureFailure(
                    place, "the second from \(Instant(seconds: span.lowerBound)): \(words); read it from storage",
                    later: false)
            }
            waiting += halves.reversed()
            return []
        }
    }
}
