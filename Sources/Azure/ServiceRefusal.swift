import Foundation
import HTTP

/// An answer that is not what was asked for, in the words of an operator; of the answer's own words only codes are shown,
/// since the rest may quote what was sent ("Azure Monitor Log Analytics API errors", Kusto "Query/management HTTP response").
struct ServiceRefusal {
    /// What differs from service to service.
    struct Advice: Sendable {
        /// What is wrong with a request that cannot be understood.
        let badRequest: String
        /// What to give to whoever may not read.
        let permission: String
        let absent: String
    }

    private let status: Int
    private let codes: [String]
    private let credential: String
    private let advice: Advice

    /// - Parameter credential: what was asked with.
    init(_ answer: HTTPAnswer, _ credential: String, _ advice: Advice) {
        status = answer.head.status
        codes = answer.body.count > 1 << 16 ? [] : ServiceRefusal.codes(answer.body)
        self.credential = credential
        self.advice = advice
    }

    /// Whether less of the same might be answered: it took too long, or was more than is given.
    var isAboutSize: Bool { status == 504 || status == 413 || codes.contains("LimitsExceeded") }

    var codeWords: String { codes.isEmpty ? "" : " (" + codes.joined(separator: ", ") + ")" }

    var sentence: String { words + " (" + (["HTTP \(status)"] + codes).joined(separator: ", ") + ")" }

    func failure(of place: String) -> AzureFailure {
        AzureFailure(place, sentence, later: status == 408 || status == 429 || status >= 500, status: status)
    }

    private var words: String {
        switch status {
        case 400: advice.badRequest
        case 401: "\(credential) is not accepted; is this machine's clock right, and the identity of this tenant?"
        case 403: "\(credential) may not read here; \(advice.permission)"
        case 404: advice.absent
        case 413, 504: "more than one query can answer"
        case 408, 429, 500...: "the service is busy or out of order; the next run tries again"
        case 300..<400: "the server sends elsewhere; write the address that it is really at"
        default: "the service refuses the request; check the address"
        }
    }

    /// `BadArgumentError`, `SemanticError`: the code of an error and of those within it.
    private static func codes(_ body: [UInt8]) -> [String] {
        final class Problem: Decodable {
            let code: String?
            let innererror: Problem?
        }
        struct Answer: Decodable { let error: Problem? }
        var codes: [String] = []
        var next = (try? JSONDecoder().decode(Answer.self, from: Data(body)))?.error
        while let problem = next, codes.count < 4 {
            if let code = problem.code, code.utf8.count < 64,
                code.allSatisfy({ $0.isASCII && $0.isLetter || $0 == "_" })
            {
                codes.append(code)
            }
            next = problem.innererror
        }
        return codes
    }
}
