import Foundation
import HTTP

/// One server of a database, asked over HTTP.
///
/// A client belongs to one thread.
final class ClickHouseClient {
    let host: ClickHouseAddress.Host
    private let address: ClickHouseAddress
    private let credentials: ClickHouseCredentials
    private let http: HTTPClient

    init(
        _ host: ClickHouseAddress.Host, of address: ClickHouseAddress, _ credentials: ClickHouseCredentials,
        agent: String
    ) {
        self.host = host
        self.address = address
        self.credentials = credentials
        http = HTTPClient(agent: agent)
    }

    /// Runs a statement without an answer.
    func run(_ statement: String) throws(ClickHouseError) {
        unsafe try answer(Array(statement.utf8), [:]) { _ in }
    }

    /// Sends rows in the format RowBinary, and returns when the servers that keep them have them.
    ///
    /// A row is its own identity, so rows may be sent again whatever became of them.
    func insert(_ rows: [UInt8], into table: String, _ columns: String) throws(ClickHouseError) {
        let statement = "INSERT INTO \(address.database).\(table) (\(columns)) FORMAT RowBinary"
        var settings = ["query": statement]
        // Without it a distributed table takes rows before any server has them.
        if address.cluster != nil { settings["insert_distributed_sync"] = "1" }
        unsafe try answer(rows, settings) { _ in }
    }

    /// Asks for rows.
    ///
    /// - Parameter row: reads one row from its beginning to its end.
    func rows(_ query: String, row: @escaping (inout RowBinaryReader) throws -> Void) throws {
        // A server that fails after it has begun would end its answer with words; so it gathers the answer first.
        let settings = ["wait_end_of_query": "1"]
        var reader = RowBinaryReader()
        var problem: (any Error)?
        unsafe try answer(Array((query + " FORMAT RowBinary").utf8), settings) { piece in
            guard problem == nil else { return }
            do {
                unsafe try reader.add(piece, row: row)
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
        guard reader.isAtEnd else {
            throw ClickHouseError(.unreachable, "\(host): the answer was cut within a row; run again")
        }
    }

    private static let mostRefusalBytes = 16 << 10

    private func answer(
        _ body: [UInt8], _ settings: [String: String], _ take: @escaping (UnsafeRawBufferPointer) -> Void
    ) throws(ClickHouseError) {
        let parameters = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\(ClickHouseClient.escaped($0.value))" }
        var request = HTTPRequest(
            .post, address.url(of: host) + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")))
        request.fields = [
            "X-ClickHouse-User": credentials.user, "X-ClickHouse-Key": credentials.password,
            "Content-Type": "application/octet-stream",
        ]
        request.body = body
        request.mayBePlain = address.mayBePlain
        request.patience.totalSeconds = 0
        // A server that sorts or groups millions of rows is silent while it does.
        request.patience.silentSeconds = 600
        var refusal: [UInt8] = []
        var isTaken = false
        let outcome = unsafe http.exchange(request) { head in
            isTaken = head.isSuccess
        } receive: { piece in
            if isTaken {
                unsafe take(piece)
            } else if refusal.count < ClickHouseClient.mostRefusalBytes {
                unsafe refusal += piece.prefix(ClickHouseClient.mostRefusalBytes)
            }
            return .goOn
        }
        switch outcome {
        case .answered(let head) where head.isSuccess: return
        case .answered(let head):
            throw ClickHouseError(
                status: head.status, body: String(decoding: refusal, as: UTF8.self), at: host, user: credentials.user)
        case .failed(let failure) where failure.kind == .misconfigured && !address.isSecure && !address.mayBePlain:
            throw ClickHouseError(
                .address,
                "\(host): clickhouse:// would send events and the password in the clear to another machine; use "
                    + "clickhouses://, or add plain=yes on a network of your own")
        case .failed(let failure):
            // A balancer in front of no server hangs up before there is TLS: another host may answer.
            let isPassing = failure.kind.isPassing || failure.kind == .noTLS
            throw ClickHouseError(
                isPassing ? .unreachable : .address,
                failure.description + (failure.kind.isPassing ? "; run again later" : ""))
        }
    }

    /// Percent-encoded (RFC 3986, section 2.1).
    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}
