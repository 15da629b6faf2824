import Foundation
import HTTP
import Model

/// Asks one table, one query after the other.
final class QueryClient {
    /// The most bytes of an answer: of values 64 MB are given at most ("Query limits"), and names and signs come on top.
    private static let largest = 96 << 20

    /// What became of a query.
    enum Outcome {
        case answered([UInt8])
        /// Too much for one answer, in the words of whoever found that; less time may do.
        case tooMuch(String)
    }

    private let address: QueryAddress
    private let calls: ServiceCalls

    /// - Parameter tries: how often a query is made where that may help.
    init(_ address: QueryAddress, _ access: ServiceAccess, tries: Int = 6) {
        self.address = address
        // A query that took too long takes as long again.
        calls = ServiceCalls(access, tries: tries) { $0 == 504 }
    }

    /// - Parameter place: what is asked for, in messages.
    func outcome(of query: String, at place: String) throws(AzureFailure) -> Outcome {
        let answer: HTTPAnswer
        switch try calls.answer(to: request(query), at: place, largest: QueryClient.largest) {
        case .failure(let failure) where failure.kind == .tooLarge: return .tooMuch(failure.description)
        case .failure(let failure):
            throw AzureFailure(place, failure.description, later: failure.kind.isPassing)
        case .success(let success): answer = success
        }
        let refusal = ServiceRefusal(answer, calls.access.words, address.advice)
        guard answer.head.isSuccess else {
            if refusal.isAboutSize { return .tooMuch(refusal.sentence) }
            throw refusal.failure(of: place)
        }
        let check = AnswerCheck(answer.body)
        if check.hasErrors { return .tooMuch("the answer is partial" + refusal.codeWords) }
        guard check.isWhole else {
            throw AzureFailure(place, "the answer is not that of a query; check the address", later: true)
        }
        return .answered(answer.body)
    }

    /// The rows of a small answer, as texts.
    func rows(of query: String) throws(AzureFailure) -> [[String?]] {
        switch try outcome(of: query, at: address.shown) {
        case .tooMuch(let words):
            throw AzureFailure(address.shown, words + "; the next run asks again", later: true)
        case .answered(let bytes):
            guard let rows = SmallAnswer.rows(bytes) else {
                throw AzureFailure(address.shown, "the answer has no table of results", later: true)
            }
            return rows
        }
    }

    private func request(_ query: String) -> HTTPRequest {
        var request: HTTPRequest
        let body: [String: Any]
        switch address.service {
        case .logAnalytics(let workspace):
            request = HTTPRequest(.post, address.endpoint + "/v1/workspaces/" + workspace + "/query")
            body = ["query": query]
        case .dataExplorer(let database):
            request = HTTPRequest(.post, address.endpoint + "/v2/rest/query")
            body = ["db": database, "csl": query, "properties": ["Options": ["results_progressive_enabled": false]]]
        }
        request.fields.add("Content-Type", "application/json; charset=utf-8")
        request.fields.add("Accept", "application/json")
        request.body = (try? JSONSerialization.data(withJSONObject: body, options: .sortedKeys)).map(Array.init) ?? []
        // Until it answers a query is silent, for three minutes at most ("Timeouts").
        request.patience.silentSeconds = 200
        request.patience.totalSeconds = 600
        return request
    }
}

extension QueryAddress {
    fileprivate var advice: ServiceRefusal.Advice {
        let badRequest = "the query is refused; does the table have the columns of a hub's logs?"
        switch service {
        case .logAnalytics:
            return ServiceRefusal.Advice(
                badRequest: badRequest, permission: "give it the role Log Analytics Reader on the workspace",
                absent: "there is no such workspace")
        case .dataExplorer:
            return ServiceRefusal.Advice(
                badRequest: badRequest, permission: "give it the role Viewer of the database",
                absent: "there is no such database, or no cluster at this address")
        }
    }
}

/// The primary table of a short answer, of either service.
enum SmallAnswer {
    private struct Tables: Decodable { let tables: [Table] }
    private struct Table: Decodable { let rows: [[Value]] }
    private struct Frame: Decodable {
        let TableKind: String?
        let Rows: [[Value]]?
    }

    /// A text, a number in its digits, or nothing.
    private struct Value: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = (try? container.decode(String.self)) ?? (try? container.decode(Int64.self)).map { String($0) }
        }
    }

    static func rows(_ bytes: [UInt8]) -> [[String?]]? {
        let data = Data(bytes)
        let rows =
            (try? JSONDecoder().decode(Tables.self, from: data))?.tables.first?.rows
            ?? (try? JSONDecoder().decode([Frame].self, from: data))?.first { $0.TableKind == "PrimaryResult" }?.Rows
        return rows?.map { $0.map(\.text) }
    }
}
